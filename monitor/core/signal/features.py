"""Stage 1: two channels of samples -> quantised feature frames, 20 a second.

Whole frames are measured together however many arrive, row by row, so the result is
the same to the bit however the audio was cut. A frame leaves at most 0.3 s after its last
sample, once the speech detector has looked past it.
"""

import math
from collections import deque

import msgspec
import numpy as np
from numpy.typing import NDArray

from monitor.core.signal import pitch
from monitor.core.signal.activity import HOP_SAMPLES, ActivitySettings, SpeechActivity, SpeechDetector
from monitor.core.signal.audio import FULL_SCALE, NARROW_RATE, Resampler
from monitor.core.signal.frames import CLIPPED, FRAME_DTYPE, HOPS, Frames, empty_frames
from monitor.core.signal.nuclei import NucleiSettings, NucleusCounter
from monitor.core.signal.pitch import Spectrum

FRAME_SAMPLES = HOPS * HOP_SAMPLES
CLIP_LEVEL = 32700 / FULL_SCALE
CLIPPED_SAMPLES = 4
SMOOTHING = np.array([1.0, 2.0, 3.0, 2.0, 1.0]) / 9.0
"""Over hops: a 50 ms triangle."""
VOWEL_BAND = (300.0, 1000.0)
"""Hz. Intensity here, where the first formant lies, separates syllables best: on read telephone
dialogues 6 % median error of the count, against 17 % in the full band (docs/science.md)."""
BAND_TAPS = 41
FLOOR_POWER = 1e-10
QUIET_POWER = 10**-6.6
"""-66 dBFS: frames below it hold no speech, and their pitch is not looked for."""
BLOCK_SAMPLES = 4 * FRAME_SAMPLES
"""Live audio is measured 200 ms at a time: a third of the cost of single frames, for 75 ms of mean delay."""
SILENCE = Spectrum(0.0, 0.0, 0.0)


class HearingSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Stage 1's settings."""

    activity: ActivitySettings = ActivitySettings()
    nuclei: NucleiSettings = NucleiSettings()
    voiced_from: float = 0.2
    """Height of the autocorrelation's peak from which a frame is voiced."""


class FeatureExtractor:
    """Samples of any length -> the frames that became certain."""

    def __init__(self, rate: int, detectors: tuple[SpeechDetector, SpeechDetector], settings: HearingSettings) -> None:
        self._resampler = None if rate == NARROW_RATE else Resampler(rate, NARROW_RATE)
        self._held: list[NDArray[np.float32]] = []
        self._held_samples = 0
        self._channels = tuple(_ChannelFeatures(detector, settings) for detector in detectors)

    def receive(self, samples: NDArray[np.int16]) -> Frames:
        """Samples (n, 2) at the line rate -> frames (m, 2)."""
        narrow = samples.astype(np.float32) / np.float32(FULL_SCALE)
        if self._resampler is not None:
            narrow = self._resampler.feed(narrow)
        self._held.append(narrow)
        self._held_samples += len(narrow)
        if self._held_samples < BLOCK_SAMPLES:
            return empty_frames()
        self._measure_all_but(self._held_samples % BLOCK_SAMPLES)
        return self._ready()

    def flush(self) -> Frames:
        """The frames that still wait for audio to come, the last one filled up with silence."""
        missing = -self._held_samples % FRAME_SAMPLES
        self._held.append(np.zeros((missing, 2), np.float32))
        self._held_samples += missing
        self._measure_all_but(0)
        for channel in self._channels:
            channel.flush()
        return self._ready()

    def _measure_all_but(self, rest: int) -> None:
        """Measure what is held but the last ``rest`` samples, which stay."""
        held = np.concatenate(self._held)
        whole = len(held) - rest
        self._held, self._held_samples = [held[whole:]], rest
        self._measure(held[:whole])

    def _measure(self, samples: NDArray[np.float32]) -> None:
        """Whole frames, shape (n * 400, 2): both channels in one go."""
        if not len(samples):
            return
        rows = np.ascontiguousarray(samples.T).reshape(2, -1, FRAME_SAMPLES)
        wide = rows.astype(np.float64)
        powers = (wide.reshape(2, -1, HOP_SAMPLES) ** 2).sum(axis=2) / HOP_SAMPLES
        loud = powers.reshape(2, -1, HOPS).max(axis=2) > QUIET_POWER
        spectra = iter(pitch.measure(wide[loud])) if loud.any() else iter(())
        clipped = (np.abs(rows) >= CLIP_LEVEL).sum(axis=2) >= CLIPPED_SAMPLES
        for index, channel in enumerate(self._channels):
            found = [next(spectra) if is_loud else SILENCE for is_loud in loud[index].tolist()]
            channel.receive(rows[index].reshape(-1), powers[index], found, clipped[index].tolist())

    def _ready(self) -> Frames:
        count = min(channel.ready for channel in self._channels)
        frames = np.empty((count, 2), FRAME_DTYPE)
        for index, channel in enumerate(self._channels):
            frames[:, index] = [channel.take() for _ in range(count)]
        return frames


