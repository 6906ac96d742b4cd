"""A speaker: the synthesiser's one voice, moved to another pitch, size, brightness, level and pace.

Everything is an exact edit of spectra and pitch curve, so that how much a voice rises in
a dialogue is known to the decibel and the semitone.
"""

import itertools

import msgspec
import numpy as np
import soxr
from hibari import dsp
from numpy.typing import NDArray

from demo.line import band_limited
from demo.measure import HOP, active_hops, level_dbfs, spans
from demo.measure import RATE as LINE_RATE
from demo.pace import at_pace
from demo.script import Speaker, Style
from demo.synthesis import RATE, Sentence, SpokenWord, Synthesiser

VOICED_HZ = 60.0
SHORTEST_WORD = 0.03
"""Seconds: a last word that is swallowed still has a place."""
BRIGHT_FROM, BRIGHT_FULL = 850.0, 1150.0
"""Hz between which the gain of a brighter voice rises."""
RIPPLE = np.hanning(15)[1:-1].astype(np.float32) / np.hanning(15).sum().astype(np.float32)
"""Over bins of 20 Hz: wider than one harmonic of the original voice."""

Samples = NDArray[np.float64]


class Utterance(msgspec.Struct, frozen=True):
    """A sentence's sound at the line's rate, from its first to its last active hop, and its words."""

    samples: Samples
    words: tuple[SpokenWord, ...]

    @property
    def seconds(self) -> float:
        return len(self.samples) / LINE_RATE


class Voices:
    """Renders sentences; the same generator state gives the same samples."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._synthesiser = Synthesiser()
        self._rng = rng

    def say(self, text: str, speaker: Speaker, style: Style, words: int | None = None) -> Utterance:
        """One sentence, of which only the first ``words`` are spoken when given: it is broken off there."""
        sentence = at_pace(self._synthesiser, text, speaker.pace * style.pace)
        st = style.st + self._rng.uniform(-0.3, 0.3)
        db = style.db + self._rng.uniform(-0.5, 0.5)
        wide = _sound(sentence, speaker, style, st, self._rng)
        said = sentence.words
        if words is not None:
            said = said[:words]
            wide = _broken_off(wide, said[-1].end)
        narrow = band_limited(soxr.resample(wide.astype(np.float64), RATE, LINE_RATE, "VHQ"))
        loud = narrow * 10 ** ((speaker.level_dbfs + db - level_dbfs(narrow)) / 20)
        return breathless(_trimmed(loud, said), style.longest_breath)


def _sound(
    sentence: Sentence, speaker: Speaker, style: Style, st: float, rng: np.random.Generator
) -> NDArray[np.float32]:
    brighter = _brightness(sentence.harmonic.shape[0], style.bright_db)
    envelopes = _smooth(sentence.harmonic), _smooth(sentence.phase), sentence.noise, sentence.residual
    harmonic, phase, noise, residual = (_resized(each, speaker.formants) for each in envelopes)
    pitch = _moved(sentence.pitch, speaker.pitch_hz * 2 ** (st / 12), style.melody)
    spectra = (harmonic + brighter, phase, noise + brighter, residual + brighter)
    return np.asarray(dsp.synth(*spectra, sentence.residual_phase, pitch, rng), np.float32)


def _smooth(spectrum: NDArray[np.float32]) -> NDArray[np.float32]:
    """A spectrum (bins, frames) without the ripple of the original voice's harmonics, which another pitch won't fit."""
    padded = np.pad(spectrum, ((len(RIPPLE) // 2, len(RIPPLE) // 2), (0, 0)), mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, len(RIPPLE), axis=0)
    return np.asarray(windows @ RIPPLE, np.float32)


def _resized(spectrum: NDArray[np.float32], size: float) -> NDArray[np.float32]:
    """A spectrum (bins, frames) stretched along frequency by ``size``."""
    bins = np.arange(len(spectrum))
    source = np.clip(bins / size, 0, len(bins) - 1)
    low = np.minimum(source.astype(int), len(bins) - 2)
    share = (source - low).astype(np.float32)[:, None]
    return np.asarray(spectrum[low] * (1 - share) + spectrum[low + 1] * share, np.float32)


def _moved(pitch: NDArray[np.float32], median_hz: float, melody: float) -> NDArray[np.float32]:
    voiced = pitch > VOICED_HZ
    if not voiced.any():
        return pitch
    ratio = np.maximum(pitch, VOICED_HZ) / np.median(pitch[voiced])
    return np.where(voiced, median_hz * ratio**melody, 0.0).astype(np.float32)


def _brightness(bins: int, db: float) -> NDArray[np.float32]:
    """Natural-log gain of each bin, shape (bins, 1)."""
    hz = np.arange(bins) * RATE / dsp.N_FFT
    share = np.clip((hz - BRIGHT_FROM) / (BRIGHT_FULL - BRIGHT_FROM), 0, 1)
    return np.asarray(db / 20 * np.log(10) * share, np.float32)[:, None]


def _broken_off(samples: NDArray[np.float32], seconds: float) -> NDArray[np.float32]:
    end, fade = round(seconds * RATE), round(0.03 * RATE)
    kept = samples[:end].copy()
    kept[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
    return kept


def _trimmed(samples: Samples, words: tuple[SpokenWord, ...]) -> Utterance:
    hops = np.flatnonzero(active_hops(samples))
    last = min((int(hops[-1]) + 1) * HOP, len(samples))
    return _kept(samples, words, np.arange(int(hops[0]) * HOP, last))


def breathless(utterance: Utterance, longest: float) -> Utterance:
    """Takes the middle out of pauses longer than ``longest`` seconds."""
    samples, most = utterance.samples, round(longest * LINE_RATE / HOP)
    kept = np.ones(len(samples), bool)
    for (_, end), (start, _) in itertools.pairwise(spans(active_hops(samples), pause_hops=most, shortest_hops=1)):
        kept[(end + most // 2) * HOP : (start - most // 2) * HOP] = False
    return _kept(samples, utterance.words, np.flatnonzero(kept))


def _kept(samples: Samples, words: tuple[SpokenWord, ...], kept: NDArray[np.intp]) -> Utterance:
    """The kept samples of a sound, by their places, and its words moved with them."""

    def moved(seconds: float) -> float:
        return float(np.searchsorted(kept, seconds * LINE_RATE)) / LINE_RATE

    placed = [
        SpokenWord(word.text, moved(word.start), moved(word.end), tuple(moved(vowel) for vowel in word.vowels))
        for word in words
    ]
    latest = len(kept) / LINE_RATE
    for index in reversed(range(len(placed))):
        word = placed[index]
        end = min(word.end, latest)
        start = min(word.start, max(end - SHORTEST_WORD, 0.0))
        placed[index] = msgspec.structs.replace(word, start=start, end=end)
        latest = start
    return Utterance(samples[kept], tuple(placed))
