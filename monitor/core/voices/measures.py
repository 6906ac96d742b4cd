"""What is measured of a voice: a frame in units, and a stretch of speech against the usual."""

import math
from functools import cached_property
from typing import NamedTuple, Protocol


class Frame(NamedTuple):
    """One channel's frame, in the order of ``FRAME_DTYPE``, as integers."""

    level: int
    alpha: int
    f0: int
    voicing: int
    active: int
    nuclei: int
    flags: int
    bass: int = 0


class Voiced(NamedTuple):
    """A voiced frame, or some summed up, in units; pitch in semitones over 100 Hz."""

    at: float
    level_dbfs: float
    alpha_db: float
    pitch_st: float
    bass_db: float = 0.0


class Heard(Protocol):
    """What voiced frames come to: ``Voiced``, or a stretch that works each measure out when it is asked for."""

    @property
    def level_dbfs(self) -> float:
        """Level."""

    @property
    def alpha_db(self) -> float:
        """Brightness."""

    @property
    def pitch_st(self) -> float:
        """Pitch in semitones over 100 Hz."""

    @property
    def bass_db(self) -> float:
        """Bass, which effort takes away."""


class Effort:
    """The last seconds of a voice against its usual; most looks ask for the level alone."""

    def __init__(self, heard: Heard, usual: Voiced, louder: Voiced, since: float, margin: float = 1.0) -> None:
        """``louder``: how much of it noise explains."""
        self.since = since
        """Where on the call's clock the measured stretch begins."""
        self.margin = margin
        """How many times further a voice must be from a usual that is not yet known well."""
        self._parts = heard, usual, louder
        self._share = 1.0

    @classmethod
    def of(
        cls, level_db: float, alpha_db: float, pitch_st: float, since: float, margin: float = 1.0, bass_db: float = 0.0
    ) -> "Effort":
        """An effort by its distances."""
        return cls(Voiced(since, level_db, alpha_db, pitch_st, bass_db), USUAL, USUAL, since, margin)

    @cached_property
    def level_db(self) -> float:
        """Over the usual."""
        heard, usual, louder = self._parts
        return (heard.level_dbfs - usual.level_dbfs - louder.level_dbfs) * self._share

    @cached_property
    def alpha_db(self) -> float:
        """Brighter than usual."""
        heard, usual, louder = self._parts
        return (heard.alpha_db - usual.alpha_db - louder.alpha_db) * self._share

    @cached_property
    def pitch_st(self) -> float:
        """Semitones higher than usual."""
        heard, usual, louder = self._parts
        return (heard.pitch_st - usual.pitch_st - louder.pitch_st) * self._share

    @cached_property
    def bass_db(self) -> float:
        """More bass than usual; effort takes it away."""
        heard, usual, louder = self._parts
        return (heard.bass_db - usual.bass_db - louder.bass_db) * self._share

    @cached_property
    def cautious(self) -> "Effort":
        """The same with the margin taken off: what thresholds are held against."""
        same = Effort(*self._parts, self.since)
        same._share = 1 / self.margin
        return same


USUAL = Voiced(0.0, 0.0, 0.0, 0.0)
"""No distance at all."""


def semitones(hz: float) -> float:
    """Pitch in semitones over 100 Hz."""
    return 12 * math.log2(hz / 100)


def hertz(st: float) -> float:
    """Semitones over 100 Hz -> Hz."""
    return float(100 * 2 ** (st / 12))
