"""Stage 1: two channels of samples -> quantised feature frames, 20 a second.

Audio is measured in blocks of 200 ms counted from the call's first sample, so the result
is the same to the bit however the audio was cut. A frame leaves at most 0.3 s after its last
sample, once the speech detector has looked past it.
"""

import msgspec
import numpy as np
from numpy.typing import NDArray

from monitor.core.signal import pitch
from monitor.core.signal.activity import HOP_SAMPLES, ActivitySettings, SpeechActivity, SpeechDetector
from monitor.core.signal.audio import FULL_SCALE, NARROW_RATE, Resampler
from monitor.core.signal.frames import CLIPPED, FRAME_DTYPE, HOPS, Frames, empty_frames
from monitor.core.signal.intensity import FLOOR_POWER, LATE_HOPS, VowelIntensity
from monitor.core.signal.nuclei import NucleiSettings, NucleusCounter

FRAME_SAMPLES = HOPS * HOP_SAMPLES
CLIP_LEVEL = 32700 / FULL_SCALE
CLIPPED_SAMPLES = 4
QUIET_POWER = 10**-6.6
"""-66 dBFS: frames below it hold no speech, and their pitch is not looked for."""
BLOCK_FRAMES = 4
BLOCK_SAMPLES = BLOCK_FRAMES * FRAME_SAMPLES
"""Live audio is measured 200 ms at a time: a third of the cost of single frames, for 75 ms of mean delay."""
HOP_BITS = 1 << np.arange(HOPS, dtype=np.uint8)
MEASURES = ("power",) * HOPS + ("f0_hz", "voicing", "alpha_db", "clipped_samples")
"""A frame's columns; the powers are those of its hops."""
F0, VOICING, ALPHA, CLIPS = range(HOPS, len(MEASURES))
UNITS = np.array([10.0, 100.0, 100.0])
"""Of F0, voicing and alpha in a frame, as ``FRAME_DTYPE`` has them."""

Floats = NDArray[np.float64]


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
        self._voiced_from = settings.voiced_from
        self._held: list[NDArray[np.float32]] = []
        self._held_samples = 0
        self._intensity = VowelIntensity(BLOCK_FRAMES * HOPS)
        self._channels = tuple(_Channel(detector, settings) for detector in detectors)
        self._measures = np.zeros((2, 0, len(MEASURES)))

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
        wide = block.astype(np.float64)
        measures = measure(wide)
        self._measures = np.concatenate((self._measures, measures[:, :frames]), axis=1)
        dbfs = 10 * np.log10(measures[:, :frames, :HOPS].reshape(2, -1) + FLOOR_POWER)
        vowels = self._intensity.receive(wide)
        for channel, samples, *levels in zip(self._channels, block, dbfs.tolist(), vowels.tolist(), strict=True):
            channel.receive(samples[: frames * FRAME_SAMPLES], *levels)

    def _ready(self) -> Frames:
        """The frames whose hops are judged and smoothed, quantised."""
        count = min(channel.ready for channel in self._channels)
        ready, self._measures = self._measures[:, :count], self._measures[:, count:]
        voicing = ready[:, :, VOICING].tolist()
        hops = [channel.take(count, each) for channel, each in zip(self._channels, voicing, strict=True)]
        return quantised(ready, np.array(hops, np.uint8).reshape(2, 2, count, HOPS), self._voiced_from)


class _Channel:
    """One channel's hops: speech or not, and how loud their vowels are, each as late as it is."""

    def __init__(self, detector: SpeechDetector, settings: HearingSettings) -> None:
        self._activity = SpeechActivity(detector, settings.activity)
        self._nuclei = NucleusCounter(settings.nuclei)
        self._speaking: list[bool] = []
        self._vowels: list[float] = []
        self._early = LATE_HOPS

    @property
    def ready(self) -> int:
        """Frames of which both is known."""
        return min(len(self._speaking), len(self._vowels)) // HOPS

    def receive(self, samples: NDArray[np.float32], dbfs: list[float], vowels: list[float]) -> None:
        """Whole frames of samples, the level of each of their hops, and the vowels' a little late."""
        self._speaking += self._activity.receive(samples, dbfs)
        self._vowels += vowels[self._early :]
        self._early = 0

    def flush(self) -> None:
        """No more samples come."""
        self._speaking += self._activity.flush()

    def take(self, frames: int, voicing: list[float]) -> tuple[list[bool], list[bool]]:
        """Of the next frames' hops: is it speech, did a nucleus become certain; ``voicing`` is one a frame."""
        hops = frames * HOPS
        speaking, self._speaking = self._speaking[:hops], self._speaking[hops:]
        vowels, self._vowels = self._vowels[:hops], self._vowels[hops:]
        return speaking, self._nuclei.receive(vowels, speaking, [each for each in voicing for _ in range(HOPS)])


def measure(block: Floats) -> Floats:
    """Samples of both channels, (2, n * 400) -> ``MEASURES`` of every frame for itself, (2, n, 9)."""
    rows = block.reshape(-1, FRAME_SAMPLES)
    measures = np.zeros((len(rows), len(MEASURES)))
    hops = rows.reshape(-1, HOPS, HOP_SAMPLES)
    powers = np.einsum("fhs,fhs->fh", hops, hops) / HOP_SAMPLES
    measures[:, :HOPS] = powers
    loud = powers.max(axis=1) > QUIET_POWER
    if loud.any():
        measures[loud, F0:CLIPS] = np.stack(pitch.measure(rows[loud]), axis=1)
        if np.abs(rows).max() >= CLIP_LEVEL:
            measures[:, CLIPS] = (np.abs(rows) >= CLIP_LEVEL).sum(axis=1)
    return measures.reshape(2, -1, len(MEASURES))


def quantised(measures: Floats, hops: NDArray[np.uint8], voiced_from: float) -> Frames:
    """Measures (2, n, 9) -> frames (n, 2); ``hops`` (2, 2, n, 5): speech and nuclei of each channel."""
    bits = hops @ HOP_BITS
    active = bits[:, 0]
    power = np.einsum("cfh,cfh->cf", measures[:, :, :HOPS], HEARD[active])
    voiced = (active > 0) & (measures[:, :, VOICING] >= voiced_from)
    rounded = np.rint(measures[:, :, F0:CLIPS] * UNITS)
    frames = np.empty(active.shape, FRAME_DTYPE)
    frames["level"] = np.rint(1000 * np.log10(power + FLOOR_POWER))
    frames["alpha"] = rounded[:, :, ALPHA - F0] * voiced
    frames["f0"] = rounded[:, :, 0] * voiced
    frames["voicing"] = rounded[:, :, VOICING - F0]
    frames["active"] = active
    frames["nuclei"] = bits[:, 1]
    frames["flags"] = np.where(measures[:, :, CLIPS] >= CLIPPED_SAMPLES, CLIPPED, 0)
    return frames.T


def _heard() -> Floats:
    """What each hop weighs in a frame's power, by its ``active`` bits: the active ones alike, all where none is."""
    active = np.arange(1 << HOPS)[:, None] & HOP_BITS > 0
    active[0] = True
    return np.asarray(active / active.sum(axis=1, keepdims=True))


HEARD = _heard()
