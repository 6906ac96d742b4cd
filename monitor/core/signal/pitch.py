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
Places = NDArray[np.intp]


class Spectra(NamedTuple):
    """What frames' spectra tell, each of shape (n,)."""

    f0_hz: Floats
    voicing: Floats
    """Height of the autocorrelation's peak, 0-1."""
    alpha_db: Floats
    bass_db: Floats


def power_spectra(frames: Floats) -> Floats:
    """Frames of shape (n, 400) at 8 kHz, Hann-windowed -> power in bins of 15.6 Hz, shape (n, 257)."""
    spectra = np.fft.rfft(frames * _WINDOW, FFT_SIZE)
    return np.asarray(np.square(spectra.real) + np.square(spectra.imag))


def measure(power: Floats) -> Spectra:
    """What ``power_spectra`` tell of pitch and brightness."""
    correlation = np.cbrt(power[:, _VOICE_BAND]) @ _TO_LAGS
    correlation /= correlation[:, :1] + EPSILON
    bands = power @ _BANDS + EPSILON
    alpha_db = 10 * np.log10(bands[:, 1] / bands[:, 0])
    bass_db = 10 * np.log10(bands[:, 2] / (bands[:, 0] + bands[:, 1]))
    return Spectra(*_pitch(correlation), alpha_db, bass_db)


def _pitch(correlation: Floats) -> tuple[Floats, Floats]:
    """F0 in Hz by a parabola through each row's best peak, and that peak's height."""
    peak = correlation[:, LOWEST_LAG : HIGHEST_LAG + 1].argmax(axis=1)
    flat, rows = correlation.ravel(), np.arange(len(correlation)) * correlation.shape[1]
    around = rows[:, None, None] + _AROUND[peak]
    candidates = around[:, :, 0] + flat[around].argmax(axis=2)
    shifts, heights = _tops(flat, candidates)
    enough = OCTAVE_MARGIN * flat[rows + peak + LOWEST_LAG]
    high = (heights >= enough[:, None]) & _IN_RANGE[peak]
    high[:, -1] = True  # the peak itself, where none at a fraction of its lag is as good
    each, best = np.arange(len(high)), high.argmax(axis=1)
    place = candidates[each, best]
    return RATE / (place - rows + shifts[each, best]), np.minimum(1.0, np.maximum(0.0, flat[place]))


def _tops(correlation: Floats, places: Places) -> tuple[Floats, Floats]:
    """Where parabolas through three lags each have their tops, in lags from the middle one, and how high they are."""
    left, middle, right = correlation[places - 1], correlation[places], correlation[places + 1]
    slope, bend = left - right, left - 2 * middle + right
    shift = np.maximum(-0.5, np.minimum(0.5, 0.5 * slope / np.minimum(bend, -EPSILON))) * (bend < -EPSILON)
    return shift, middle - 0.25 * slope * shift


def _lags_around() -> tuple[Places, NDArray[np.bool_]]:
    """By peak and divisor, the four lags around the peak's fraction, and whether they are lags of a voice.

    The last divisor is 1, and all of its lags are the peak.
    """
    peaks = np.arange(LOWEST_LAG, HIGHEST_LAG + 1)
    first = peaks[:, None] // np.array(DIVISORS) - 1
    around = first[:, :, None] + np.arange(4)
    itself = np.broadcast_to(peaks[:, None, None], (len(peaks), 1, 4))
    in_range = np.concatenate((first >= LOWEST_LAG - 1, np.ones((len(peaks), 1), np.bool_)), axis=1)
    return np.concatenate((np.maximum(1, around), itself), axis=1), in_range


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


_AROUND, _IN_RANGE = _lags_around()
_TO_LAGS = _to_lags()
_BANDS = _bands()
