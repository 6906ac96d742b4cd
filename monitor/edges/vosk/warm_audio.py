"""Speech-like sound without words, for waking up a recogniser.

Voiced syllables with moving formants, unvoiced consonants, pauses. Decoding 20 s of it
explores as much of the search graph as a real caller does.
"""

import numpy as np
from numpy.typing import NDArray

FORMANTS_HZ = np.array(
    [
        (730, 1090, 2440),
        (270, 2290, 3010),
        (300, 870, 2240),
        (530, 1840, 2480),
        (570, 840, 2410),
        (660, 1720, 2410),
        (440, 1020, 2240),
        (390, 1990, 2550),
    ]
)
"""First three formants of eight vowels, a man's voice."""
FORMANT_GAINS = np.array((1.0, 0.6, 0.3))
FORMANT_WIDTH_HZ = 80.0
PEAK = 8000
SEED = 7

Signal = NDArray[np.float64]


def warm_audio(seconds: float, rate: int) -> NDArray[np.int16]:
    """Samples of shape (seconds * rate,), always the same ones."""
    rng = np.random.default_rng(SEED)
    wanted = round(seconds * rate)
    parts: list[Signal] = []
    length = 0
    while length < wanted:
        parts += [_pause(rng, rate), _consonant(rng, rate), _vowel(rng, rate)]
        length += sum(len(part) for part in parts[-3:])
    sound = np.concatenate(parts)[:wanted]
    noise = rng.normal(0, 2.0, wanted)
    return np.asarray(np.rint(sound / np.abs(sound).max() * PEAK + noise)).astype(np.int16)


def _pause(rng: np.random.Generator, rate: int) -> Signal:
    seconds = rng.uniform(0.3, 0.6) if rng.random() < 0.12 else 0.0
    return np.zeros(round(seconds * rate))


def _consonant(rng: np.random.Generator, rate: int) -> Signal:
    """A fricative, or the silence and burst of a plosive."""
    count = round(rng.uniform(0.04, 0.09) * rate)
    if rng.random() < 0.5:
        return np.asarray(0.15 * np.diff(rng.normal(0, 1.0, count + 1)))
    burst = np.where(np.arange(count) < count * 2 // 3, 0.0, 0.05)
    return np.asarray(burst * rng.normal(0, 1.0, count))


def _vowel(rng: np.random.Generator, rate: int) -> Signal:
    """From one vowel to another, under a falling pitch."""
    count = round(rng.uniform(0.08, 0.18) * rate)
    way = np.linspace(0.0, 1.0, count)
    first, second = FORMANTS_HZ[rng.integers(len(FORMANTS_HZ), size=2)]
    formants = first + (second - first) * way[:, None]
    f0 = rng.uniform(100.0, 220.0)
    phase = 2 * np.pi * np.cumsum(f0 * (1 - 0.1 * way)) / rate
    sound = np.zeros(count)
    for harmonic in range(1, int(rate / 2 / f0)):
        distance = (harmonic * f0 - formants) / FORMANT_WIDTH_HZ
        gain = (FORMANT_GAINS / (1 + distance**2)).sum(axis=1) + 0.003
        sound += gain * np.sin(harmonic * phase)
    return np.asarray(sound * np.sqrt(np.hanning(count)))
