"""Brightness and pitch of speech, measured in the plainest way."""

import numpy as np
from numpy.typing import NDArray

from demo.measure import RATE

FRAME = round(0.05 * RATE)
LOW, HIGH = (300.0, 1000.0), (1000.0, 3400.0)
SHORTEST, LONGEST = RATE // 420, RATE // 65
"""Periods of 420 Hz and 65 Hz."""
VOICED_FROM = 0.55
LONG_LAG_COST = 0.05 * np.log2(np.arange(SHORTEST, LONGEST + 1))
"""Twice the period fits as well as the period: the shorter one wins."""

Samples = NDArray[np.float64]


def voiced_frames(samples: Samples) -> tuple[Samples, Samples]:
    """Frames of 50 ms that are loud and periodic, shape (n, 400), and the pitch of each in Hz."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    powers = (frames**2).mean(axis=1)
    frames = frames[powers > powers.mean() / 100] * np.hanning(FRAME)
    similar = _autocorrelation(frames)
    lags = SHORTEST + (similar[:, SHORTEST : LONGEST + 1] - LONG_LAG_COST).argmax(axis=1)
    height = similar[np.arange(len(lags)), lags]
    voiced = height > VOICED_FROM
    return frames[voiced], RATE / lags[voiced]


def median_pitch(samples: Samples) -> float:
    """Median pitch of voiced frames, Hz."""
    return float(np.median(voiced_frames(samples)[1]))


def alpha_db(samples: Samples) -> float:
    """Median over voiced frames of the energy of 1-3.4 kHz over that of 0.3-1 kHz, in dB."""
    spectra = np.abs(np.fft.rfft(voiced_frames(samples)[0], axis=1)) ** 2
    hz = np.fft.rfftfreq(FRAME, 1 / RATE)
    low, high = (spectra[:, (hz >= band[0]) & (hz < band[1])].sum(axis=1) for band in (LOW, HIGH))
    return float(np.median(10 * np.log10(high / low)))


def _autocorrelation(frames: Samples) -> Samples:
    """Normalised, with the window's own shape divided out; shape (n, 400)."""
    spectra = np.abs(np.fft.rfft(frames, 2 * FRAME, axis=1)) ** 2
    raw = np.fft.irfft(spectra, axis=1)[:, :FRAME]
    window = np.fft.irfft(np.abs(np.fft.rfft(np.hanning(FRAME), 2 * FRAME)) ** 2)[:FRAME]
    return np.asarray(raw / raw[:, :1] / np.maximum(window / window[0], 1e-3))
