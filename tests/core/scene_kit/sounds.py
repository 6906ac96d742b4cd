"""What can be heard on one channel: primitives that know exactly what they are.

Each lasts from ``start`` to ``end``, seconds on the call's clock, and has an RMS level in dBFS.
"""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

HIGHEST_HARMONIC_HZ = 3700.0
MELODY_SECONDS = 1.7
Floats = NDArray[np.float64]


class Part(Protocol):
    """Something to be heard from ``start`` to ``end``, seconds."""

    @property
    def start(self) -> float: ...

    @property
    def end(self) -> float: ...

    def render(self, time: Floats) -> Floats:
        """Samples in [-1, 1] at these seconds since its start."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A train of voiced syllables; its RMS level over the whole stretch is ``dbfs``."""

    start: float
    end: float
    dbfs: float = -26.0
    f0_hz: float = 120.0
    tilt_db: float = -9.0
    """Harmonics fall by this much an octave; nearer 0 is brighter."""
    syllables_per_second: float = 5.0
    dip_db: float = 12.0
    """Between two syllables."""
    melody_st: float = 0.0
    """Its pitch swings this far up and down, once in ``MELODY_SECONDS``."""

    @property
    def syllables(self) -> int:
        return round((self.end - self.start) * self.syllables_per_second)

    @property
    def alpha_db(self) -> float:
        """Energy of the harmonics in 1-3.4 kHz over those in 0.3-1 kHz."""
        return 10 * math.log10(self._energy(1000, 3400) / self._energy(300, 1000))

    @property
    def bass_db(self) -> float:
        """Energy of the harmonics in 0.1-0.3 kHz over those in 0.3-3.4 kHz."""
        return 10 * math.log10(self._energy(100, 300) / self._energy(300, 3400))

    def render(self, time: Floats) -> Floats:
        turns = self._turns(time)
        first, harmonic, wave = np.exp(2j * np.pi * turns), np.ones(len(time), complex), np.zeros(len(time))
        for k in self._harmonics():
            harmonic *= first  # a product costs a tenth of a sine
            wave += self._amplitude(k) * (harmonic * np.exp(0.7j * k * k)).imag
        envelope_db = -self.dip_db * (0.5 + 0.5 * np.cos(2 * np.pi * self.syllables_per_second * time))
        return at_level(wave * 10 ** (envelope_db / 20), self.dbfs)

    def _turns(self, time: Floats) -> Floats:
        """Periods of the voice since its start."""
        if not self.melody_st:
            return self.f0_hz * time
        pitch = self.f0_hz * 2 ** (self.melody_st / 12 * np.sin(2 * np.pi * time / MELODY_SECONDS))
        return np.cumsum(pitch) * (time[1] - time[0])

    def _energy(self, from_hz: float, to_hz: float) -> float:
        return sum(self._amplitude(k) ** 2 for k in self._harmonics() if from_hz <= k * self.f0_hz < to_hz)

    def _harmonics(self) -> range:
        return range(1, int(HIGHEST_HARMONIC_HZ / self.f0_hz) + 1)

    def _amplitude(self, harmonic: int) -> float:
        return 10 ** (self.tilt_db * math.log2(harmonic) / 20)


@dataclass(frozen=True, slots=True)
class Tone:
    """A pure tone."""

    start: float
    end: float
    dbfs: float = -20.0
    hz: float = 440.0

    def render(self, time: Floats) -> Floats:
        return at_level(np.sin(2 * np.pi * self.hz * time), self.dbfs)


@dataclass(frozen=True, slots=True)
class Noise:
    """White noise, the same for the same seed."""

    start: float
    end: float
    dbfs: float = -50.0
    seed: int = 1

    def render(self, time: Floats) -> Floats:
        return at_level(np.random.default_rng(self.seed).standard_normal(len(time)), self.dbfs)


@dataclass(frozen=True, slots=True)
class Ring:
    """The line rings: 425 Hz, 1 s of every 5 (ETSI TR 101 041)."""

    start: float
    end: float
    dbfs: float = -20.0

    def render(self, time: Floats) -> Floats:
        return at_level(np.sin(2 * np.pi * 425 * time) * (time % 5 < 1), self.dbfs)


@dataclass(frozen=True, slots=True)
class Keys:
    """Somebody presses keys: a row's and a column's tone for 0.1 s, as long a pause (ITU-T Q.23)."""

    start: float
    end: float
    dbfs: float = -20.0
    digits: str = "15902684"

    def render(self, time: Floats) -> Floats:
        pressed = (time / 0.2).astype(int) % len(self.digits)
        keys = ["123456789*0#".index(digit) for digit in self.digits]
        rows = np.array([(697, 770, 852, 941)[key // 3] for key in keys])[pressed]
        columns = np.array([(1209, 1336, 1477)[key % 3] for key in keys])[pressed]
        wave = np.sin(2 * np.pi * rows * time) + np.sin(2 * np.pi * columns * time)
        return at_level(wave * (time % 0.2 < 0.1), self.dbfs)


@dataclass(frozen=True, slots=True)
class Music:
    """Four chords, round and round, each note with its first three harmonics and no syllables."""

    start: float
    end: float
    dbfs: float = -22.0
    chord_seconds: float = 1.0

    def render(self, time: Floats) -> Floats:
        chords = np.array([(262, 330, 392), (220, 262, 330), (175, 220, 262), (196, 247, 294)])
        notes = chords[(time / self.chord_seconds).astype(int) % len(chords)].T
        swell = 1 - 0.5 * (time % self.chord_seconds) / self.chord_seconds
        wave = sum(np.sin(2 * np.pi * k * note * time) / k for note in notes for k in (1, 2, 3))
        return at_level(wave * swell, self.dbfs)


def at_level(wave: Floats, dbfs: float) -> Floats:
    """Scaled to this RMS level."""
    return wave * (10 ** (dbfs / 20) / math.sqrt(float(np.mean(wave**2))))
