"""Calls, their events, what a new analysis needs, and what was lost.

Frozen: it says how the store was laid out at this step, whatever ``schema.py`` says today.
"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Columns = Mapping[str, type[sa.types.TypeEngine[Any]]]

TEXT, SECONDS, NUMBER, FLAG, BYTES = sa.Text, sa.Float, sa.Integer, sa.Boolean, sa.LargeBinary
EVENT_TABLES: dict[str, Columns] = {
    "bounds": {"bound": TEXT},
    "utterances": {"channel": TEXT, "start": SECONDS, "end": SECONDS, "final": FLAG, "text": TEXT},
    "speech": {
        "channel": TEXT,
        "start": SECONDS,
        "end": SECONDS,
        "level_over_baseline_db?": SECONDS,
        "f0_over_baseline_st?": SECONDS,
        "syllables_per_second?": SECONDS,
    },
    "overlaps": {
        "id": TEXT,
        "channel": TEXT,
        "start": SECONDS,
        "end": SECONDS,
        "label": TEXT,
        "final": FLAG,
        "counted": FLAG,
    },
    "cues": {"id": TEXT, "kind": TEXT, "channel?": TEXT, "state": TEXT, "start": SECONDS},
    "prompts": {"id": TEXT, "rule": TEXT, "state": TEXT, "urgency": TEXT},
    "escalation": {"level_rank": NUMBER, "level": TEXT, "score": SECONDS},
    "flags": {"id": TEXT, "reason": TEXT, "state": TEXT},
    "faults": {"kind": TEXT, "channel?": TEXT, "state": TEXT},
    "holds": {"state": TEXT},
    "stages": {"name": TEXT},
    "checklist": {"item": TEXT, "state": TEXT},
}
"""A question mark: the column may be null."""

OTHER_TABLES: dict[str, Columns] = {
    "words": {"at": SECONDS, "channel": TEXT, "final": FLAG, "words": BYTES},
    "notices": {"at": SECONDS, "kind": TEXT},
    "answers": {"at": SECONDS, "prompt_id": TEXT, "verdict": TEXT},
    "losses": {"kind": TEXT, "rows": NUMBER},
}


def upgrade() -> None:
    """From nothing to the first layout."""
    _positions()
    _calls()
    for name, columns in EVENT_TABLES.items():
        _rows_of_calls(name, {"at": SECONDS, **columns, "event": TEXT})
        op.create_index(f"ix_{name}_call_id_at", name, ["call_id", "at"])
    partial = ["call_id", "channel", "start"]
    op.create_index("ix_utterances_partial", "utterances", partial, sqlite_where=sa.text("final = 0"))
    op.create_index("ix_escalation_call_id_level_rank", "escalation", ["call_id", "level_rank"])
    for name, columns in OTHER_TABLES.items():
        _rows_of_calls(name, columns)
        op.create_index(f"ix_{name}_call_id", name, ["call_id"])
    _frames()


def _positions() -> None:
    positions = op.create_table(
        "positions",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_positions"),
        sa.CheckConstraint("id = 1", name=op.f("ck_positions_one_row")),
    )
    op.bulk_insert(positions, [{"id": 1, "last": 0}])


def _calls() -> None:
    columns: Columns = {
        **dict.fromkeys(("call_id", "agent", "team", "language", "direction", "source"), TEXT),
        "words_from": TEXT,
        "started_at": TEXT,
        "started_epoch": SECONDS,
        "flagged": FLAG,
        "thinned": FLAG,
        "info": TEXT,
        "ended_reason?": TEXT,
        "ended_seconds?": SECONDS,
    }
    op.create_table("calls", *_columns(columns), sa.PrimaryKeyConstraint("call_id", name="pk_calls"))
    newest_first = [sa.text("flagged DESC"), sa.text("started_epoch DESC"), sa.text("call_id")]
    op.create_index("ix_calls_review", "calls", newest_first)
    op.create_index("ix_calls_unfinished", "calls", ["call_id"], sqlite_where=sa.text("ended_reason IS NULL"))


def _rows_of_calls(name: str, columns: Columns) -> None:
    op.create_table(
        name,
        *_columns({"position": NUMBER, "call_id": TEXT, **columns}),
        sa.PrimaryKeyConstraint("position", name=f"pk_{name}"),
        _of_a_call(name),
    )


def _frames() -> None:
    op.create_table(
        "frames",
        *_columns({"call_id": TEXT, "first_frame": NUMBER, "count": NUMBER, "frames": BYTES}),
        sa.PrimaryKeyConstraint("call_id", "first_frame", name="pk_frames"),
        _of_a_call("frames"),
    )


def _columns(columns: Columns) -> list[sa.Column[Any]]:
    return [sa.Column(name.rstrip("?"), kind, nullable=name.endswith("?")) for name, kind in columns.items()]


def _of_a_call(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["call_id"], ["calls.call_id"], name=f"fk_{name}_call_id_calls", ondelete="CASCADE")
