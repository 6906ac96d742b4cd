"""Syllables of one channel: peaks of intensity, each a syllable as far as it stands out.

After de Jong & Wempe (2009), who count a voiced peak between two dips of 2 dB. In running
speech a shallow peak may be a syllable or a ripple, so none is decided on: each adds the
share of a syllable that peaks of its prominence are on average, and a nucleus is given each
time the shares make up a whole one. What counts as standing out well is learnt from the
channel's last peaks, since noise fills dips up. Rates are over seconds: a nucleus given 130 ms
after its peak is early enough.
"""

from collections.abc import Iterable, Sequence

import msgspec

from monitor.core.signal.frames import HOP_SECONDS

AROUND_HOPS = 13
"""A peak's dips are looked for so far before and after it."""
EDGE_HOPS = 3
"""A peak so close to speech is speech."""
SILENCE_DB = -100.0
CLEAN_PROMINENCE_DB = 16.0
"""The mean prominence of clean speech, each weighted by itself: what is assumed at first, like ..."""
ASSUMED_PEAKS = 3.0
"""... so many peaks."""


class NucleiSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much of a syllable an intensity peak is."""

    full_db: float = 7.0
    """A peak this far over the higher of its two dips is a whole syllable: two languages agree best at 6-8 dB."""
    full_share: float = 0.4
    """Or this share of the mean prominence of the channel's last peaks, where that is less: noise fills dips up."""
    least_share: float = 0.15
    """Of that, under which a peak is a ripple; in between its share rises evenly."""
    syllables_a_peak: float = 1.08
    """A whole one's: makes up for syllables without a peak. Fitted so that the counts of two sets come out even."""
    forget: float = 0.97
    """What a peak's prominence weighs in the mean by the next peak: about the last 30 count."""
    below_loudest_db: float = 20.0
    """Peaks this far under the running loudest one are no syllables."""
    full_voicing: float = 0.25
    """A peak with less voicing is so much less of a syllable: a line drawn anywhere is wrong about as many."""
    loudest_fall_db_per_second: float = 6.0


class NucleusCounter:
    """How loud the hops are -> True at each hop in which one more syllable was certain."""

    def __init__(self, settings: NucleiSettings) -> None:
        self._settings = settings
        self._fall_db = settings.loudest_fall_db_per_second * HOP_SECONDS
        self._decibels = [SILENCE_DB] * (2 * AROUND_HOPS)
        self._speaking = [False] * (2 * AROUND_HOPS)
        self._voicing = [0.0] * (2 * AROUND_HOPS)
        self._loudest = SILENCE_DB
        self._weights = ASSUMED_PEAKS * CLEAN_PROMINENCE_DB
        self._weighted = self._weights * CLEAN_PROMINENCE_DB
        self._shares = 0.5

    def receive(self, decibels: Sequence[float], speaking: Sequence[bool], voicing: Sequence[float]) -> list[bool]:
        """Consecutive hops: intensity, is it speech, voicing 0-1 of the frame it lies in."""
        self._decibels += decibels
        self._speaking += speaking
        self._voicing += voicing
        found = self._follow(len(decibels))
        for held in (self._decibels, self._speaking, self._voicing):
            del held[: -2 * AROUND_HOPS]
        return found

    def _follow(self, count: int) -> list[bool]:
        """Hop by hop, is a syllable whole, now that what is around it is known."""
        first, last = AROUND_HOPS, AROUND_HOPS + count
        levels = self._decibels
        found = []
        before = levels[first - 1]
        for hop, decibels, after in zip(range(first, last), levels[first:last], levels[first + 1 :], strict=False):
            fallen = self._loudest - self._fall_db
            self._loudest = max(fallen, decibels)
            if before <= decibels > after and self._is_loud(hop):
                self._shares += self._share(self._prominence(hop), max(self._voicing[hop - 1 : hop + 2]))
            found.append(self._shares >= 1)
            if self._shares >= 1:
                self._shares -= 1
            before = decibels
        return found

    def _is_loud(self, hop: int) -> bool:
        return self._decibels[hop] > self._loudest - self._settings.below_loudest_db and any(
            self._speaking[hop - EDGE_HOPS : hop + EDGE_HOPS + 1]
        )

    def _prominence(self, hop: int) -> float:
        """In dB over the higher of the two dips between a peak and what is higher."""
        before = self._decibels[hop - AROUND_HOPS : hop]
        after = self._decibels[hop + 1 : hop + AROUND_HOPS + 1]
        top = self._decibels[hop]
        return top - max(_dip(reversed(before), top), _dip(after, top))

    def _share(self, prominence_db: float, voicing: float) -> float:
        settings = self._settings
        self._weights = self._weights * settings.forget + prominence_db
        self._weighted = self._weighted * settings.forget + prominence_db**2
        full = min(settings.full_db, settings.full_share * self._weighted / self._weights)
        share = (prominence_db / full - settings.least_share) / (1 - settings.least_share)
        return settings.syllables_a_peak * min(max(share, 0.0), 1.0) * min(voicing / settings.full_voicing, 1.0)


def _dip(outwards: Iterable[float], top: float) -> float:
    """The lowest of the hops away from a peak, up to one that is higher."""
    lowest = top
    for decibels in outwards:
        if decibels > top:
            break
        lowest = min(lowest, decibels)
    return lowest
