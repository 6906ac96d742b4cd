"""Recordings as a telephone line carries them, and what the product's stage 1 hears in them."""

from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from monitor.core.signal.activity import SpeechDetector
from monitor.core.signal.audio import NARROW_RATE, to_int16
from monitor.core.signal.features import FeatureExtractor, HearingSettings
from monitor.core.signal.frames import HOPS, Frames

CLIP_DBFS = -26.0
"""ITU-T P.56's nominal speech level."""
PAUSE_DB = 30.0
"""Hops this far under the loudest are pauses, and don't count for a clip's level."""
LEAD_SECONDS = 0.5
"""Silence before and after a clip: in a call no voice begins with the first sample."""
HOP_SAMPLES = NARROW_RATE // 100

Floats = NDArray[np.float64]


def load(path: Path) -> Floats:
    """A recording at 8 kHz, shape (n, channels)."""
    samples, rate = soundfile.read(path, dtype="float64", always_2d=True)
    return samples if rate == NARROW_RATE else np.asarray(soxr.resample(samples, rate, NARROW_RATE), np.float64)


def normalised(samples: Floats) -> Floats:
    """One channel brought to the nominal level of active speech: the gain carries nothing any more."""
    powers, loud = _loud_hops(samples)
    if not loud.any():
        return samples
    return np.asarray(samples * np.sqrt(10 ** (CLIP_DBFS / 10) / powers[loud].mean()))


def speech_share(samples: Floats, frames: Frames) -> float | None:
    """How much of a clip that is one voice was taken for speech, of its hops that are no pause; None of silence."""
    _, loud = _loud_hops(samples[:, 0])
    active = hops(frames, 0, "active")[: len(loud)]
    return float(active[loud].mean()) if loud.any() else None


def with_lead(samples: Floats) -> Floats:
    """Silence before and after, shape (n, channels)."""
    silence = np.zeros((round(LEAD_SECONDS * NARROW_RATE), samples.shape[1]))
    return np.concatenate((silence, samples, silence))


def heard(samples: Floats, detectors: tuple[SpeechDetector, SpeechDetector], hearing: HearingSettings) -> Frames:
    """Frames of one or two channels at 8 kHz through the shipped extractor; the detectors forget what was before."""
    for detector in detectors:
        detector.reset()
    both = np.zeros((len(samples), 2), np.float32)
    both[:, : samples.shape[1]] = samples
    extractor = FeatureExtractor(NARROW_RATE, detectors, hearing)
    return np.concatenate([extractor.receive(to_int16(both)), extractor.flush()])


def hops(frames: Frames, channel: int, field: str) -> NDArray[np.bool_]:
    """``active`` or ``nuclei`` of one channel, one answer a 10 ms hop."""
    bits = np.unpackbits(np.ascontiguousarray(frames[field][:, channel])[:, None], axis=1, bitorder="little")
    return bits[:, :HOPS].ravel().astype(bool)


def _loud_hops(samples: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Mean power of each whole hop of one channel, and whether it is within 30 dB of the loudest."""
    powers = (samples[: len(samples) // HOP_SAMPLES * HOP_SAMPLES].reshape(-1, HOP_SAMPLES) ** 2).mean(axis=1)
    loudest = powers.max(initial=0.0)
    return powers, np.asarray((powers > loudest * 10 ** (-PAUSE_DB / 10)) & (loudest > 0))
