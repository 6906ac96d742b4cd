"""The noise of one bit that a recogniser wants on digital silence, the same every time.

The engine's own is random: it changes a word here and there from run to run, so two
hearings of one recording differ. Without any, silence of zeros is unlike all it knows.
"""

import numpy as np
from numpy.typing import NDArray

SEED = 20
DEVIATION = 1.0
"""Of 32768; what the models were trained with."""


class Dither:
    """Adds noise to consecutive audio; what it adds depends on the place since the last ``restart`` alone."""

    def __init__(self, rate: int) -> None:
        noise = np.random.default_rng(SEED).normal(0.0, DEVIATION, rate)
        self._noise: NDArray[np.int32] = np.rint(noise).astype(np.int32)
        self._place = 0

    def restart(self) -> None:
        """Begin again, for another call."""
        self._place = 0

    def add(self, pcm: bytes) -> bytes:
        """16-bit little-endian mono PCM -> the same with noise."""
        samples = np.frombuffer(pcm, "<i2").astype(np.int32)
        places = (self._place + np.arange(len(samples))) % len(self._noise)
        self._place += len(samples)
        noisy: NDArray[np.int16] = np.clip(samples + self._noise[places], -32768, 32767).astype("<i2")
        return noisy.tobytes()
