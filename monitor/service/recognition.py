"""The recogniser as the service sees it, and what it says back."""

from concurrent.futures import Executor
from typing import Literal, Protocol

import msgspec

from monitor.core.errors import CallMonitorError
from monitor.core.events import Word
from monitor.core.words.decode_gate import GateSettings


class RecognizerError(CallMonitorError):
    """The engine gave up on a channel; it must not be used again."""


class RecognitionState(msgspec.Struct, frozen=True):
    """Whether calls are transcribed, in words every page can show."""

    recogniser: Literal["ready", "warming", "off"]
    models: tuple[str, ...]
    off_because: str
    """Empty when a recogniser is there; else what is missing and what to do."""


class Transcript(msgspec.Struct, frozen=True):
    """What one channel's recogniser heard; word times in seconds of the audio fed to it since its reset."""

    words: tuple[Word, ...]
    final: bool
    stable: int | None = None
    """Of partial words, how many leading ones no longer change; None where the engine does not say."""
    lost: bool = False
    """Speech was not decoded: a gap in the words, not silence."""


class Intake(msgspec.Struct, frozen=True):
    """How an engine takes a channel's audio."""

    gate: GateSettings = GateSettings()
    waiting_seconds: float = 3.0
    """Audio that may wait for it; over this, decoding is skipped."""


class Recognizer(Protocol):
    """Decodes one channel. Blocking: called from a decode thread, one at a time, never from the event loop."""

    def accept(self, block: bytes) -> Transcript | None:
        """Take 16-bit little-endian mono PCM; None where nothing new was heard. Raises ``RecognizerError``.

        A final transcript without words says that the partial one before it was nothing.
        """

    def finish_turn(self) -> Transcript | None:
        """End the turn: the rest of its words as final, keeping speaker adaptation."""

    def reset(self) -> None:
        """Forget the speaker, before the recogniser passes to another one."""


class RecognizerPool(Protocol):
    """Recognisers for one language at one sample rate, lent to channels and taken back."""

    @property
    def threads(self) -> Executor:
        """Where its recognisers decode."""

    @property
    def words_from(self) -> str:
        """``vosk MODEL``, as ``call_started`` says it."""

    @property
    def intake(self) -> Intake:
        """How its recognisers take audio."""

    async def lend(self) -> Recognizer:
        """A warmed recogniser where one is idle, else a new one."""

    def give_back(self, recognizer: Recognizer) -> None:
        """Take it back for the next channel."""
