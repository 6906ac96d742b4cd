"""Syllable nuclei of one channel: peaks of intensity with a dip before and after.

De Jong & Wempe (2009): a peak counts when intensity has dipped at least 1.5 dB since the
last one and the peak is voiced. A nucleus becomes certain once the dip after it is seen,
50-150 ms late; speech rate looks at seconds, so that is when it is counted.
"""

import msgspec


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
        self._peak_is_voiced = False
        self._valley = 120.0
        self._rising = True

    def receive(self, decibels: float, speaking: bool, voicing: float) -> bool:
        """One hop: its smoothed intensity in dBFS; ``voicing`` 0-1 is that of the frame it lies in."""
        voiced = voicing >= self._settings.voiced_from
        self._loudest = max(self._loudest - self._settings.loudest_fall_db_per_second * 0.01, decibels)
        if self._rising:
            return self._climb(decibels, speaking, voiced)
        self._valley = min(self._valley, decibels)
        if decibels >= self._valley + self._settings.dip_db and speaking:
            self._rising, self._peak, self._peak_is_voiced = True, decibels, voiced
        return False

    def _climb(self, decibels: float, speaking: bool, voiced: bool) -> bool:
        if decibels > self._peak:
            self._peak = decibels
            self._peak_is_voiced = voiced
            return False
        if decibels > self._peak - self._settings.dip_db and speaking:
            return False
        counts = self._peak_is_voiced and self._peak > self._loudest - self._settings.below_loudest_db
        self._rising, self._valley, self._peak = False, decibels, -120.0
        return counts
