"""Ended calls are heard again by the best speech model there is, one after another, when nothing else is to do.

What is due is asked of the store, so nothing is forgotten over a restart. An attempt is
written down before it begins: a call that takes the service down with it is given up in
the end, as one that fails is. The live words stay in the record.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Annotated, Literal, Protocol

import msgspec

from monitor.core.errors import CallMonitorError
from monitor.core.events import Channel, Word
from monitor.service.rows import StoreError

logger = logging.getLogger(__name__)

Which = Literal["flagged", "all"]
CUT_OFF = "it was begun and has not ended"
"""What is written down before an attempt, and stays where nobody could write anything better."""


class SecondPassSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ended calls are heard again from their recordings, by the best speech model that is installed."""

    on: bool = False
    calls: Which = "flagged"
    """``flagged`` calls alone, or ``all`` that are kept."""
    beside_calls: bool = False
    """Goes on at the lowest priority while calls are live; else it waits until there are none."""
    attempts: Annotated[int, msgspec.Meta(ge=1)] = 2
    """After so many failures a call is given up; its live words serve."""
    stall_seconds: Annotated[float, msgspec.Meta(gt=0)] = 900.0
    """Without any sign of life for so long, it hangs, and that attempt has failed."""
    look_seconds: Annotated[float, msgspec.Meta(gt=0)] = 30.0
    """How often it is looked whether a call is due."""


class HeardTurn(msgspec.Struct, frozen=True, array_like=True):
    """What one side said in one go, at its times in the call."""

    channel: Channel
    words: tuple[Word, ...]


class SecondPass(msgspec.Struct, frozen=True):
    """What became of a call's second hearing. ``turns`` is None until it has succeeded, ``because`` says why.

    Once it has, ``because`` says why no better model heard it; empty where the best one did.
    """

    words_from: str
    """The model, as ``call_started`` says it."""
    attempts: int
    because: str
    turns: tuple[HeardTurn, ...] | None


class HeardAgain(msgspec.Struct, frozen=True):
    """All that was said in a call, and by which model; ``because`` says why no better one heard it."""

    words_from: str
    turns: tuple[HeardTurn, ...]
    because: str = ""


class Kind(msgspec.Struct, frozen=True):
    """Calls of one language whose words come from one model."""

    language: str
    words_from: str


class DueCall(msgspec.Struct, frozen=True):
    """A call to be heard again."""

    call_id: str
    kind: Kind


class SecondPassFailed(CallMonitorError):
    """The call could not be heard again; the message says why, after "because"."""


class SecondPassStore(Protocol):
    """What is due, and what came of it. All raise ``StoreError``."""

    async def kinds_due(self, calls: Which, attempts: int) -> list[Kind]:
        """Every kind of ended call that has no second words yet; those with words from a source's file never have."""

    async def next_due(self, kinds: Sequence[Kind], calls: Which, attempts: int) -> DueCall | None:
        """The next call of these kinds: untried ones first, flagged ones first, the newest first."""

    async def begin(self, call_id: str, words_from: str) -> None:
        """Count an attempt."""

    async def give_back(self, call_id: str) -> None:
        """Uncount it: the service stops in order."""

    async def succeed(self, call_id: str, heard: HeardAgain) -> None:
        """Keep the words."""

    async def fail(self, call_id: str, because: str) -> None:
        """Keep the reason."""


class SecondEars(Protocol):
    """The best speech models for a language."""

    async def words_from(self, language: str) -> str | None:
        """Which is the best; None where none hears the language."""

    async def hear(self, call: DueCall, may_go_on: Callable[[], bool]) -> HeardAgain:
        """All that was said, by the best model that can be loaded and is not the one that heard the call live.

        Raises ``SecondPassFailed``. Pauses while it may not go on, and ends when cancelled.
        """


class LiveCalls(Protocol):
    """The calls that run now; one is among them until its recording is finished."""

    def __len__(self) -> int:
        """How many there are."""

    def find(self, call_id: str) -> object | None:
        """One of them; None where it is none of them."""


class SecondPasses:
    """One ``run`` task for the service."""

    def __init__(
        self,
        settings: SecondPassSettings,
        store: SecondPassStore,
        ears: SecondEars,
        live: LiveCalls,
        tell: Callable[[str], None] = lambda _: None,
    ) -> None:
        """``tell`` gets the id of each call whose second hearing is over, however it went."""
        self._settings = settings
        self._store = store
        self._ears = ears
        self._live = live
        self._tell = tell

    async def run(self) -> None:
        """Hear again what is due, until cancelled."""
        while True:
            if not (self._may_go_on() and await self._hear_next()):
                await asyncio.sleep(self._settings.look_seconds)

    def _may_go_on(self) -> bool:
        return self._settings.beside_calls or not len(self._live)

    async def _hear_next(self) -> bool:
        """One call; False where none is due, or it failed."""
        try:
            found = await self._next()
            if found is None:
                return False
            return await self._hear(*found)
        except StoreError as error:
            logger.warning("second pass: %s", error)
            return False

    async def _next(self) -> tuple[DueCall, str] | None:
        """The next call that a better model than its own can hear, with that model."""
        calls, attempts = self._settings.calls, self._settings.attempts
        better: dict[Kind, str] = {}
        for kind in await self._store.kinds_due(calls, attempts):
            best = await self._ears.words_from(kind.language)
            if best is not None and best != kind.words_from:
                better[kind] = best
        call = await self._store.next_due(list(better), calls, attempts) if better else None
        if call is None or self._live.find(call.call_id):
            return None
        return call, better[call.kind]

    async def _hear(self, call: DueCall, words_from: str) -> bool:
        await self._store.begin(call.call_id, words_from)
        logger.info("call %s: is heard again by %s", call.call_id, words_from)
        try:
            heard = await self._ears.hear(call, self._may_go_on)
        except asyncio.CancelledError:
            await self._store.give_back(call.call_id)
            raise
        except SecondPassFailed as error:
            return await self._failed(call, str(error))
        except Exception as error:
            # The second pass's guard: whatever it fails with, live calls go on.
            logger.exception("call %s: the second pass broke off", call.call_id)
            return await self._failed(call, f"it broke off with {type(error).__name__}; the log says where")
        await self._store.succeed(call.call_id, heard)
        logger.info("call %s: was heard again by %s, %s turns", call.call_id, heard.words_from, len(heard.turns))
        self._tell(call.call_id)
        return True

    async def _failed(self, call: DueCall, because: str) -> bool:
        logger.warning("call %s: could not be heard again: %s", call.call_id, because)
        await self._store.fail(call.call_id, because)
        self._tell(call.call_id)
        return False