class _ChannelFeatures:
    """One channel's measures, joined with the speech detector's answers once those are there."""

    def __init__(self, detector: SpeechDetector, settings: HearingSettings) -> None:
        self._activity = SpeechActivity(detector, settings.activity)
        self._nuclei = NucleusCounter(settings.nuclei)
        self._voiced_from = settings.voiced_from
        self._spectra: deque[Spectrum] = deque()
        self._clipped: deque[bool] = deque()
        self._powers: deque[float] = deque()
        self._answers: deque[bool] = deque()
        self._smoothed: deque[float] = deque()
        self._tail = np.zeros(len(SMOOTHING) // 2)
        self._band_tail = np.zeros(BAND_TAPS - 1)

    @property
    def ready(self) -> int:
        return min(len(self._answers), len(self._smoothed)) // HOPS

    def receive(
        self, samples: NDArray[np.float32], powers: NDArray[np.float64], spectra: list[Spectrum], clipped: list[bool]
    ) -> None:
        """Whole frames: samples (n * 400,), mean power of each hop (n * 5,), one spectrum a frame."""
        self._powers.extend(powers.tolist())
        self._spectra.extend(spectra)
        self._clipped.extend(clipped)
        self._smooth(self._vowel_powers(samples))
        self._answers.extend(self._activity.receive(samples, (10 * np.log10(powers + FLOOR_POWER)).tolist()))

    def flush(self) -> None:
        """No more samples come."""
        self._answers.extend(self._activity.flush())
        self._smooth(np.full(len(SMOOTHING) // 2, FLOOR_POWER))

    def take(self) -> tuple[int, int, int, int, int, int, int]:
        """The next frame, quantised, in the order of ``FRAME_DTYPE``."""
        spectrum, clipped = self._spectra.popleft(), self._clipped.popleft()
        active = [self._answers.popleft() for _ in range(HOPS)]
        powers = [self._powers.popleft() for _ in range(HOPS)]
        voiced = spectrum.voicing >= self._voiced_from and any(active)
        nuclei = [self._nuclei.receive(self._smoothed.popleft(), speaking, spectrum.voicing) for speaking in active]
        heard = [power for power, speaking in zip(powers, active, strict=True) if speaking] or powers
        return (
            round(1000 * math.log10(sum(heard) / len(heard) + FLOOR_POWER)),
            round(100 * spectrum.alpha_db) if voiced else 0,
            round(10 * spectrum.f0_hz) if voiced else 0,
            round(100 * spectrum.voicing),
            _bits(active),
            _bits(nuclei),
            CLIPPED if clipped else 0,
        )

    def _vowel_powers(self, samples: NDArray[np.float32]) -> NDArray[np.float64]:
        joined = np.concatenate((self._band_tail, samples.astype(np.float64)))
        self._band_tail = joined[-(BAND_TAPS - 1) :]
        return np.asarray((np.convolve(joined, BAND, "valid").reshape(-1, HOP_SAMPLES) ** 2).sum(axis=1) / HOP_SAMPLES)

    def _smooth(self, powers: NDArray[np.float64]) -> None:
        """Each hop's smoothed level, two hops late: the triangle is centred on it."""
        joined = np.concatenate((self._tail, powers))
        if len(joined) < len(SMOOTHING):
            self._tail = joined
            return
        smoothed = 10 * np.log10(np.convolve(joined, SMOOTHING, "valid") + FLOOR_POWER)
        self._tail = joined[-(len(SMOOTHING) - 1) :]
        self._smoothed.extend(smoothed.tolist())


def _band_pass() -> NDArray[np.float64]:
    """A windowed-sinc band pass for ``VOWEL_BAND`` at 8 kHz."""
    time = (np.arange(BAND_TAPS) - BAND_TAPS // 2) / NARROW_RATE
    low, high = VOWEL_BAND
    ideal = 2 * (high * np.sinc(2 * high * time) - low * np.sinc(2 * low * time)) / NARROW_RATE
    return np.asarray(ideal * np.hamming(BAND_TAPS))


BAND = _band_pass()


def _bits(hops: list[bool]) -> int:
    first, second, third, fourth, fifth = hops
    return first | second << 1 | third << 2 | fourth << 3 | fifth << 4
