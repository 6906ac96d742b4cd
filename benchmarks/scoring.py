"""Figures of a score: medians, shares, the bound on a rate of rare events."""

import math
from collections.abc import Sequence

import numpy as np

MOST_A_STEP = 1e-9


def share(hits: Sequence[bool]) -> float | None:
    """Of all; None of nothing."""
    return round(sum(hits) / len(hits), 3) if hits else None


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The value under which so many per cent lie; None of nothing."""
    return round(float(np.percentile(values, percent)), 3) if values else None


def mean(values: Sequence[float | None]) -> float | None:
    """Of those that are known; None where none is."""
    known = [value for value in values if value is not None]
    return round(sum(known) / len(known), 3) if known else None


def poisson_upper95(count: int) -> float:
    """The mean under which so few events are seen only once in twenty times (exact, one-sided); 3.0 for none."""
    low, high = float(count), 3.0 * count + 10.0
    while high - low > MOST_A_STEP * high:
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(count, middle) > 0.05 else (low, middle)
    return high


def _at_most(count: int, mean_count: float) -> float:
    """Poisson: the chance of at most so many."""
    logs = (number * math.log(mean_count) - mean_count - math.lgamma(number + 1) for number in range(count + 1))
    return sum(math.exp(value) for value in logs)


def shown(figure: float | list[float] | None) -> str:
    """For a table."""
    if figure is None:
        return "-"
    return f"{figure[0]:g}-{figure[1]:g}" if isinstance(figure, list) else f"{figure:g}"
