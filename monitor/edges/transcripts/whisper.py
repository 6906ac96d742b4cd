"""Whisper: openai-whisper, faster-whisper and the API (seconds), whisper.cpp (milliseconds).

Whisper hears one channel at a time, so its files say nothing of who spoke; whisper.cpp with
``--diarize`` does, by channel. A segment without words is shared out by its letters.
"""

from collections.abc import Iterator, Sequence

import msgspec

from monitor.edges.transcripts.said import Said, Who, decoded, sure


class _Word(msgspec.Struct, frozen=True):
    start: float | None = None
    end: float | None = None
    word: str = ""
    probability: float | None = None
    score: float | None = None


class _Segment(msgspec.Struct, frozen=True):
    start: float
    end: float
    text: str = ""
    words: tuple[_Word, ...] | None = None


class _Document(msgspec.Struct, frozen=True):
    segments: tuple[_Segment, ...] | None = None
    words: tuple[_Word, ...] | None = None
    """The API puts them here, beside the segments."""


class _Offsets(msgspec.Struct, frozen=True, rename={"start": "from", "end": "to"}):
    start: float
    end: float


class _Token(msgspec.Struct, frozen=True):
    text: str = ""
    offsets: _Offsets | None = None
    p: float | None = None


class _CppSegment(msgspec.Struct, frozen=True):
    offsets: _Offsets
    text: str = ""
    speaker: str | None = None
    tokens: tuple[_Token, ...] = ()


class _CppDocument(msgspec.Struct, frozen=True):
    transcription: tuple[_CppSegment, ...]


def document(raw: bytes) -> list[Said]:
    """Words of ``{"segments": [...]}``, or of the API's ``{"words": [...]}``."""
    found = decoded(raw, _Document)
    return list(_timed(found.words or ())) or _said(found.segments or ())


def segments(raw: bytes) -> list[Said]:
    """Words of the segments alone, ``[{"start", "end", "text"}]``."""
    return _said(decoded(raw, tuple[_Segment, ...]))


def cpp(raw: bytes) -> list[Said]:
    """Words of whisper.cpp's ``{"transcription": [...]}``, from its tokens where it was asked for them."""
    return [said for segment in decoded(raw, _CppDocument).transcription for said in _cpp_segment(segment)]


def _said(given: Sequence[_Segment]) -> list[Said]:
    return [said for segment in given for said in _segment(segment)]


def _segment(segment: _Segment) -> Iterator[Said]:
    words = list(_timed(segment.words or ()))
    if words and len(words) == len(segment.words or ()):
        yield from words
    else:  # an aligner leaves the times of numbers out: all words then get theirs by their letters
        yield Said(None, segment.text, segment.start, segment.end)


def _timed(words: Sequence[_Word]) -> Iterator[Said]:
    for word in words:
        if word.start is not None and word.end is not None:
            yield Said(None, word.word, word.start, word.end, sure(word.probability, word.score))


def _cpp_segment(segment: _CppSegment) -> Iterator[Said]:
    who: Who = int(segment.speaker) if segment.speaker in ("0", "1") else None
    words = _joined([token for token in segment.tokens if token.offsets and not token.text.startswith("[_")])
    if not words:
        yield Said(who, segment.text, segment.offsets.start / 1000, segment.offsets.end / 1000)
    for tokens in words:
        first, last = tokens[0].offsets, tokens[-1].offsets
        assert first is not None
        assert last is not None
        text = "".join(token.text for token in tokens)
        yield Said(
            who,
            text,
            first.start / 1000,
            last.end / 1000,
            sure(min((token.p for token in tokens if token.p is not None), default=None)),
        )


def _joined(tokens: Sequence[_Token]) -> list[list[_Token]]:
    """Tokens by words: one that begins with a space begins a word."""
    words: list[list[_Token]] = []
    for token in tokens:
        if token.text.startswith(" ") or not words:
            words.append([])
        words[-1].append(token)
    return words
