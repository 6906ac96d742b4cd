"""Pitch, voicing and spectral balance of 50 ms frames, from one spectrum each.

F0 by the autocorrelation of a Hann-windowed frame divided by that of its window
(Boersma 1993), of the power spectrum's cube root below 1.5 kHz: compressed like that
(Tolonen & Karjalainen 2000), a strong formant no longer passes for the pitch of a low
voice. The spectral balance is the alpha ratio cut to the telephone band,
10 log10(E[1-3.4 kHz] / E[0.3-1 kHz]): it rises with vocal effort (0.4-0.7 dB a dB,
Sundberg & Nordenberg 2006) and no gain control can hide it. The bass is
10 log10(E[0.1-0.3 kHz] / E[0.3-3.4 kHz]), where a calm voice has its fundamental: effort
raises all partials more than the first (spectral emphasis, Traunmueller & Eriksson 2000).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

RATE = 8000
FRAME_SAMPLES = 400
FFT_SIZE = 512
BIN_HZ = RATE / FFT_SIZE
LOWEST_LAG, HIGHEST_LAG = 20, 112
"""400 Hz down to 71 Hz; lags up to FFT_SIZE - FRAME_SAMPLES are free of wrap-around."""
OCTAVE_MARGIN = 0.92
"""A peak at a fraction of the lag wins when it is at least this high: guards against octave drops."""
DIVISORS = (5, 4, 3, 2)
"""The shortest first: a voice at 390 Hz has its fourth period within the longest lag."""
EPSILON = 1e-12

_WINDOW = np.hanning(FRAME_SAMPLES + 2)[1:-1]
_FREQUENCIES = np.fft.rfftfreq(FFT_SIZE, 1 / RATE)
_VOICE_BAND = slice(2, int(np.searchsorted(_FREQUENCIES, 1500)))
"""From 31 Hz: under it is no voice, but offsets and hum would correlate at every lag."""
Floats = NDArray[np.float64]


class Spectrum(NamedTuple):
    """What one frame's spectrum tells."""

    f0_hz: float
    voicing: float
    """Height of the autocorrelation's peak, 0-1."""
    alpha_db: float
    bass_db: float


def power_spectra(frames: Floats) -> Floats:
    """Frames of shape (n, 400) at 8 kHz, Hann-windowed -> power in bins of 15.6 Hz, shape (n, 257)."""
    spectra = np.fft.rfft(frames * _WINDOW, FFT_SIZE)
    return np.asarray(np.square(spectra.real) + np.square(spectra.imag))


def measure(power: Floats) -> list[Spectrum]:
    """What ``power_spectra`` tell of pitch and brightness, row by row."""
    correlation = np.cbrt(power[:, _VOICE_BAND]) @ _TO_LAGS
    correlation /= correlation[:, :1] + EPSILON
    peaks = correlation[:, LOWEST_LAG : HIGHEST_LAG + 1].argmax(axis=1).tolist()
    bands = power @ _BANDS + EPSILON
    alphas = 10 * np.log10(bands[:, 1] / bands[:, 0])
    basses = 10 * np.log10(bands[:, 2] / (bands[:, 0] + bands[:, 1]))
    return [
        Spectrum(*_pitch(row, peak + LOWEST_LAG), alpha_db, bass_db)
        for row, peak, alpha_db, bass_db in zip(
            correlation.tolist(), peaks, alphas.tolist(), basses.tolist(), strict=True
        )
    ]


def _pitch(correlation: list[float], best: int) -> tuple[float, float]:
    """F0 in Hz by a parabola through the best peak, and the peak's height."""
    enough = OCTAVE_MARGIN * correlation[best]
    for divisor in DIVISORS:
        first = best // divisor - 1
        if first < LOWEST_LAG - 1:
            continue
        around = correlation[first : first + 4]
        shorter = first + around.index(max(around))
        if _top(correlation, shorter)[1] >= enough:
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


def _to_lags() -> Floats:
    """The matrix from a compressed spectrum to its autocorrelation at lags 0-113, over that of the window."""
    window = np.fft.irfft(np.square(np.abs(np.fft.rfft(_WINDOW, FFT_SIZE))))[: HIGHEST_LAG + 2]
    bins, lags = np.arange(_VOICE_BAND.start, _VOICE_BAND.stop), np.arange(HIGHEST_LAG + 2)
    return np.asarray(2 / FFT_SIZE * np.cos(2 * np.pi * np.outer(bins, lags) / FFT_SIZE) * (window[0] / window))


def _bands() -> Floats:
    """The matrix from a spectrum to its energies in 0.3-1 kHz, 1-3.4 kHz and 0.1-0.3 kHz."""
    low = (_FREQUENCIES >= 300) & (_FREQUENCIES < 1000)
    high = (_FREQUENCIES >= 1000) & (_FREQUENCIES < 3400)
    bass = (_FREQUENCIES >= 100) & (_FREQUENCIES < 300)
    return np.stack((low, high, bass), axis=1).astype(np.float64)


_TO_LAGS = _to_lags()
_BANDS = _bands()
