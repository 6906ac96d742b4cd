"""A stretch of voiced frames as one value of each measure, by its loud frames rather than its quiet ones.

What is quiet in speech is where noise, the room and other talkers show. Yet no frame counts
for much more than the usual one of its stretch, so that one loud word decides nothing.
"""

import math
import statistics
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import mul

from monitor.core.voices.measures import Voiced

MOST_OVER_MEDIAN_DB = 6.0
"""A louder frame counts as if it were only so much over the median: for twice as much as that."""


def summed(voiced: Sequence[Voiced]) -> Voiced:
    """One or more frames -> their level's median, brightness's and pitch's by amplitude, and the bass of all energy."""
    _, levels, alphas, pitches, basses = zip(*voiced, strict=True)
    level = statistics.median(levels)
    most = level + MOST_OVER_MEDIAN_DB
    loudest = 10 ** (most / 20)
    amplitudes = [_amplitude(each) if each < most else loudest for each in levels]
    return Voiced(
        voiced[-1].at,
        level,
        weighted_median(alphas, amplitudes),
        weighted_median(pitches, amplitudes),
        _bass(basses, amplitudes),
    )


def weighted_median(values: Sequence[float], weights: Sequence[float]) -> float:
    """The least value that has half of the weight at or under it."""
    half = sum(weights) / 2
    ordered = sorted(range(len(values)), key=values.__getitem__)
    for place in ordered:
        half -= weights[place]
        if half <= 0:
            return values[place]
    return values[ordered[-1]]


def _bass(basses: Sequence[float], amplitudes: Sequence[float]) -> float:
    """dB of all frames' energy under 300 Hz over all frames' energy above it."""
    shares = list(map(_share, basses))
    powers = [amplitude * amplitude / (1 + share) for amplitude, share in zip(amplitudes, shares, strict=True)]
    return 10 * math.log10(sum(map(mul, powers, shares)) / sum(powers))


@cache
def _share(bass_db: float) -> float:
    """Frames come in steps of 0.5 dB, at most 255 of them."""
    return float(10 ** (bass_db / 10))


@lru_cache(maxsize=10_000)
def _amplitude(level_dbfs: float) -> float:
    """Frames come in steps of 0.01 dB."""
    return float(10 ** (level_dbfs / 20))
