"""A stretch of voiced frames as one value of each measure, by its loud frames rather than its quiet ones.

What is quiet in speech is where noise, the room and other talkers show. Yet no frame counts
for much more than the usual one of its stretch, so that one loud word decides nothing.
"""

import math
import statistics
from collections.abc import Sequence

from monitor.core.voices.measures import Voiced

MOST_OVER_MEDIAN_DB = 6.0
"""A louder frame counts as if it were only so much over the median: for twice as much as that."""


def summed(voiced: Sequence[Voiced]) -> Voiced:
    """One or more frames -> their level's median, brightness's and pitch's by amplitude, and the bass of all energy."""
    _, levels, alphas, pitches, basses = zip(*voiced, strict=True)
    level = statistics.median(levels)
    most = level + MOST_OVER_MEDIAN_DB
    amplitudes = [10 ** (min(each, most) / 20) for each in levels]
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
    ordered = sorted(zip(values, weights, strict=True))
    for value, weight in ordered:
        half -= weight
        if half <= 0:
            return value
    return ordered[-1][0]


def _bass(basses: Sequence[float], amplitudes: Sequence[float]) -> float:
    """dB of all frames' energy under 300 Hz over all frames' energy above it."""
    below = above = 0.0
    for bass, amplitude in zip(basses, amplitudes, strict=True):
        share = 10 ** (bass / 10)
        power = amplitude * amplitude / (1 + share)
        above += power
        below += power * share
    return 10 * math.log10(below / above)
