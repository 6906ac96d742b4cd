"""A piece of speech -> words, by faster-whisper, kept from inventing any. Imported by the engine's process only."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import soxr
from faster_whisper import WhisperModel
from faster_whisper.transcribe import Segment
from faster_whisper.transcribe import Word as HeardWord
from numpy.typing import NDArray

from monitor.core.events import Word
from monitor.edges.whisper.messages import Unit
from monitor.edges.whisper.settings import WhisperSettings

RATE = 16000
"""What Whisper was taught at."""
FULL_SCALE = 32768
WITHOUT_SPACES = ("zh", "ja", "th", "lo", "my", "yue")
"""Languages in which the library's words have no space before them."""
STEP_SECONDS = 0.02
SILENCE = 0.01
"""Of the mean power (-20 dB): less is a pause."""
NO_SPEECH = 0.6
LEAST_LOGPROB = -1.0
MOST_REPEATED = 2.4
"""The library's own limits (the model's paper): surer than this that nobody speaks while unsure of the words, or
text that compresses better than this, and the segment is dropped."""
SHORTEST_WORD_SECONDS = 0.03
"""The library's word times lie 20 ms apart at least, unless a word has no length."""
REPEATED_WORDS = 3
"""Pieces of words that may not come twice, where a first try went round in circles. The library would draw lots."""
LEAST_TOKENS, TOKENS_A_SECOND = 20, 20
"""Most pieces of words in a unit: several times what people say in any language, so that no circle takes long."""


class WhisperDecoder:
    """One loaded model."""

    def __init__(self, folder: Path, settings: WhisperSettings) -> None:
        self._settings = settings
        self._model = WhisperModel(
            str(folder),
            device="cpu",
            compute_type=settings.numbers,
            cpu_threads=settings.threads,
            local_files_only=True,
        )

    def words(self, unit: Unit) -> tuple[Word, ...]:
        """A unit's words, in seconds from its start: the same for the same audio, nothing is drawn by lot."""
        samples = np.frombuffer(unit.pcm, "<i2").astype(np.float32) / FULL_SCALE
        segments = self._segments(samples, unit)
        if any(goes_round(segment) for segment in segments):
            segments = self._segments(samples, unit, no_repeat_ngram_size=REPEATED_WORDS)
        span, spaced = audible_span(samples, unit.rate), unit.language not in WITHOUT_SPACES
        return said(segments, span, self._settings.least_confidence, spaced=spaced)

    def _segments(self, samples: NDArray[np.floating[Any]], unit: Unit, **more: int) -> list[Segment]:
        segments, _ = self._model.transcribe(
            soxr.resample(samples, unit.rate, RATE),
            language=unit.language,
            beam_size=self._settings.beam,
            temperature=0.0,
            word_timestamps=True,
            condition_on_previous_text=False,
            no_speech_threshold=NO_SPEECH,
            log_prob_threshold=LEAST_LOGPROB,
            max_new_tokens=LEAST_TOKENS + round(unit.seconds * TOKENS_A_SECOND),
            **more,
        )
        return list(segments)


def audible_span(samples: NDArray[np.floating[Any]], rate: int) -> tuple[float, float]:
    """Where sound begins and ends, in seconds: Whisper stretches first and last words over the silence beside them."""
    size = round(rate * STEP_SECONDS)
    powers = np.square(samples[: len(samples) // size * size]).reshape(-1, size).mean(axis=1)
    loud = np.flatnonzero(powers > SILENCE * powers.mean()) if len(powers) else powers
    if not len(loud):
        return 0.0, len(samples) / rate
    return float(loud[0]) * STEP_SECONDS, float(loud[-1] + 1) * STEP_SECONDS


def said(
    segments: Iterable[Segment], span: tuple[float, float], least_confidence: float, *, spaced: bool = True
) -> tuple[Word, ...]:
    """The words of segments that are speech, within the span; ``spaced``: the language is written with spaces."""
    words: list[Word] = []
    for heard in (word for segment in segments if _is_speech(segment) for word in segment.words or ()):
        if words and spaced and not heard.word.startswith(" "):
            words[-1] = _joined(words[-1], _word(heard, span))
        elif heard.word.strip():
            words.append(_word(heard, span))
    if not words or sum(word.confidence for word in words) / len(words) < least_confidence:
        return ()
    return tuple(words)


def goes_round(segment: Segment) -> bool:
    """The model has fallen into saying the same again and again."""
    return bool(segment.compression_ratio > MOST_REPEATED)


def _is_speech(segment: Segment) -> bool:
    if goes_round(segment) or _takes_no_time(segment):
        return False
    return bool(segment.no_speech_prob <= NO_SPEECH or segment.avg_logprob >= LEAST_LOGPROB)


def _takes_no_time(segment: Segment) -> bool:
    """Words that are made up for the silence after the last one have no place in the sound."""
    words = segment.words or ()
    without = [word for word in words if word.end - word.start < SHORTEST_WORD_SECONDS]
    return 2 * len(without) > len(words)


def _word(heard: HeardWord, span: tuple[float, float]) -> Word:
    return Word(
        heard.word.strip(),
        _between(span[0], heard.start, span[1]),
        _between(span[0], heard.end, span[1]),
        _between(0.0, heard.probability, 1.0),
    )


def _joined(first: Word, rest: Word) -> Word:
    """``high`` and ``-end``, ``a`` and ``.m.``: the library takes them for two."""
    return Word(first.text + rest.text, first.start, rest.end, min(first.confidence, rest.confidence))


def _between(least: float, value: float, most: float) -> float:
    """A plain number, whatever kind of float the library has made of it."""
    return round(min(max(float(value), least), most), 3)
