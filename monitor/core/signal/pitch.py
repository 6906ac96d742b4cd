"""Pitch, voicing and spectral balance of 50 ms frames, from one spectrum each.

F0 by the autocorrelation of a Hann-windowed frame divided by that of its window
(Boersma 1993), of the power spectrum's cube root below 1.5 kHz: compressed like that
(Tolonen & Karjalainen 2000), a strong formant no longer passes for the pitch of a low
voice. The spectral balance is the alpha ratio cut to the telephone band,
10 log10(E[1-3.4 kHz] / E[0.3-1 kHz]): it rises with vocal effort (0.4-0.7 dB a dB,
Sundberg & Nordenberg 2006) and no gain control can hide it.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RATE = 8000
FRAME_SAMPLES = 400
FFT_SIZE = 512
LOWEST_LAG, HIGHEST_LAG = 20, 112
"""400 Hz down to 71 Hz; lags up to FFT_SIZE - FRAME_SAMPLES are free of wrap-around."""
OCTAVE_MARGIN = 0.92
"""A peak at a fraction of the lag wins when it is at least this high: guards against octave drops."""
DIVISORS = (5, 4, 3, 2)
"""The shortest first: a voice at 390 Hz has its fourth period within the longest lag."""
EPSILON = 1e-12

_WINDOW = np.hanning(FRAME_SAMPLES + 2)[1:-1]
_FREQUENCIES = np.fft.rfftfreq(FFT_SIZE, 1 / RATE)
_LOW_BAND = slice(int(np.searchsorted(_FREQUENCIES, 300)), int(np.searchsorted(_FREQUENCIES, 1000)))
_HIGH_BAND = slice(int(np.searchsorted(_FREQUENCIES, 1000)), int(np.searchsorted(_FREQUENCIES, 3400)))
_VOICE_BAND = slice(0, int(np.searchsorted(_FREQUENCIES, 1500)))
_WINDOW_CORRELATION = np.fft.irfft(np.abs(np.fft.rfft(_WINDOW, FFT_SIZE)) ** 2)[: HIGHEST_LAG + 2]
_WINDOW_CORRELATION /= _WINDOW_CORRELATION[0]

Floats = NDArray[np.float64]


class Spectrum(NamedTuple):
    """What one frame's spectrum tells."""

    f0_hz: float
    voicing: float
    """Height of the autocorrelation's peak, 0-1."""
    alpha_db: float


def measure(frames: Floats) -> list[Spectrum]:
    """Frames of shape (n, 400) at 8 kHz; every row is measured for itself."""
    power = np.abs(np.fft.rfft(frames * _WINDOW, FFT_SIZE)) ** 2
    power[:, :2] = 0.0  # below 31 Hz: no voice, but offsets and hum would correlate at every lag
    low, high = power[:, _LOW_BAND].sum(axis=1), power[:, _HIGH_BAND].sum(axis=1)
    power[:, _VOICE_BAND.stop :] = 0.0
    correlation = np.fft.irfft(np.cbrt(power), axis=1)[:, : HIGHEST_LAG + 2]
    correlation /= (correlation[:, :1] + EPSILON) * _WINDOW_CORRELATION
    peaks = correlation[:, LOWEST_LAG : HIGHEST_LAG + 1].argmax(axis=1)
    return [
        Spectrum(*_pitch(row.tolist(), peak + LOWEST_LAG), 10 * math.log10((above + EPSILON) / (below + EPSILON)))
        for row, peak, above, below in zip(correlation, peaks.tolist(), high.tolist(), low.tolist(), strict=True)
    ]


def _pitch(correlation: list[float], best: int) -> tuple[float, float]:
    """F0 in Hz by a parabola through the best peak, and the peak's height."""
    for divisor in DIVISORS:
        if best // divisor < LOWEST_LAG:
            continue
        around = range(best // divisor - 1, best // divisor + 3)
        shorter = max(around, key=correlation.__getitem__)
        if _top(correlation, shorter)[1] >= OCTAVE_MARGIN * correlation[best]:
            best = shorter
            break
    shift, _ = _top(correlation, best)
    return RATE / (best + shift), min(1.0, max(0.0, correlation[best]))


def _top(correlation: list[float], lag: int) -> tuple[float, float]:
    """Where a parabola through three lags has its top, in lags from the middle one, and how high it is there."""
    left, middle, right = correlation[lag - 1 : lag + 2]
    bend = left - 2 * middle + right
    shift = min(0.5, max(-0.5, 0.5 * (left - right) / bend)) if bend < -EPSILON else 0.0
    return shift, middle - 0.25 * (left - right) * shift
