"""The telephone line: its band, a quiet noise, 14-bit samples as a telephone codec has them."""

import numpy as np
from numpy.typing import NDArray

from demo.measure import RATE

LOW_HZ, HIGH_HZ = 200.0, 3450.0
TAPS = 257
KNEE = 0.5
"""Of full scale: a telephone's amplifier gives way above it."""
STEP = 4
"""16-bit values in steps of four are 14-bit samples, which FLAC stores as such."""

Samples = NDArray[np.float64]


def band_limited(samples: Samples) -> Samples:
    """What passes the line, same length."""
    return np.asarray(np.convolve(samples, BAND, "same"))


def noise(count: int, level_dbfs: float, rng: np.random.Generator) -> Samples:
    """Noise in the line's band."""
    white = band_limited(rng.standard_normal(count))
    return np.asarray(white / np.sqrt(np.mean(white**2)) * 10 ** (level_dbfs / 20))


def as_carried(channels: Samples) -> NDArray[np.int16]:
    """Samples (n, 2) -> 16-bit values of 14-bit precision; peaks over half scale are bent, none clips."""
    over = np.abs(channels) - KNEE
    bent = np.where(over > 0, np.sign(channels) * (KNEE + (1 - KNEE) * np.tanh(over / (1 - KNEE))), channels)
    return (np.round(bent * 32767 / STEP).clip(-8191, 8191) * STEP).astype(np.int16)


def _band_pass() -> Samples:
    time = (np.arange(TAPS) - TAPS // 2) / RATE
    ideal = 2 * (HIGH_HZ * np.sinc(2 * HIGH_HZ * time) - LOW_HZ * np.sinc(2 * LOW_HZ * time)) / RATE
    return np.asarray(ideal * np.hamming(TAPS))


BAND = _band_pass()
