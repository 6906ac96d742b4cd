"""What is heard while a customer waits: music towards them, now and then a sigh from them."""

import numpy as np
from numpy.typing import NDArray

from demo.line import band_limited
from demo.measure import RATE

CHORDS = ((0, 4, 7, 11), (-3, 0, 4, 7), (-7, -3, 0, 4), (-5, -1, 2, 7))
"""Semitones over the root: a slow round of four chords."""
ROOT_HZ = 261.6
NOTE_SECONDS = 0.375
MUSIC_DBFS = -30.0
SIGH_DBFS = -46.0

Samples = NDArray[np.float64]


def music(seconds: float) -> Samples:
    """Broken chords, plucked softly, fading in and out."""
    out = np.zeros(round(seconds * RATE))
    pattern = (0, 1, 2, 3, 2, 1, 2, 3)
    for number in range(int(seconds / NOTE_SECONDS)):
        chord = CHORDS[number // len(pattern) % len(CHORDS)]
        note = _note(ROOT_HZ * 2 ** (chord[pattern[number % len(pattern)]] / 12))
        first = round(number * NOTE_SECONDS * RATE)
        out[first : first + len(note)] += note[: len(out) - first]
    fade = np.linspace(0, 1, RATE)
    out[:RATE] *= fade
    out[-RATE:] *= fade[::-1]
    narrow = band_limited(out)
    return np.asarray(narrow / np.sqrt(np.mean(narrow**2)) * 10 ** (MUSIC_DBFS / 20))


def sigh(rng: np.random.Generator) -> Samples:
    """A breath let out: noise that swells and dies within a second, duller as it goes."""
    count = round(0.9 * RATE)
    breath = np.convolve(rng.standard_normal(count), np.hanning(9), "same")
    shape = np.interp(np.arange(count) / count, (0, 0.15, 0.4, 1), (0, 1, 0.7, 0))
    narrow = band_limited(breath * shape**2)
    return np.asarray(narrow / np.sqrt(np.mean(narrow**2)) * 10 ** (SIGH_DBFS / 20))


def _note(hz: float) -> Samples:
    """A plucked tone: four partials, the higher the sooner gone."""
    time = np.arange(round(1.6 * RATE)) / RATE
    attack = np.minimum(time / 0.008, 1.0)
    partials = [np.sin(2 * np.pi * hz * k * time) * np.exp(-time * (2.0 + k)) / k**1.5 for k in (1, 2, 3, 4)]
    return np.asarray(attack * sum(partials))
