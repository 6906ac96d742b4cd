"""Google Speech-to-Text, versions 1 and 2: the response itself, or the long-running operation around it."""

from collections.abc import Iterator

import msgspec

from monitor.edges.transcripts.said import Said, TranscriptError, Who, decoded, sure

NO_TIMES = (
    "has no times of words: ask the service for them (enableWordTimeOffsets), and keep the names in its JSON as it "
    "sends them (endTime, channelTag)"
)


class _Duration(msgspec.Struct, frozen=True):
    """As some client libraries write one; int64 comes in quotes."""

    seconds: int = 0
    nanos: int = 0


_Time = str | _Duration | None


class _Word(msgspec.Struct, frozen=True, rename="camel"):
    word: str = ""
    start_time: _Time = None
    end_time: _Time = None
    start_offset: _Time = None
    end_offset: _Time = None
    confidence: float | None = None


class _Alternative(msgspec.Struct, frozen=True):
    transcript: str = ""
    confidence: float | None = None
    words: tuple[_Word, ...] = ()


class _Result(msgspec.Struct, frozen=True, rename="camel"):
    alternatives: tuple[_Alternative, ...] = ()
    channel_tag: int | None = None
    result_end_time: _Time = None
    result_end_offset: _Time = None


class _Response(msgspec.Struct, frozen=True):
    results: tuple[_Result, ...]


class _Operation(msgspec.Struct, frozen=True):
    response: _Response


def response(raw: bytes) -> list[Said]:
    """Words of ``{"results": [...]}``; channels are counted from 1 there."""
    return _said(decoded(raw, _Response))


def operation(raw: bytes) -> list[Said]:
    """Words of ``{"response": {"results": [...]}}``."""
    return _said(decoded(raw, _Operation).response)


def _said(given: _Response) -> list[Said]:
    return [word for result in given.results for word in _words(result)]


def _words(result: _Result) -> Iterator[Said]:
    if not result.alternatives:
        return
    best = result.alternatives[0]
    if best.transcript.strip() and not best.words:
        raise TranscriptError(NO_TIMES)
    who: Who = result.channel_tag - 1 if result.channel_tag else None
    for word in best.words:
        # A word at the very beginning has no start: the service leaves zeros out.
        start = _seconds(word.start_time or word.start_offset) or 0.0
        end = _seconds(word.end_time or word.end_offset)
        if end is None:
            raise TranscriptError(NO_TIMES)
        yield Said(who, word.word, start, end, sure(word.confidence, best.confidence))


def _seconds(time: _Time) -> float | None:
    if time is None:
        return None
    if isinstance(time, _Duration):
        return time.seconds + time.nanos / 1e9
    try:
        return float(time.removesuffix("s"))
    except ValueError as error:
        raise TranscriptError(f"has a time {time!r}: seconds such as 1.300s were expected") from error
