"""Amazon Transcribe: batch jobs with channel identification, and post-call analytics.

The two outputs differ in all but the maker: seconds in quotes by channel in the one,
milliseconds by participant in the other.
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from monitor.edges.transcripts.said import Said, TranscriptError, Who, decoded, sure

PUNCTUATION = "punctuation"


class _Alternative(msgspec.Struct, frozen=True):
    content: str = ""
    confidence: float | None = None


class _Item(msgspec.Struct, frozen=True):
    type: str = ""
    alternatives: tuple[_Alternative, ...] = ()
    start_time: float | None = None
    end_time: float | None = None


class _Channel(msgspec.Struct, frozen=True):
    channel_label: str = ""
    items: tuple[_Item, ...] = ()


class _ChannelLabels(msgspec.Struct, frozen=True):
    channels: tuple[_Channel, ...] = ()


class _Results(msgspec.Struct, frozen=True):
    items: tuple[_Item, ...] = ()
    channel_labels: _ChannelLabels | None = None


class _Job(msgspec.Struct, frozen=True):
    results: _Results


class _TurnItem(msgspec.Struct, frozen=True, rename="pascal"):
    type: str = ""
    content: str = ""
    confidence: float | None = None
    begin_offset_millis: float | None = None
    end_offset_millis: float | None = None


class _Turn(msgspec.Struct, frozen=True, rename="pascal"):
    content: str = ""
    participant_role: str | None = None
    participant_id: str | None = None
    begin_offset_millis: float = 0.0
    end_offset_millis: float = 0.0
    items: tuple[_TurnItem, ...] = ()


class _Analytics(msgspec.Struct, frozen=True, rename="pascal"):
    transcript: tuple[_Turn, ...]


def batch(raw: bytes) -> list[Said]:
    """Words of a transcription job; without channel identification they belong to nobody."""
    results = decoded(raw, _Job).results
    if results.channel_labels is None:
        return list(_words(None, results.items))
    return [word for channel in results.channel_labels.channels for word in _words(_number(channel), channel.items)]


def call_analytics(raw: bytes) -> list[Said]:
    """Words of post-call analytics, by role; a turn that came without items is shared out by its letters."""
    return [said for turn in decoded(raw, _Analytics).transcript for said in _turn(turn)]


def _number(channel: _Channel) -> int:
    found = re.fullmatch(r"ch_(\d+)", channel.channel_label)
    if not found:
        raise TranscriptError(f"has a channel {channel.channel_label!r}: ch_0 and ch_1 were expected")
    return int(found[1])


def _words(who: Who, items: Sequence[_Item]) -> Iterator[Said]:
    for item, mark in _with_marks(items):
        best = item.alternatives[0] if item.alternatives else _Alternative()
        if item.start_time is not None and item.end_time is not None:
            yield Said(who, best.content + mark, item.start_time, item.end_time, sure(best.confidence))


def _with_marks(items: Sequence[_Item]) -> Iterator[tuple[_Item, str]]:
    """Each word with the punctuation after it, which has no time of its own."""
    for item, after in zip(items, [*items[1:], _Item()], strict=False):
        if item.type != PUNCTUATION:
            mark = after.alternatives[0].content if after.type == PUNCTUATION and after.alternatives else ""
            yield item, mark


def _turn(turn: _Turn) -> Iterator[Said]:
    who = turn.participant_role or turn.participant_id
    if not turn.items:
        yield Said(who, turn.content, turn.begin_offset_millis / 1000, turn.end_offset_millis / 1000)
    for item, after in zip(turn.items, [*turn.items[1:], _TurnItem()], strict=False):
        if item.type == PUNCTUATION or item.begin_offset_millis is None or item.end_offset_millis is None:
            continue
        text = item.content + (after.content if after.type == PUNCTUATION else "")
        yield Said(who, text, item.begin_offset_millis / 1000, item.end_offset_millis / 1000, sure(item.confidence))
