"""A stretch of voiced frames as one value of each measure, by its loud frames rather than its quiet ones.

What is quiet in speech is where noise, the room and other talkers show. Yet no frame counts
for much more than the usual one of its stretch, so that one loud word decides nothing.
"""

import math
import statistics
from collections.abc import Sequence
from functools import cache, cached_property, lru_cache
from operator import mul

from monitor.core.voices.measures import Voiced

MOST_OVER_MEDIAN_DB = 6.0
"""A louder frame counts as if it were only so much over the median: for twice as much as that."""


class Stretch:
    """One or more voiced frames as one value of each measure, worked out when it is asked for."""

    def __init__(self, voiced: Sequence[Voiced]) -> None:
        self.at = voiced[-1].at
        _, self._levels, self._alphas, self._pitches, self._basses = zip(*voiced, strict=True)

    @cached_property
    def level_dbfs(self) -> float:
        """The median."""
        return float(statistics.median(self._levels))

    @cached_property
    def alpha_db(self) -> float:
        """The median by amplitude."""
        return weighted_median(self._alphas, self._amplitudes)

    @cached_property
    def pitch_st(self) -> float:
        """The median by amplitude."""
        return weighted_median(self._pitches, self._amplitudes)

    @cached_property
    def bass_db(self) -> float:
        """All frames' energy under 300 Hz over all frames' energy above it."""
        shares = list(map(_share, self._basses))
        powers = [each * each / (1 + share) for each, share in zip(self._amplitudes, shares, strict=True)]
        return 10 * math.log10(sum(map(mul, powers, shares)) / sum(powers))

    @cached_property
    def _amplitudes(self) -> list[float]:
        """No frame's much over that of the usual one."""
        loudest = _amplitude(self.level_dbfs + MOST_OVER_MEDIAN_DB)
        return [min(each, loudest) for each in map(_amplitude, self._levels)]


def summed(voiced: Sequence[Voiced]) -> Voiced:
    """All measures of one or more frames."""
    whole = Stretch(voiced)
    return Voiced(whole.at, whole.level_dbfs, whole.alpha_db, whole.pitch_st, whole.bass_db)


def weighted_median(values: Sequence[float], weights: Sequence[float]) -> float:
    """The least value that has half of the weight at or under it."""
    half = sum(weights) / 2
    ordered = sorted(range(len(values)), key=values.__getitem__)
    for place in ordered:
        half -= weights[place]
        if half <= 0:
            return values[place]
    return values[ordered[-1]]


@cache
def _share(bass_db: float) -> float:
    """Frames come in steps of 0.5 dB, at most 255 of them."""
    return float(10 ** (bass_db / 10))


@lru_cache(maxsize=10_000)
def _amplitude(level_dbfs: float) -> float:
    """Frames come in steps of 0.01 dB."""
    return float(10 ** (level_dbfs / 20))
