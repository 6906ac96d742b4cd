"""Stage 1: two channels of samples -> quantised feature frames, 20 a second.

Audio is measured in blocks of 200 ms counted from the call's first sample, so the result
is the same to the bit however the audio was cut. A frame leaves at most 0.3 s after its last
sample, once the speech detector has looked past it.
"""

from math import log10
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from monitor.core.signal import pitch, tones
from monitor.core.signal.activity import HOP_SAMPLES, ActivitySettings, SpeechActivity, SpeechDetector
from monitor.core.signal.audio import FULL_SCALE, NARROW_RATE, Resampler
from monitor.core.signal.direct_current import DirectCurrent
from monitor.core.signal.frames import CLIPPED, FRAME_DTYPE, HOPS, TONE, Frames, empty_frames
from monitor.core.signal.intensity import FLOOR_POWER, LATE_HOPS, Intensity
from monitor.core.signal.nuclei import NucleiSettings, NucleusCounter
from monitor.core.signal.tones import Tones, ToneSettings

FRAME_SAMPLES = HOPS * HOP_SAMPLES
CLIP_LEVEL = 32700 / FULL_SCALE
CLIPPED_SAMPLES = 4
CLIPPING_POWER = CLIP_LEVEL**2 / HOP_SAMPLES
"""A hop with a clipped sample has at least this mean power."""
QUIET_POWER = 10**-6.6
"""-66 dBFS: frames below it hold no speech, and their pitch is not looked for."""
BLOCK_FRAMES = 4
BLOCK_SAMPLES = BLOCK_FRAMES * FRAME_SAMPLES
"""Live audio is measured 200 ms at a time: a third of the cost of single frames, for 75 ms of mean delay."""

Floats = NDArray[np.float64]


class Measured(NamedTuple):
    """What one frame measures, whether it is speech or not."""

    powers: list[float]
    """Mean power of each hop."""
    clipped: bool = False
    f0_hz: float = 0.0
    voicing: float = 0.0
    alpha_db: float = 0.0
    bass_db: float = 0.0
    tonal: bool = False
    centre_hz: float = 0.0


class HearingSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Stage 1's settings."""

    activity: ActivitySettings = ActivitySettings()
    nuclei: NucleiSettings = NucleiSettings()
    tones: ToneSettings = ToneSettings()
    voiced_from: float = 0.2
    """Height of the autocorrelation's peak from which a frame is voiced."""


