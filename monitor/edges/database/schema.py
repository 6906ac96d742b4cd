"""The tables of the store.

An event is one row: typed columns for what is asked for across calls, and the event
itself as JSON in ``event``. The JSON is what is read back, so that what the core said
and what review shows are equal to the last field, and an event may gain a field
without a migration; the columns only find, order and count.

``position`` orders rows over all tables as they were written, which settles the order
of events that became known at the same moment.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    false,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _seconds(name: str) -> Column[float]:
    return Column(name, Float, nullable=False)


def _number(name: str) -> Column[float | None]:
    return Column(name, Float)


def _flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False)


def _position() -> Column[int]:
    return Column("position", Integer, primary_key=True, autoincrement=False)


def _call_id() -> Column[str]:
    return Column("call_id", ForeignKey("calls.call_id", ondelete="CASCADE"), nullable=False)


def _event_table(name: str, *columns: Column[Any]) -> Table:
    """A table of events; ``at`` in seconds on the call's clock."""
    table = Table(name, metadata, _position(), _call_id(), _seconds("at"), *columns, _text("event"))
    Index(None, table.c.call_id, table.c.at)
    return table


positions = Table(
    "positions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
"""One row: the last position given out."""

calls = Table(
    "calls",
    metadata,
    Column("call_id", Text, primary_key=True),
    _text("agent"),
    _text("team"),
    _text("language"),
    _text("direction"),
    _text("source"),
    _text("words_from"),
    _text("started_at"),
    _seconds("started_epoch"),
    _flag("flagged"),
    _flag("thinned"),
    _text("info"),
    Column("ended_reason", Text),
    _number("ended_seconds"),
)
"""One row a call. ``ended_reason`` is null while it runs, and after a crash until the next start.

``thinned``: rows were shed before they were stored, it can't be analysed again exactly.
"""
Index("ix_calls_review", calls.c.flagged.desc(), calls.c.started_epoch.desc(), calls.c.call_id)
Index("ix_calls_unfinished", calls.c.call_id, sqlite_where=calls.c.ended_reason.is_(None))

bounds = _event_table("bounds", _text("bound"))
"""``call_started`` and ``call_ended``: ``bound`` is ``started`` or ``ended``."""
utterances = _event_table(
    "utterances", _text("channel"), _seconds("start"), _seconds("end"), _flag("final"), _text("text")
)
Index(
    "ix_utterances_partial",
    utterances.c.call_id,
    utterances.c.channel,
    utterances.c.start,
    sqlite_where=utterances.c.final == false(),
)
speech = _event_table(
    "speech",
    _text("channel"),
    _seconds("start"),
    _seconds("end"),
    _number("level_over_baseline_db"),
    _number("f0_over_baseline_st"),
    _number("syllables_per_second"),
)
overlaps = _event_table(
    "overlaps",
    _text("id"),
    _text("channel"),
    _seconds("start"),
    _seconds("end"),
    _text("label"),
    _flag("final"),
    _flag("counted"),
)
cues = _event_table("cues", _text("id"), _text("kind"), Column("channel", Text), _text("state"), _seconds("start"))
prompts = _event_table("prompts", _text("id"), _text("rule"), _text("state"), _text("urgency"))
escalation = _event_table(
    "escalation", Column("level_rank", Integer, nullable=False), _text("level"), _seconds("score")
)
flags = _event_table("flags", _text("id"), _text("reason"), _text("state"))
faults = _event_table("faults", _text("kind"), Column("channel", Text), _text("state"))
holds = _event_table("holds", _text("state"))
stages = _event_table("stages", _text("name"))
checklist = _event_table("checklist", _text("item"), _text("state"))
Index(None, escalation.c.call_id, escalation.c.level_rank)

EVENT_TABLES = (
    bounds, utterances, speech, overlaps, cues, prompts, escalation, flags, faults, holds, stages, checklist,
)  # fmt: skip

words = Table(
    "words",
    metadata,
    _position(),
    _call_id(),
    _seconds("at"),
    _text("channel"),
    _flag("final"),
    Column("words", LargeBinary, nullable=False),
    Column("stable", Integer),
)
"""Words as the core was given them, with the moment it was; what a new analysis is fed. MessagePack."""
Index(None, words.c.call_id)

lines = Table(
    "lines",
    metadata,
    Column("id", Integer, primary_key=True),
    _call_id(),
    _text("channel"),
    _seconds("start"),
    _text("text"),
    Column("starts", LargeBinary, nullable=False),
)
"""What search finds, a line a turn: see ``spoken_lines``. ``starts`` is when each word begins, MessagePack."""
Index(None, lines.c.call_id, lines.c.channel, lines.c.start)

notices = Table("notices", metadata, _position(), _call_id(), _seconds("at"), _text("kind"))
Index(None, notices.c.call_id)

answers = Table("answers", metadata, _position(), _call_id(), _seconds("at"), _text("prompt_id"), _text("verdict"))
Index(None, answers.c.call_id)

losses = Table("losses", metadata, _position(), _call_id(), _text("kind"), Column("rows", Integer, nullable=False))
Index(None, losses.c.call_id)

frames = Table(
    "frames",
    metadata,
    _call_id(),
    Column("first_frame", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    Column("frames", LargeBinary, nullable=False),
    PrimaryKeyConstraint("call_id", "first_frame"),
)
"""Blocks of quantised feature frames, 22 bytes a frame for both channels."""

second_passes = Table(
    "second_passes",
    metadata,
    Column("call_id", ForeignKey("calls.call_id", ondelete="CASCADE"), nullable=False),
    _text("words_from"),
    Column("attempts", Integer, nullable=False),
    _text("because"),
    Column("turns", LargeBinary),
    PrimaryKeyConstraint("call_id"),
)
"""One row a call that was heard again, or tried to be: ``turns`` is MessagePack, null while it has not succeeded,
``because`` says why."""
