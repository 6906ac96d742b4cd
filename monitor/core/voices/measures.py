"""What is measured of a voice: a frame in units, and a stretch of speech against the usual."""

import math
from typing import NamedTuple


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


class Effort(NamedTuple):
    """The last seconds of a voice against its usual: medians in dB, dB, semitones."""

    level_db: float
    alpha_db: float
    pitch_st: float
    since: float
    """Where on the call's clock the measured stretch begins."""
    margin: float = 1.0
    """How many times further a voice must be from a usual that is not yet known well."""
    bass_db: float = 0.0
    """Effort takes it away."""

    @property
    def cautious(self) -> "Effort":
        """The same with the margin taken off: what thresholds are held against."""
        share = 1 / self.margin
        return Effort(
            self.level_db * share,
            self.alpha_db * share,
            self.pitch_st * share,
            self.since,
            bass_db=self.bass_db * share,
        )


def semitones(hz: float) -> float:
    """Pitch in semitones over 100 Hz."""
    return 12 * math.log2(hz / 100)


def hertz(st: float) -> float:
    """Semitones over 100 Hz -> Hz."""
    return float(100 * 2 ** (st / 12))
