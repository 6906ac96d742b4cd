"""Syllable nuclei of one channel: peaks of intensity with a dip before and after.

De Jong & Wempe (2009): a peak counts when intensity has dipped at least 1.5 dB since the
last one and the peak is voiced. A nucleus becomes certain once the dip after it is seen,
50-150 ms late; speech rate looks at seconds, so that is when it is counted.
"""

from collections.abc import Sequence

import msgspec

from monitor.core.signal.frames import HOP_SECONDS


class NucleiSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes an intensity peak a syllable."""

    dip_db: float = 1.5
    below_loudest_db: float = 25.0
    """Peaks this far under the running loudest one are no nuclei."""
    voiced_from: float = 0.12
    """A peak's voicing; lower than for pitch, since a frame at a syllable's edge counts too."""
    loudest_fall_db_per_second: float = 6.0


class NucleusCounter:
    """Smoothed hop levels -> True at each hop in which a nucleus became certain."""

    def __init__(self, settings: NucleiSettings) -> None:
        self._settings = settings
        self._loudest = -60.0
        self._peak = -120.0
        self._peak_voicing = 0.0
        self._valley = 120.0
        self._rising = True

    def receive(self, dbfs: Sequence[float], speaking: Sequence[bool], voicing: Sequence[float]) -> list[bool]:
        """Consecutive hops: smoothed intensity, is it speech, voicing 0-1 of the frame it lies in."""
        return [self._step(*hop) for hop in zip(dbfs, speaking, voicing, strict=True)]

    def _step(self, decibels: float, speaking: bool, voicing: float) -> bool:
        fallen = self._loudest - self._settings.loudest_fall_db_per_second * HOP_SECONDS
        self._loudest = max(fallen, decibels)
        if self._rising:
            return self._climb(decibels, speaking, voicing)
        if decibels < self._valley:
            self._valley = decibels
        elif speaking and decibels >= self._valley + self._settings.dip_db:
            self._rising, self._peak, self._peak_voicing = True, decibels, voicing
        return False

    def _climb(self, decibels: float, speaking: bool, voicing: float) -> bool:
        if decibels > self._peak:
            self._peak, self._peak_voicing = decibels, voicing
            return False
        if speaking and decibels > self._peak - self._settings.dip_db:
            return False
        high = self._peak > self._loudest - self._settings.below_loudest_db
        counts = high and self._peak_voicing >= self._settings.voiced_from
        self._rising, self._valley, self._peak = False, decibels, -120.0
        return counts
