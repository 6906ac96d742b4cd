"""A constant offset of a channel's samples is no sound: it is taken off before anything is measured.

Left in, it would read as level in every pause, and hide how much louder speech gets.
"""

import numpy as np
from numpy.typing import NDArray

BLOCKS = 10
"""The offset is a running mean over so many blocks (2 s): what a block of speech cut short adds evens out."""
LEAST_OFFSET = 0.003
"""Of full scale (-50 dBFS). What is less is left as it is: the mean of speech itself wavers by a third of it."""


class DirectCurrent:
    """Blocks of both channels, one after the other, the same however the audio was cut."""

    def __init__(self) -> None:
        self._means: tuple[float, ...] = ()

    def removed(self, block: NDArray[np.float64]) -> NDArray[np.float64]:
        """Samples (2, n) in [-1, 1], without the offset of either channel."""
        means = (np.add.reduce(block, axis=1) / block.shape[1]).tolist()
        before = self._means or means
        self._means = tuple(old + (new - old) / BLOCKS for old, new in zip(before, means, strict=True))
        offsets = [_offset(mean, now) for mean, now in zip(self._means, means, strict=True)]
        return block - np.array(offsets)[:, None] if any(offsets) else block


def _offset(mean: float, now: float) -> float:
    """What to take off a block: an offset is there in silence too, the mean of clipped speech goes with the speech."""
    lasting = abs(mean) >= LEAST_OFFSET and abs(now) >= LEAST_OFFSET and mean * now > 0
    return mean if lasting else 0.0
