"""Time-stretching that keeps pitch: waveform-similarity overlap-add (WSOLA; Verhelst & Roelands 1993).

Windows are laid down every 15 ms; each is taken from about where it belongs, shifted by up
to 7 ms to where it goes on best from the one before. Unlike a phase vocoder's, its
transients and dips between syllables stay as sharp as they were.
"""

import numpy as np
from numpy.typing import NDArray

from monitor.core.signal.pitch import HIGHEST_LAG

HOP = 120
WINDOW = 2 * HOP
TOLERANCE = HIGHEST_LAG // 2
"""Samples at 8 kHz: both ways together the longest pitch period. More would only move syllables about."""
EPSILON = 1e-9

_WINDOW = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)

Floats = NDArray[np.float64]


def stretched(samples: Floats, factor: float) -> Floats:
    """One channel at 8 kHz, shape (n,), ``factor`` times as long at the same pitch: shape (round(n * factor),)."""
    length = round(len(samples) * factor)
    count = -(-length // HOP) + 1
    before = HOP + TOLERANCE
    source = np.concatenate((np.zeros(before), samples, np.zeros(before + WINDOW + 2 * HOP)))
    laid = np.zeros((count + 1) * HOP)
    place = TOLERANCE
    for number in range(count):
        wanted = min(TOLERANCE + round(number * HOP / factor), len(source) - WINDOW - TOLERANCE)
        if number:
            place = _best(source, wanted, source[place + HOP : place + HOP + WINDOW])
        laid[number * HOP : number * HOP + WINDOW] += _WINDOW * source[place : place + WINDOW]
    return laid[HOP : HOP + length]


def _best(source: Floats, wanted: int, follows: Floats) -> int:
    """Where around ``wanted`` the source is most like what naturally follows."""
    if len(follows) < WINDOW:
        return wanted
    region = source[wanted - TOLERANCE : wanted + TOLERANCE + WINDOW]
    energy = np.concatenate(([0.0], np.cumsum(region**2)))
    likeness = np.correlate(region, follows, "valid") / np.sqrt(energy[WINDOW:] - energy[:-WINDOW] + EPSILON)
    best = int(likeness.argmax())
    return wanted - TOLERANCE + best if likeness[best] > EPSILON else wanted
