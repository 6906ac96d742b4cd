"""How far a voice goes up and down: its pitch range over the last seconds of voice, and the usual of it."""

from bisect import bisect_left, insort
from collections import deque

import msgspec

from monitor.core.signal.frames import FRAME_SECONDS
from monitor.core.voices.baseline import Baseline, BaselineSettings

LOW, HIGH = 0.2, 0.8
"""Quantiles: octave errors of the pitch, at most one frame in seven, stay outside."""


class PitchRangeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Seconds are of voiced speech: about half of speech is voiced."""

    voiced_seconds: float = 10.0
    baseline: BaselineSettings = BaselineSettings(first_seconds=20.0, learn_seconds=60.0, drift_seconds=240.0)


class PitchRange:
    """Fed with each voiced frame."""

    def __init__(self, settings: PitchRangeSettings) -> None:
        self.usual = Baseline(settings.baseline, least_spread=0.5)
        self._settings = settings
        self._pitches: deque[float] = deque(maxlen=round(settings.voiced_seconds / FRAME_SECONDS))
        self._ordered: list[float] = []
        self._new = 0

    def hear(self, pitch_st: float, frozen: bool) -> None:
        """Semitones; each full window is learnt once."""
        if len(self._pitches) == self._pitches.maxlen:
            del self._ordered[bisect_left(self._ordered, self._pitches[0])]
        self._pitches.append(pitch_st)
        insort(self._ordered, pitch_st)
        self._new += 1
        if self._new == self._pitches.maxlen:
            self._new = 0
            self.usual.learn(self.now or 0.0, self._settings.voiced_seconds, frozen)

    def restart(self) -> None:
        """Another voice is heard."""
        self.usual.restart()
        self._pitches.clear()
        self._ordered.clear()
        self._new = 0

    @property
    def now(self) -> float | None:
        """Semitones between the quantiles of the last seconds; None with fewer."""
        if len(self._pitches) < (self._pitches.maxlen or 0):
            return None
        ordered, last = self._ordered, len(self._ordered) - 1
        return ordered[round(HIGH * last)] - ordered[round(LOW * last)]
