"""What was said can be searched: a line a turn, and an index over them, of the calls stored before too.

Frozen like the steps before it: the layouts are written out here.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INDEX = (
    "CREATE VIRTUAL TABLE lines_index USING fts5("
    "text, content='lines', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    "CREATE TRIGGER lines_index_insert AFTER INSERT ON lines BEGIN "
    "INSERT INTO lines_index (rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER lines_index_delete AFTER DELETE ON lines BEGIN "
    "INSERT INTO lines_index (lines_index, rowid, text) VALUES ('delete', old.id, old.text); END",
)
Row = Mapping[str, Any]
Word = Mapping[str, Any]
"""With its ``text``, and its ``start`` on the call's clock."""

FINALS = sa.text(
    "SELECT channel, start, event FROM utterances WHERE call_id = :call_id AND final = 1 ORDER BY position"
)
TURNS = sa.text("SELECT turns FROM second_passes WHERE call_id = :call_id AND turns IS NOT NULL")


def upgrade() -> None:
    """Make the table and its index, and fill them call by call: a store may hold weeks of them."""
    lines = _lines()
    for statement in INDEX:
        op.execute(statement)
    connection = op.get_bind()
    for call_id in connection.scalars(sa.text("SELECT call_id FROM calls ORDER BY started_epoch")).all():
        rows = [{"call_id": call_id, **row} for row in _second(connection, call_id) or _live(connection, call_id)]
        if rows:
            connection.execute(sa.insert(lines), rows)


def _lines() -> sa.Table:
    made = op.create_table(
        "lines",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("call_id", sa.Text, nullable=False),
        sa.Column("channel", sa.Text, nullable=False),
        sa.Column("start", sa.Float, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("starts", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lines"),
        sa.ForeignKeyConstraint(["call_id"], ["calls.call_id"], name="fk_lines_call_id_calls", ondelete="CASCADE"),
    )
    op.create_index("ix_lines_call_id_channel_start", "lines", ["call_id", "channel", "start"])
    return made


def _live(connection: sa.Connection, call_id: str) -> list[Row]:
    """Of each side and start the last utterance; one that closed without words leaves none."""
    last: dict[tuple[str, float], str] = {}
    for channel, start, event in connection.execute(FINALS, {"call_id": call_id}):
        last[channel, start] = event
    return _rows((channel, start, _as_read(msgspec.json.decode(event))) for (channel, start), event in last.items())


def _as_read(event: Mapping[str, Any]) -> list[Word]:
    """The words with numbers and spelled-out letters joined, where the utterance says how."""
    words: list[Word] = event["words"] or [event]
    for joined in reversed(event.get("joined", [])):
        said = slice(joined["first"], joined["first"] + joined["count"])
        words[said] = [{**word, "text": joined["text"]} for word in words[said][:1]]
    return words


def _second(connection: sa.Connection, call_id: str) -> list[Row]:
    packed = connection.scalar(TURNS, {"call_id": call_id})
    turns = msgspec.msgpack.decode(packed) if packed else []
    return _rows((channel, words[0]["start"], words) for channel, words in turns)


def _rows(turns: Iterable[tuple[str, float, Iterable[Word]]]) -> list[Row]:
    rows: list[Row] = []
    for channel, start, words in turns:
        parts = [(part, word["start"]) for word in words for part in word["text"].split()]
        text, starts = " ".join(part for part, _ in parts), msgspec.msgpack.encode([at for _, at in parts])
        if text:
            rows.append({"channel": channel, "start": start, "text": text, "starts": starts})
    return rows
