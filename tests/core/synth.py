"""Two-channel scenes rendered from primitives, so that a test knows the exact truth.

    sound = scene(6.0, agent=[Voice(0.5, 2.0, dbfs=-26, f0_hz=110)], customer=[Voice(2.5, 5.0, syllables_per_second=6)])

gives int16 samples of shape (n, 2), channel 0 the agent.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

RATE = 8000
HIGHEST_HARMONIC_HZ = 3700.0
Floats = NDArray[np.float64]


class Part(Protocol):
    """Something to be heard from ``start`` to ``end``, seconds."""

    start: float
    end: float

    def render(self, time: Floats) -> Floats: ...


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

    @property
    def syllables(self) -> int:
        return round((self.end - self.start) * self.syllables_per_second)

    @property
    def alpha_db(self) -> float:
        """Energy of the harmonics in 1-3.4 kHz over those in 0.3-1 kHz."""
        low = sum(self._amplitude(k) ** 2 for k in self._harmonics() if 300 <= k * self.f0_hz < 1000)
        high = sum(self._amplitude(k) ** 2 for k in self._harmonics() if 1000 <= k * self.f0_hz < 3400)
        return 10 * math.log10(high / low)

    def render(self, time: Floats) -> Floats:
        wave = sum(
            self._amplitude(k) * np.sin(2 * np.pi * k * self.f0_hz * time + 0.7 * k * k) for k in self._harmonics()
        )
        envelope_db = -self.dip_db * (0.5 + 0.5 * np.cos(2 * np.pi * self.syllables_per_second * time))
        return at_level(wave * 10 ** (envelope_db / 20), self.dbfs)

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


def scene(
    seconds: float, agent: Sequence[Part] = (), customer: Sequence[Part] = (), *, rate: int = RATE
) -> NDArray[np.int16]:
    """Both channels, parts added up; what goes beyond full scale is clipped."""
    mixed = np.zeros((round(seconds * rate), 2))
    for channel, parts in enumerate((agent, customer)):
        for part in parts:
            first, last = round(part.start * rate), round(part.end * rate)
            mixed[first:last, channel] += part.render(np.arange(last - first) / rate)
    return np.clip(np.rint(mixed * 32768), -32768, 32767).astype(np.int16)


def at_level(wave: Floats, dbfs: float) -> Floats:
    """Scaled to this RMS level."""
    return wave * (10 ** (dbfs / 20) / math.sqrt(float(np.mean(wave**2))))


class LevelDetector:
    """A speech detector that takes for speech what is loud enough."""

    def __init__(self, above_dbfs: float = -50.0) -> None:
        self.asked = 0
        self.resets = 0
        self._above = 10 ** (above_dbfs / 20)

    def probability(self, window: NDArray[np.float32]) -> float:
        self.asked += 1
        return float(np.sqrt(np.mean(window.astype(np.float64) ** 2)) > self._above)

    def reset(self) -> None:
        self.resets += 1


def detectors() -> tuple[LevelDetector, LevelDetector]:
    return LevelDetector(), LevelDetector()
