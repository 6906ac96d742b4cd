"""Both channels' audio to their recognisers, each stretch together with its frames."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from monitor.core.signal.frames import FRAME_SECONDS


class Hearing(Protocol):
    """One channel's recogniser at work: ``service.hearing.ChannelHearing``."""

    def receive(self, samples: NDArray[np.int16], frames: NDArray[np.void]) -> None:
        """Take mono samples and this channel's frames for the same stretch; never blocks."""

    async def run(self) -> None:
        """Decode until closed and all is decoded."""

    async def room(self) -> None:
        """Wait until at most half of its bound waits."""

    def close(self) -> None:
        """No more audio comes."""


class ChannelFeed:
    """Holds samples until the core has made their frames, which may lag behind."""

    def __init__(self, hearings: Sequence[Hearing], rate: int) -> None:
        self.hearings = hearings
        self._frame_samples = int(rate * FRAME_SECONDS)
        self._held: list[NDArray[np.int16]] = []

    def receive(self, samples: NDArray[np.int16], frames: NDArray[np.void]) -> None:
        """Take samples of shape (n, 2) and the frames, shape (m, 2), that became known with them."""
        self._held.append(samples)
        if not len(frames):
            return
        held = np.concatenate(self._held)
        count = len(frames) * self._frame_samples
        for channel, hearing in enumerate(self.hearings):
            hearing.receive(np.ascontiguousarray(held[:count, channel]), frames[:, channel])
        self._held = [held[count:]]

    async def room(self) -> None:
        """Wait until the recognisers have little before them, for sources that can wait."""
        for hearing in self.hearings:
            await hearing.room()

    def close(self) -> None:
        """No more audio comes."""
        for hearing in self.hearings:
            hearing.close()
