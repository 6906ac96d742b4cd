"""Rows as the service hands them over -> rows of the tables, and back."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Table

from monitor.core.call_info import CallInfo
from monitor.core.events import (
    AnyEvent,
    CallEnded,
    CallStarted,
    Checklist,
    Cue,
    Escalation,
    Event,
    Fault,
    Flag,
    Hold,
    Overlap,
    Prompt,
    Speech,
    Stage,
    Utterance,
    Word,
)
from monitor.core.signal.frames import FRAME_DTYPE
from monitor.edges.database import schema
from monitor.service.rows import AnswerRow, FrameBlock, LossRow, NoticeRow, Row, RowRefused, WordsRow

Columns = dict[str, Any]

TABLE_OF: dict[type[Row], Table] = {
    CallStarted: schema.bounds,
    CallEnded: schema.bounds,
    Utterance: schema.utterances,
    Speech: schema.speech,
    Overlap: schema.overlaps,
    Hold: schema.holds,
    Stage: schema.stages,
    Cue: schema.cues,
    Escalation: schema.escalation,
    Prompt: schema.prompts,
    Checklist: schema.checklist,
    Flag: schema.flags,
    Fault: schema.faults,
    FrameBlock: schema.frames,
    WordsRow: schema.words,
    NoticeRow: schema.notices,
    AnswerRow: schema.answers,
    LossRow: schema.losses,
}

_MORE: dict[type[Row], Callable[[Any], Columns]] = {
    CallStarted: lambda _: {"bound": "started"},
    CallEnded: lambda _: {"bound": "ended"},
    Escalation: lambda event: {"level_rank": event.level.rank},
    WordsRow: lambda row: {"words": msgspec.msgpack.encode([_packed(word) for word in row.words])},
}
"""Columns that are no field of the row as it is."""

FRAME_BYTES = 2 * FRAME_DTYPE.itemsize
"""Of one frame of both channels."""

_FIELDS = {
    kind: [column.name for column in table.columns if column.name in kind.__struct_fields__]
    for kind, table in TABLE_OF.items()
}

_read_event = msgspec.json.Decoder(AnyEvent)
_read_words = msgspec.msgpack.Decoder(list[tuple[str, float, float, float]])


def columns_of(row: Row, position: int) -> Columns:
    """One row of ``TABLE_OF[type(row)]``; raises ``RowRefused`` for an event that would not read back as it is."""
    kind = type(row)
    if isinstance(row, FrameBlock) and len(row.frames) != row.count * FRAME_BYTES:
        raise RowRefused(f"{row.count} frames are {row.count * FRAME_BYTES} bytes, not {len(row.frames)}")
    columns: Columns = {field: getattr(row, field) for field in _FIELDS[kind]}
    if kind in _MORE:
        columns |= _MORE[kind](row)
    if kind is not FrameBlock:
        columns["position"] = position
    if isinstance(row, Event):
        columns["event"] = json_of(row)
    return columns


def call_columns(info: CallInfo, started: CallStarted) -> Columns:
    """The row of ``calls`` for a call that begins; raises ``RowRefused`` where ``started_at`` is no ISO time."""
    try:
        epoch = datetime.fromisoformat(started.started_at).timestamp()
    except ValueError as error:
        raise RowRefused(f"the call's start {started.started_at!r} is no ISO 8601 time") from error
    said = ("call_id", "agent", "team", "language", "direction", "source", "words_from", "started_at")
    return {
        **{field: getattr(started, field) for field in said},
        "started_epoch": epoch,
        "flagged": False,
        "thinned": False,
        "info": msgspec.json.encode(info).decode(),
    }


def json_of(event: Event) -> str:
    """The event as JSON; a NaN, which JSON lacks, would make the whole call unreadable later."""
    try:
        text = msgspec.json.encode(event).decode()
        same = _read_event.decode(text) == event
    except (ValueError, TypeError) as error:
        raise RowRefused(f"the event is no JSON: {type(error).__name__}") from error
    if not same:
        raise RowRefused("the event holds a value that JSON has no word for")
    return text


def event_of(text: str) -> AnyEvent:
    """The event that ``json_of`` wrote."""
    event: AnyEvent = _read_event.decode(text)
    return event


def words_of(packed: bytes) -> tuple[Word, ...]:
    """The words of a row of ``words``."""
    return tuple(Word(*word) for word in _read_words.decode(packed))


def _packed(word: Word) -> tuple[str, float, float, float]:
    return word.text, word.start, word.end, word.confidence
