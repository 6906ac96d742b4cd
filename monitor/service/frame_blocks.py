"""Feature frames of a call on their way to the store, a second a block."""

import numpy as np
from numpy.typing import NDArray

from monitor.service.rows import FrameBlock
from monitor.service.writer import Writer

FRAMES_A_BLOCK = 20


class FrameBlocks:
    """Collects frames of shape (n, 2) and submits them in blocks that follow each other without a hole."""

    def __init__(self, call_id: str, writer: Writer) -> None:
        self._call_id = call_id
        self._writer = writer
        self._first = 0
        self._held: list[bytes] = []
        self._count = 0

    def add(self, frames: NDArray[np.void]) -> None:
        """Take the next frames; n may be 0."""
        if len(frames):
            self._held.append(frames.tobytes())
            self._count += len(frames)
        if self._count >= FRAMES_A_BLOCK:
            self.flush()

    def flush(self) -> None:
        """Submit what is held, at the end of the call."""
        if self._count:
            self._writer.submit(FrameBlock(self._call_id, self._first, b"".join(self._held), self._count))
            self._first += self._count
            self._held.clear()
            self._count = 0
