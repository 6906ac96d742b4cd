"""What one clip's voice is like: the product's own measures, and candidates that it doesn't use yet.

All are free of gain. The product's own are its own sum over the clip's voiced frames; the
candidates are medians over them, where not said otherwise.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from benchmarks.clips import HOP_SAMPLES, Floats, hops
from monitor.core.events import Channel
from monitor.core.signal.audio import NARROW_RATE
from monitor.core.signal.frames import HOPS, Frames
from monitor.core.signal.speech_spans import SpeechSpans, Unit
from monitor.core.voices.measures import Voiced, semitones
from monitor.core.voices.stretch import summed

FRAME_SAMPLES = HOPS * HOP_SAMPLES
SHIPPED = ("bass_db", "alpha_db", "pitch_st")
CANDIDATES = (
    "pitch_p90_st",
    "pitch_range_st",
    "rate",
    "tilt_db_per_octave",
    "hammarberg_db",
    "centroid_st",
    "level_spread_db",
    "voicing",
)
FEATURES = (*SHIPPED, *CANDIDATES)
LEAST_VOICED = 4
"""Frames: a clip with less than 0.2 s of voiced speech tells nothing."""

_FREQUENCIES = np.fft.rfftfreq(512, 1 / NARROW_RATE)
_WINDOW = np.hanning(FRAME_SAMPLES + 2)[1:-1]
_BANDS = 315 * 2 ** (np.arange(12) / 3)
"""Lower edges of the third-octave bands from 315 Hz to 3.4 kHz, and the last one's upper edge."""


def clip_features(samples: Floats, frames: Frames) -> Floats | None:
    """``FEATURES`` of one clip, shape (n, 1) at 8 kHz, and its frames; None where hardly any voice is heard."""
    voiced = np.flatnonzero((frames["active"][:, 0] > 0) & (frames["f0"][:, 0] > 0))
    if len(voiced) < LEAST_VOICED:
        return None
    own = frames[voiced, 0]
    pitch = np.array([semitones(f0 / 10) for f0 in own["f0"].tolist()])
    low, high = np.percentile(pitch, [10, 90])
    values = (
        *_product(own, pitch),
        high,
        high - low,
        rate(frames),
        *_spectral(_voiced_samples(samples[:, 0], voiced)),
        float(np.std(own["level"])) / 100,
        float(np.median(own["voicing"])) / 100,
    )
    return np.array(values, np.float64)


def _product(own: Frames, pitch: Floats) -> tuple[float, float, float]:
    """``SHIPPED`` as the core sums up a stretch of voiced frames."""
    columns = own["level"] / 100, own["alpha"] / 100, pitch, own["bass"] / 2
    heard = summed([Voiced(0.0, *row) for row in np.column_stack(columns).tolist()])
    return heard.bass_db, heard.alpha_db, heard.pitch_st


def units(frames: Frames, channel: int) -> list[Unit]:
    """The channel's speech units, pauses under 200 ms inside them, as the product's rate counts them."""
    spans = SpeechSpans(Channel.AGENT)
    rows = zip(frames["active"][:, channel].tolist(), (frames["f0"][:, channel] > 0).tolist(), strict=True)
    found = [unit for active, voiced in rows for unit in spans.receive(active, voiced)]
    return found + spans.finish()


def rate(frames: Frames) -> float:
    """Syllables a second of the first channel's speech; 0 where there is none."""
    seconds = sum(unit.seconds for unit in units(frames, 0))
    return float(hops(frames, 0, "nuclei").sum() / seconds) if seconds else 0.0


def _voiced_samples(samples: Floats, voiced: NDArray[np.int64]) -> Floats:
    missing = -len(samples) % FRAME_SAMPLES
    rows = np.concatenate((samples, np.zeros(missing))).reshape(-1, FRAME_SAMPLES)
    return rows[voiced[voiced < len(rows)]]


def _spectral(rows: Floats) -> tuple[float, float, float]:
    """Tilt (dB an octave), Hammarberg index (dB, highest under 2 kHz over highest above), centroid (st over 100 Hz)."""
    power = (np.abs(np.fft.rfft(rows * _WINDOW, 512)) ** 2).mean(axis=0) + 1e-12
    edges = np.searchsorted(_FREQUENCIES, _BANDS)
    bands = [10 * np.log10(power[low:high].mean()) for low, high in pairwise(edges.tolist())]
    tilt = float(np.polyfit(np.arange(len(bands)) / 3, bands, 1)[0])
    middle, top = np.searchsorted(_FREQUENCIES, [2000, 3400])
    hammarberg = 10 * np.log10(power[4:middle].max() / power[middle:top].max())
    inside = slice(int(edges[0]), int(top))
    centroid = float((power[inside] * _FREQUENCIES[inside]).sum() / power[inside].sum())
    return tilt, float(hammarberg), semitones(centroid)
