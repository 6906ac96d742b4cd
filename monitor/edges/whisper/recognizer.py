"""The Whisper engine behind the service's ``Recognizer``: it gathers speech, and has it decoded when it is over."""

import logging
from itertools import pairwise

import numpy as np

from monitor.core.events import Word
from monitor.edges.whisper.engine import UnitLost, WhisperEngine
from monitor.edges.whisper.messages import Unit
from monitor.edges.whisper.settings import WhisperSettings
from monitor.service.recognition import Intake, Transcript

logger = logging.getLogger(__name__)

SEARCHED_SECONDS = 5.0
"""How far back from its greatest length the quietest moment of a piece is looked for."""
HUSH_BLOCKS = 2
HUSH = 0.01
"""So many blocks of less power than this share of the piece's mean (-20 dB) are a pause inside it."""
INAUDIBLE = 30
"""Peak of 16-bit samples (-61 dBFS) under which there is nothing to decode."""
WAITING_SECONDS = 30.0
"""Audio of a channel that may wait while its last piece is decoded."""


def whisper_intake(settings: WhisperSettings) -> Intake:
    """How Whisper takes a channel's audio: up to the pause that ends a piece, and half a minute while it is busy."""
    return Intake(settings.gate, WAITING_SECONDS)


class WhisperRecognizer:
    """One channel's speech. It has no partial words, and knows no speaker."""

    def __init__(self, engine: WhisperEngine, rate: int, language: str, settings: WhisperSettings) -> None:
        self._engine = engine
        self._rate = rate
        self._language = language
        self._settings = settings
        self._start = 0.0
        self._blocks: list[bytes] = []
        self._powers: list[float] = []
        self._usual = 0.0
        """Mean power of the turn's piece before this one."""

    def accept(self, block: bytes) -> Transcript | None:
        """Take 16-bit little-endian mono PCM; words come back where a long piece pauses, or grew too long."""
        self._blocks.append(block)
        self._powers.append(_power(block))
        seconds = self._seconds(self._blocks)
        if seconds >= self._settings.longest_seconds:
            return self._decode(self._quietest())
        if seconds >= self._settings.early_seconds and self._pauses():
            return self._decode(len(self._blocks) - 1)
        return None

    def finish_turn(self) -> Transcript | None:
        """Decode what was gathered, unless it is only the silence after the piece before."""
        only_silence = max(self._powers, default=0.0) < HUSH * self._usual
        transcript = self._decode(len(self._blocks), drop=only_silence)
        self._usual = 0.0
        return transcript

    def reset(self) -> None:
        """Begin a new clock."""
        self._start = self._usual = 0.0
        self._blocks, self._powers = [], []

    def _decode(self, count: int, *, drop: bool = False) -> Transcript | None:
        """The first blocks as a piece of speech; the others stay."""
        taken, self._blocks = self._blocks[:count], self._blocks[count:]
        powers, self._powers = self._powers[:count], self._powers[count:]
        start, seconds = self._start, self._seconds(taken)
        self._start += seconds
        pcm = b"".join(taken)
        if drop or not _is_audible(pcm):
            return None
        self._usual = sum(powers) / count
        try:
            words = self._engine.decode(Unit(pcm, self._rate, self._language))
        except UnitLost as error:
            logger.error("%.1f s of speech have no words: %s", seconds, error)
            return Transcript((), final=True, lost=True)
        return Transcript(tuple(_at(start, word) for word in words), final=True) if words else None

    def _pauses(self) -> bool:
        return max(self._powers[-HUSH_BLOCKS:]) < HUSH * sum(self._powers) / len(self._powers)

    def _quietest(self) -> int:
        """The number of blocks before the quietest moment of the last seconds: most likely between two words."""
        first = len(self._blocks) - round(SEARCHED_SECONDS / self._seconds(self._blocks[:1]))
        pairs = [before + after for before, after in pairwise(self._powers[max(0, first) :])]
        return max(0, first) + int(np.argmin(pairs)) + 1

    def _seconds(self, blocks: list[bytes]) -> float:
        return sum(map(len, blocks)) / 2 / self._rate


def _power(block: bytes) -> float:
    return float(np.square(np.frombuffer(block, "<i2").astype(np.float64)).mean())


def _is_audible(pcm: bytes) -> bool:
    return bool(np.abs(np.frombuffer(pcm, "<i2").astype(np.int32)).max(initial=0) >= INAUDIBLE)


def _at(start: float, word: Word) -> Word:
    return Word(word.text, round(start + word.start, 3), round(start + word.end, 3), word.confidence)
