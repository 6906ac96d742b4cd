"""The Whisper engine behind the service's ``Recognizer``: it gathers speech, and has it decoded when it is over."""

import logging
from itertools import pairwise

import numpy as np

from monitor.core.events import Word
from monitor.edges.whisper_engine import UnitLost, WhisperEngine
from monitor.edges.whisper_messages import Unit
from monitor.edges.whisper_settings import WhisperSettings
from monitor.service.recognition import Intake, Transcript

logger = logging.getLogger(__name__)

SEARCHED_SECONDS = 5.0
"""How far back from its greatest length the quietest moment of a piece is looked for."""
INAUDIBLE = 30
"""Peak of 16-bit samples (-61 dBFS) under which there is nothing to decode."""
WAITING_SECONDS = 60.0
"""Audio of a channel that may wait while its last piece is decoded."""


def whisper_intake(settings: WhisperSettings) -> Intake:
    """How Whisper takes a channel's audio: up to the pause that ends a piece, and a minute while it is busy."""
    return Intake(settings.gate, WAITING_SECONDS)


class WhisperRecognizer:
    """One channel's speech. It has no partial words, and knows no speaker."""

    def __init__(self, engine: WhisperEngine, rate: int, language: str, settings: WhisperSettings) -> None:
        self._engine = engine
        self._rate = rate
        self._language = language
        self._longest = settings.longest_seconds
        self._blocks: list[bytes] = []
        self._start = 0.0

    def accept(self, block: bytes) -> Transcript | None:
        """Take 16-bit little-endian mono PCM; words come back only where a piece grew too long."""
        self._blocks.append(block)
        if self._seconds(self._blocks) < self._longest:
            return None
        return self._decode(self._quietest())

    def finish_turn(self) -> Transcript | None:
        """Decode what was gathered."""
        return self._decode(len(self._blocks))

    def reset(self) -> None:
        """Begin a new clock."""
        self._blocks = []
        self._start = 0.0

    def _decode(self, count: int) -> Transcript | None:
        """The first blocks as a piece of speech; the others stay."""
        taken, self._blocks = self._blocks[:count], self._blocks[count:]
        start, seconds = self._start, self._seconds(taken)
        self._start += seconds
        pcm = b"".join(taken)
        if np.abs(np.frombuffer(pcm, "<i2").astype(np.int32)).max(initial=0) < INAUDIBLE:
            return None
        try:
            words = self._engine.decode(Unit(pcm, self._rate, self._language))
        except UnitLost as error:
            logger.error("%.1f s of speech have no words: %s", seconds, error)
            return Transcript((), final=True, lost=True)
        return Transcript(tuple(_at(start, word) for word in words), final=True) if words else None

    def _quietest(self) -> int:
        """The number of blocks before the quietest pair of the last seconds: most likely between two words."""
        size = self._seconds(self._blocks[:1])
        first = max(1, len(self._blocks) - round(SEARCHED_SECONDS / size))
        loudness = [_energy(block) for block in self._blocks]
        pairs = [a + b for a, b in pairwise(loudness)][first - 1 :]
        return first + int(np.argmin(pairs))

    def _seconds(self, blocks: list[bytes]) -> float:
        return sum(map(len, blocks)) / 2 / self._rate


def _energy(block: bytes) -> float:
    return float(np.square(np.frombuffer(block, "<i2").astype(np.float64)).mean())


def _at(start: float, word: Word) -> Word:
    return Word(word.text, round(start + word.start, 3), round(start + word.end, 3), word.confidence)
