"""Pitch, voicing and spectral balance of 50 ms frames, from one spectrum each.

F0 by the autocorrelation of a Hann-windowed frame divided by that of its window
(Boersma 1993), of the power spectrum's cube root below 1.5 kHz: compressed like that
(Tolonen & Karjalainen 2000), a strong formant no longer passes for the pitch of a low
voice. The spectral balance is the alpha ratio cut to the telephone band,
10 log10(E[1-3.4 kHz] / E[0.3-1 kHz]): it rises with vocal effort (0.4-0.7 dB a dB,
Sundberg & Nordenberg 2006) and no gain control can hide it.
"""

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
DIVISORS = np.array((5, 4, 3, 2))
"""The shortest first: a voice at 390 Hz has its fourth period within the longest lag."""
EPSILON = 1e-12

_WINDOW = np.hanning(FRAME_SAMPLES + 2)[1:-1]
_FREQUENCIES = np.fft.rfftfreq(FFT_SIZE, 1 / RATE)
_LOW_BAND = slice(int(np.searchsorted(_FREQUENCIES, 300)), int(np.searchsorted(_FREQUENCIES, 1000)))
_HIGH_BAND = slice(int(np.searchsorted(_FREQUENCIES, 1000)), int(np.searchsorted(_FREQUENCIES, 3400)))
_VOICE_BAND = slice(0, int(np.searchsorted(_FREQUENCIES, 1500)))
_LAGS = HIGHEST_LAG + 2
_WINDOW_CORRELATION = np.fft.irfft(np.abs(np.fft.rfft(_WINDOW, FFT_SIZE)) ** 2)[:_LAGS]
_WINDOW_CORRELATION /= _WINDOW_CORRELATION[0]
_FRACTIONS = np.arange(_LAGS)[:, None] // DIVISORS
"""Each lag's fractions, rounded down."""
_ALLOWED = _FRACTIONS >= LOWEST_LAG
_AROUND = np.arange(-1, 3)
"""Lags among which a fraction's peak lies."""

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


class Spectra(NamedTuple):
    """What the spectra of n frames tell; arrays of shape (n,)."""

    f0_hz: Floats
    voicing: Floats
    """Height of the autocorrelation's peak, 0-1."""
    alpha_db: Floats


def measure(frames: Floats) -> Spectra:
    """Frames of shape (n, 400) at 8 kHz; every row is measured for itself."""
    power = np.square(np.abs(np.fft.rfft(frames * _WINDOW, FFT_SIZE)))
    power[:, :2] = 0.0  # below 31 Hz: no voice, but offsets and hum would correlate at every lag
    low, high = power[:, _LOW_BAND].sum(axis=1), power[:, _HIGH_BAND].sum(axis=1)
    correlation = np.fft.irfft(np.cbrt(power[:, _VOICE_BAND]), FFT_SIZE, axis=1)[:, :_LAGS]
    correlation = correlation / ((correlation[:, :1] + EPSILON) * _WINDOW_CORRELATION)
    return Spectra(*_pitch(correlation), 10 * np.log10((high + EPSILON) / (low + EPSILON)))


def _pitch(correlation: Floats) -> tuple[Floats, Floats]:
    """F0 in Hz by a parabola through the best peak, and the peak's height."""
    flat, rows = correlation.ravel(), np.arange(0, correlation.size, _LAGS)
    best = correlation[:, LOWEST_LAG : HIGHEST_LAG + 1].argmax(axis=1) + LOWEST_LAG
    shorter = _FRACTIONS[best] + rows[:, None]
    shorter += flat.take(shorter[:, :, None] + _AROUND).argmax(axis=2) + _AROUND[0]
    _, heights = _tops(flat, shorter)
    wins = _ALLOWED[best] & (heights >= OCTAVE_MARGIN * flat[best + rows][:, None])
    best = np.where(wins.any(axis=1), shorter[np.arange(len(rows)), wins.argmax(axis=1)], best + rows)
    shifts, _ = _tops(flat, best)
    return RATE / (best - rows + shifts), np.minimum(np.maximum(flat[best], 0.0), 1.0)


def _tops(flat: Floats, at: Indices) -> tuple[Floats, Floats]:
    """Where parabolas through three lags have their tops, in lags from the middle one, and how high they are there."""
    left, middle, right = flat.take(at - 1), flat.take(at), flat.take(at + 1)
    fall = 0.5 * (left - right)
    bend = np.minimum(left + right - 2 * middle, -EPSILON)
    shifts = np.minimum(np.maximum(fall / bend, -0.5), 0.5)
    return shifts, middle - 0.5 * fall * shifts
