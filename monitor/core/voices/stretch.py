"""A stretch of voiced frames as one value of each measure, by its loud frames rather than its quiet ones.

What is quiet in speech is where noise, the room and other talkers show: at 10 dB over a
babble plain medians of brightness and pitch lose a third of what they tell, these next to
nothing (docs/science.md).
"""

import math
import statistics
from collections.abc import Sequence

from monitor.core.voices.measures import Voiced

LOUD_DB = 6.0
"""No frame weighs more than one so far over the median: a single loud word must not speak for seconds."""


def summed(voiced: Sequence[Voiced]) -> Voiced:
    """One or more frames -> their level's median, brightness's and pitch's by amplitude, and the bass of all energy."""
    _, levels, alphas, pitches, basses = zip(*voiced, strict=True)
    level = statistics.median(levels)
    amplitudes = [10 ** (min(each, level + LOUD_DB) / 20) for each in levels]
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
    for value, weight in sorted(zip(values, weights, strict=True)):
        half -= weight
        if half <= 0:
            return value
    return max(values)


def _bass(basses: Sequence[float], amplitudes: Sequence[float]) -> float:
    """dB of all frames' energy under 300 Hz over all frames' energy above it."""
    below = above = 0.0
    for bass, amplitude in zip(basses, amplitudes, strict=True):
        share = 10 ** (bass / 10)
        power = amplitude * amplitude / (1 + share)
        above += power
        below += power * share
    return 10 * math.log10(below / above)
