"""Level and activity of clean speech at the telephone's rate: what the truth is made of."""

import numpy as np
from numpy.typing import NDArray

RATE = 8000
HOP = RATE // 100
ACTIVE_WITHIN_DB = 30.0

Samples = NDArray[np.float64]


def hop_powers(samples: Samples) -> Samples:
    """Mean power of each 10 ms, the last one filled up with silence."""
    padded = np.concatenate((samples, np.zeros(-len(samples) % HOP)))
    return np.asarray((padded.reshape(-1, HOP) ** 2).mean(axis=1))


def level_dbfs(samples: Samples) -> float:
    """Level of active speech: the mean over hops within 30 dB of that very mean."""
    powers = hop_powers(samples)
    level = powers.mean()
    for _ in range(20):
        level = powers[powers > level * 10 ** (-ACTIVE_WITHIN_DB / 10)].mean()
    return float(10 * np.log10(level))


def active_hops(samples: Samples) -> NDArray[np.bool_]:
    """Hops within 30 dB of the sound's active level."""
    powers = hop_powers(samples)
    return np.asarray(10 * np.log10(powers + 1e-12) > level_dbfs(samples) - ACTIVE_WITHIN_DB)


def spans(active: NDArray[np.bool_], pause_hops: int = 20, shortest_hops: int = 10) -> list[tuple[int, int]]:
    """Stretches of activity [first, last + 1) in hops, joined over shorter pauses, very short ones left out."""
    places = np.flatnonzero(active)
    if not len(places):
        return []
    breaks = np.flatnonzero(np.diff(places) > pause_hops)
    starts = places[np.concatenate(([0], breaks + 1))]
    ends = places[np.concatenate((breaks, [len(places) - 1]))] + 1
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True) if b - a >= shortest_hops]
