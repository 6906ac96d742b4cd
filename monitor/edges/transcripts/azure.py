"""Azure Speech: batch transcription, and fast transcription.

Times come in ticks of 100 ns, in milliseconds or as ISO 8601 durations, by the version of
the service; whichever is there is taken.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from monitor.edges.transcripts.said import Said, TranscriptError, Who, decoded, sure

TICKS_A_SECOND = 10_000_000
_ISO = re.compile(r"PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?")


class _Timed(msgspec.Struct, frozen=True, rename="camel"):
    offset: str | float | None = None
    duration: str | float | None = None
    offset_in_ticks: float | None = None
    duration_in_ticks: float | None = None
    offset_milliseconds: float | None = None
    duration_milliseconds: float | None = None

    def span(self) -> tuple[float, float] | None:
        """From and to in seconds; None where the time is lacking."""
        start = _seconds(self.offset_in_ticks, self.offset_milliseconds, self.offset)
        length = _seconds(self.duration_in_ticks, self.duration_milliseconds, self.duration)
        return None if start is None or length is None else (start, start + length)


class _Word(_Timed, frozen=True, rename="camel"):
    word: str = ""
    display_text: str = ""
    text: str = ""
    confidence: float | None = None


class _Best(msgspec.Struct, frozen=True, rename="camel"):
    confidence: float | None = None
    display: str = ""
    lexical: str = ""
    words: tuple[_Word, ...] = ()
    display_words: tuple[_Word, ...] = ()


class _Phrase(_Timed, frozen=True, rename="camel"):
    channel: int | None = None
    n_best: tuple[_Best, ...] = ()
    text: str = ""
    confidence: float | None = None
    words: tuple[_Word, ...] = ()


class _Combined(msgspec.Struct, frozen=True):
    channel: int | None = None


class _Batch(msgspec.Struct, frozen=True, rename="camel"):
    recognized_phrases: tuple[_Phrase, ...]
    combined_recognized_phrases: tuple[_Combined, ...] = ()


class _Fast(msgspec.Struct, frozen=True, rename="camel"):
    phrases: tuple[_Phrase, ...]
    combined_phrases: tuple[_Combined, ...] = ()


def batch(raw: bytes) -> list[Said]:
    """Words of a batch transcription's result file, those displayed before the lexical ones."""
    document = decoded(raw, _Batch)
    told = _are_told([*document.recognized_phrases, *document.combined_recognized_phrases])
    return [said for phrase in document.recognized_phrases for said in _best(phrase, told)]


def fast(raw: bytes) -> list[Said]:
    """Words of a fast transcription."""
    document = decoded(raw, _Fast)
    told = _are_told([*document.phrases, *document.combined_phrases])
    return [
        said
        for phrase in document.phrases
        for said in _phrase(phrase, phrase.words, phrase.text, phrase.confidence, told)
    ]


def _are_told(parts: Sequence[_Phrase | _Combined]) -> bool:
    """Whether channels are told apart: a mono recording is channel 0 too."""
    return len({part.channel for part in parts}) > 1


def _best(phrase: _Phrase, told: bool) -> Iterator[Said]:
    if phrase.n_best:
        best = phrase.n_best[0]
        yield from _phrase(
            phrase, best.display_words or best.words, best.display or best.lexical, best.confidence, told
        )


def _phrase(phrase: _Phrase, words: Sequence[_Word], text: str, confidence: float | None, told: bool) -> Iterator[Said]:
    who: Who = phrase.channel if told else None
    for word in words:
        if span := word.span():
            yield Said(who, word.display_text or word.word or word.text, *span, sure(word.confidence, confidence))
    if not words and (span := phrase.span()):
        yield Said(who, text, *span, sure(confidence))


def _seconds(ticks: float | None, milliseconds: float | None, written: str | float | None) -> float | None:
    if ticks is not None:
        return ticks / TICKS_A_SECOND
    if milliseconds is not None:
        return milliseconds / 1000
    if written is None:
        return None
    if isinstance(written, float | int):
        return written / TICKS_A_SECOND
    found = _ISO.fullmatch(written)
    if not found:
        raise TranscriptError(f"has a time {written!r}: a duration such as PT1.25S was expected")
    hours, minutes, seconds = (float(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds
