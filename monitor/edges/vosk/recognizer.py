"""The Vosk engine behind the service's ``Recognizer``."""

import logging
from pathlib import Path

import msgspec
import vosk

from monitor.core.errors import CallMonitorError
from monitor.core.events import Word
from monitor.edges.vosk.dither import Dither
from monitor.edges.vosk.partial_words import PartialWords
from monitor.edges.vosk.settings import VoskSettings
from monitor.edges.vosk.tuned_model import tuned
from monitor.service.recognition import RecognizerError, Transcript

logger = logging.getLogger(__name__)

RESET_SECONDS = 0.1
"""The engine forgets a speaker only when it is finished while audio is in it; this much silence sees to that."""

vosk.SetLogLevel(-1)


class ModelError(CallMonitorError):
    """A speech model can't be loaded."""


class _HeardWord(msgspec.Struct):
    word: str
    start: float
    end: float
    conf: float = 1.0


class _Heard(msgspec.Struct):
    """What the engine answers, of all kinds."""

    partial: str = ""
    result: list[_HeardWord] = []


_answers = msgspec.json.Decoder(_Heard)


def load_model(folder: Path, settings: VoskSettings | None = None) -> vosk.Model:
    """Load a model: seconds of work and hundreds of MB, once a language. Raises ``ModelError``. Blocking."""
    with tuned(folder, settings or VoskSettings()) as tuned_folder:
        try:
            return vosk.Model(str(tuned_folder))
        except Exception as error:
            raise ModelError(
                f"the speech model in {folder} can't be loaded: check it with `call-monitor models verify`, "
                "or remove it and install it again"
            ) from error


class VoskRecognizer:
    """One channel's decoder, and its clock: seconds of audio since the last reset."""

    def __init__(self, model: vosk.Model, rate: int, settings: VoskSettings | None = None) -> None:
        self._rate = rate
        self._engine = vosk.KaldiRecognizer(model, rate)
        self._engine.SetWords(True)
        self._dither = Dither(rate)
        self._partial = PartialWords((settings or VoskSettings()).stable_updates)
        self._shown = False
        self._seconds = 0.0
        self._reset_at = 0.0

    def accept(self, block: bytes) -> Transcript | None:
        """Take 16-bit little-endian mono PCM; see ``Recognizer``."""
        if self._feed(self._dither.add(block)):
            return self.finish_turn()
        texts = _answers.decode(self._engine.PartialResult()).partial.split()
        partial = self._partial.receive(texts, self._seconds - self._reset_at)
        if partial is None or (not partial.words and not self._shown):
            return None
        self._shown = True
        return Transcript(partial.words, final=False, stable=partial.stable)

    def finish_turn(self) -> Transcript | None:
        """The turn's words as final. Keeps what the engine has learnt about the speaker."""
        heard = _answers.decode(self._engine.Result()).result
        shown, self._shown = self._shown, False
        self._partial.end_turn(self._seconds - self._reset_at)
        if not heard and not shown:
            return None
        return Transcript(tuple(self._word(each) for each in heard), final=True)

    def reset(self) -> None:
        """Forget the speaker; afterwards it hears as a new one does, and stays warm."""
        self._feed(bytes(2 * round(RESET_SECONDS * self._rate)))
        self._engine.FinalResult()
        self._dither.restart()
        self._shown = False
        self._reset_at = self._seconds
        self._partial.end_turn(0.0)

    def _feed(self, pcm: bytes) -> bool:
        try:
            ended = bool(self._engine.AcceptWaveform(pcm))
        except Exception as error:
            raise RecognizerError(f"the speech engine failed: {error}") from error
        self._seconds += len(pcm) / 2 / self._rate
        return ended

    def _word(self, heard: _HeardWord) -> Word:
        start, end = (round(max(0.0, seconds - self._reset_at), 3) for seconds in (heard.start, heard.end))
        return Word(heard.word, start, end, round(min(1.0, heard.conf), 3))