class FeatureExtractor:
    """Samples of any length -> the frames that became certain."""

    def __init__(self, rate: int, detectors: tuple[SpeechDetector, SpeechDetector], settings: HearingSettings) -> None:
        self._resampler = None if rate == NARROW_RATE else Resampler(rate, NARROW_RATE)
        self._held: list[NDArray[np.float32]] = []
        self._held_samples = 0
        self._direct_current = DirectCurrent()
        self._tones = settings.tones
        self._intensity = Intensity(BLOCK_FRAMES * HOPS)
        self._channels = tuple(_Channel(detector, settings) for detector in detectors)

    def receive(self, samples: NDArray[np.int16]) -> Frames:
        """Samples (n, 2) at the line rate -> frames (m, 2)."""
        narrow = samples.astype(np.float32) / np.float32(FULL_SCALE)
        if self._resampler is not None:
            narrow = self._resampler.feed(narrow)
        self._held.append(narrow)
        self._held_samples += len(narrow)
        if self._held_samples < BLOCK_SAMPLES:
            return empty_frames()
        held = np.concatenate(self._held)
        blocks = len(held) // BLOCK_SAMPLES
        for block in held[: blocks * BLOCK_SAMPLES].reshape(blocks, BLOCK_SAMPLES, 2):
            self._measure(np.ascontiguousarray(block.T), BLOCK_FRAMES)
        self._held = [held[blocks * BLOCK_SAMPLES :]]
        self._held_samples = len(self._held[0])
        return self._ready()

    def flush(self) -> Frames:
        """The frames that still wait for audio to come, the last one filled up with silence."""
        for frames in (-(-self._held_samples // FRAME_SAMPLES), 0):  # what is left, and silence for what comes late
            block = np.zeros((2, BLOCK_SAMPLES), np.float32)
            if frames:
                block[:, : self._held_samples] = np.concatenate(self._held).T
            self._measure(block, frames)
        for channel in self._channels:
            channel.flush()
        return self._ready()

    def _measure(self, block: NDArray[np.float32], frames: int) -> None:
        """Both channels of a block in one go, shape (2, 1600); the frames after the first ``frames`` are no audio."""
        raw = block.astype(np.float64)
        wide = self._direct_current.removed(raw)
        measured = measure(wide, raw, self._tones)
        vowels = self._intensity.receive(wide).tolist()
        heard = block if wide is raw else wide.astype(np.float32)
        for index, channel in enumerate(self._channels):
            own = measured[index * BLOCK_FRAMES : index * BLOCK_FRAMES + frames]
            channel.receive(heard[index, : frames * FRAME_SAMPLES], own, vowels[index])

    def _ready(self) -> Frames:
        """The frames whose hops are judged and smoothed, quantised."""
        count = min(channel.ready for channel in self._channels)
        if not count:
            return empty_frames()
        agent, customer = (channel.take(count) for channel in self._channels)
        return np.array([frame for both in zip(agent, customer, strict=True) for frame in both], FRAME_DTYPE).reshape(
            -1, 2
        )


class _Channel:
    """One channel's measures, joined with the speech detector's answers once those are there."""

    def __init__(self, detector: SpeechDetector, settings: HearingSettings) -> None:
        self._activity = SpeechActivity(detector, settings.activity)
        self._nuclei = NucleusCounter(settings.nuclei)
        self._tones = Tones(settings.tones)
        self._voiced_from = settings.voiced_from
        self._measured: list[Measured] = []
        self._speaking: list[bool] = []
        self._vowels: list[float] = []
        self._early = LATE_HOPS

    @property
    def ready(self) -> int:
        """Frames of which all is known."""
        return min(len(self._speaking), len(self._vowels)) // HOPS

    def receive(self, samples: NDArray[np.float32], measured: list[Measured], vowels: list[float]) -> None:
        """Whole frames of samples, what they measure, and their hops' vowel levels a little late."""
        self._measured += measured
        self._vowels += vowels[self._early :]
        self._early = 0
        dbfs = [10 * log10(power + FLOOR_POWER) for frame in measured for power in frame.powers]
        voicing = [0.0 if frame.tonal else frame.voicing for frame in measured for _ in range(HOPS)]
        self._speaking += self._activity.receive(samples, dbfs, voicing)

    def flush(self) -> None:
        """No more samples come."""
        self._speaking += self._activity.flush()

    def take(self, frames: int) -> list[tuple[int, ...]]:
        """The next frames, quantised, in the order of ``FRAME_DTYPE``."""
        hops = frames * HOPS
        measured, self._measured = self._measured[:frames], self._measured[frames:]
        speaking, self._speaking = self._speaking[:hops], self._speaking[hops:]
        vowels, self._vowels = self._vowels[:hops], self._vowels[hops:]
        is_tone = [self._tones.receive(frame.tonal, frame.centre_hz) for frame in measured]
        if any(is_tone):
            speaking = [speaks and not is_tone[hop // HOPS] for hop, speaks in enumerate(speaking)]
        voicing = [frame.voicing for frame in measured for _ in range(HOPS)]
        nuclei = self._nuclei.receive(vowels, speaking, voicing)
        return [
            quantised(frame, tone, speaking[at : at + HOPS], nuclei[at : at + HOPS], self._voiced_from)
            for frame, tone, at in zip(measured, is_tone, range(0, hops, HOPS), strict=True)
        ]


def measure(block: Floats, raw: Floats, settings: ToneSettings) -> list[Measured]:
    """Samples of both channels, (2, 1600) -> what each frame measures, the agent's first; ``raw`` are they as sent."""
    rows = block.reshape(-1, FRAME_SAMPLES)
    hops = rows.reshape(-1, HOPS, HOP_SAMPLES)
    powers = np.vecdot(hops, hops) / HOP_SAMPLES
    loudest = powers.max(axis=1)
    if loudest.max() <= QUIET_POWER:
        return list(map(Measured, powers.tolist()))
    power = pitch.power_spectra(rows)
    f0_hz, voicing, alpha_db, bass_db = pitch.measure(power)
    tonal, centre_hz = tones.measure(power, settings)
    loud = loudest > QUIET_POWER
    columns = powers, _clipped(raw, loudest), f0_hz, voicing * loud, alpha_db, bass_db, tonal & loud, centre_hz
    return list(map(Measured, *(column.tolist() for column in columns)))


def _clipped(raw: Floats, loudest: Floats) -> NDArray[np.bool_]:
    """Which frames are clipped; counted only where one is loud enough for it."""
    if loudest.max() < CLIPPING_POWER:
        return np.zeros(len(loudest), np.bool_)
    return np.asarray((np.abs(raw.reshape(-1, FRAME_SAMPLES)) >= CLIP_LEVEL).sum(axis=1) >= CLIPPED_SAMPLES)


def quantised(
    frame: Measured, tone: bool, speaking: list[bool], nuclei: list[bool], voiced_from: float
) -> tuple[int, ...]:
    """A frame and its hops, in the order of ``FRAME_DTYPE``."""
    flags = CLIPPED * frame.clipped | TONE * tone
    voicing, syllables = round(100 * frame.voicing), _bits(nuclei)
    if not any(speaking):
        return _centibels(frame.powers), 0, 0, voicing, 0, syllables, flags, 0
    heard = [power for power, speaks in zip(frame.powers, speaking, strict=True) if speaks]
    level, active = _centibels(heard), _bits(speaking)
    if frame.voicing < voiced_from:
        return level, 0, 0, voicing, active, syllables, flags, 0
    alpha, f0, bass = round(100 * frame.alpha_db), round(10 * frame.f0_hz), round(2 * frame.bass_db)
    return level, alpha, f0, voicing, active, syllables, flags, max(-127, min(127, bass))


def _centibels(powers: list[float]) -> int:
    """0.01 dBFS of hops' mean power."""
    return round(1000 * log10(sum(powers) / len(powers) + FLOOR_POWER))


def _bits(hops: list[bool]) -> int:
    if True not in hops:
        return 0
    first, second, third, fourth, fifth = hops
    return first | second << 1 | third << 2 | fourth << 3 | fifth << 4
