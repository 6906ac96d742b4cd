"""Intensity of vowels: the level of 0.3-1 kHz in 10 ms hops, smoothed over 50 ms.

The first formant lies in that band, so its level separates syllables best: on read
telephone dialogues 6 % median error of their count, against 17 % in the full band
(docs/science.md). Only every other sample of the band is worked out: it ends well below
the 2 kHz which those still carry.
"""

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from monitor.core.signal.activity import HOP_SAMPLES
from monitor.core.signal.audio import NARROW_RATE

VOWEL_BAND = (300.0, 1000.0)
"""Hz."""
BAND_TAPS = 41
SMOOTHING = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9.0
"""Over hops: a 50 ms triangle."""
LATE_HOPS = len(SMOOTHING) // 2
"""The triangle is centred on its hop, and so waits for as many more."""
FLOOR_POWER = 1e-10

Floats = NDArray[np.float64]


class VowelIntensity:
    """Blocks of both channels' samples -> the smoothed levels of their hops in dBFS, two hops late.

    Blocks are of one length, so that the same sums are taken in the same order however the audio was cut.
    """

    def __init__(self, block_hops: int) -> None:
        self._samples = np.zeros((2, BAND_TAPS - 1 + block_hops * HOP_SAMPLES))
        channel, sample = self._samples.strides
        shape, strides = (2, block_hops, len(BAND)), (channel, HOP_SAMPLES * sample, sample)
        self._hops = as_strided(self._samples, shape, strides, writeable=False)
        self._powers = np.zeros((2, len(SMOOTHING) - 1 + block_hops))
        self._smoothing = _sliding(SMOOTHING, block_hops)

    def receive(self, samples: Floats) -> Floats:
        """Samples (2, n * 80) in [-1, 1] -> levels (2, n)."""
        held = self._samples
        held[:, : BAND_TAPS - 1] = held[:, 1 - BAND_TAPS :]
        held[:, BAND_TAPS - 1 :] = samples
        filtered = self._hops.reshape(-1, len(BAND)) @ BAND
        powers = np.square(filtered).sum(axis=1) / filtered.shape[1]
        return self._smooth(powers.reshape(2, -1))

    def _smooth(self, powers: Floats) -> Floats:
        joined = self._powers
        joined[:, : len(SMOOTHING) - 1] = joined[:, 1 - len(SMOOTHING) :]
        joined[:, len(SMOOTHING) - 1 :] = powers
        return np.asarray(10 * np.log10(joined @ self._smoothing + FLOOR_POWER))


def _sliding(taps: Floats, outputs: int, step: int = 1) -> Floats:
    """The matrix that slides symmetric ``taps`` over a row in steps."""
    matrix = np.zeros((len(taps) + (outputs - 1) * step, outputs))
    for output in range(outputs):
        matrix[output * step : output * step + len(taps), output] = taps
    return matrix


def _band_pass() -> Floats:
    """A windowed-sinc band pass for ``VOWEL_BAND`` at 8 kHz."""
    time = (np.arange(BAND_TAPS) - BAND_TAPS // 2) / NARROW_RATE
    low, high = VOWEL_BAND
    ideal = 2 * (high * np.sinc(2 * high * time) - low * np.sinc(2 * low * time)) / NARROW_RATE
    return np.asarray(ideal * np.hamming(BAND_TAPS))


BAND = _sliding(_band_pass(), HOP_SAMPLES // 2, step=2)
"""One hop and the 40 samples before it, shape (119,) -> every other sample of its band."""
