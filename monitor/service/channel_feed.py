"""Both channels' audio and frames to their recognisers."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Hearing(Protocol):
    """One channel's recogniser at work: ``service.hearing.ChannelHearing``."""

    def receive(self, samples: NDArray[np.int16], frames: NDArray[np.void]) -> None:
        """Take mono samples, and this channel's frames that became known with them; never blocks."""

    async def run(self) -> None:
        """Decode until closed and all is decoded."""

    async def room(self) -> None:
        """Wait until at most half of its bound waits."""

    def close(self) -> None:
        """No more audio comes."""


class ChannelFeed:
    """Splits a call in two. Frames lag behind; samples don't wait for them: within speech no word should."""

    def __init__(self, hearings: Sequence[Hearing]) -> None:
        self.hearings = hearings

    def receive(self, samples: NDArray[np.int16], frames: NDArray[np.void]) -> None:
        """Take samples of shape (n, 2) and the frames, shape (m, 2), that became known with them."""
        for channel, hearing in enumerate(self.hearings):
            hearing.receive(np.ascontiguousarray(samples[:, channel]), frames[:, channel])

    async def room(self) -> None:
        """Wait until the recognisers have little before them, for sources that can wait."""
        for hearing in self.hearings:
            await hearing.room()

    def close(self) -> None:
        """No more audio comes."""
        for hearing in self.hearings:
            hearing.close()
