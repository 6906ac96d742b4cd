"""What is asked of the store, as statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, not_, or_, select, union_all

from monitor.core.events import Flag, Level, PromptState
from monitor.edges.database import schema
from monitor.edges.database.stored_rows import event_of
from monitor.wire.review import EndedCall

calls = schema.calls.c

_TOP_LEVEL = (
    select(func.max(schema.escalation.c.level_rank))
    .where(schema.escalation.c.call_id == calls.call_id)
    .scalar_subquery()
    .label("top_rank")
)
_PROMPTS_SHOWN = (
    select(func.count(schema.prompts.c.id.distinct()))
    .where(schema.prompts.c.call_id == calls.call_id, schema.prompts.c.state == PromptState.SHOWN)
    .scalar_subquery()
    .label("prompts")
)

ENDED = select(
    *(calls[name] for name in EndedCall.__struct_fields__ if name in calls),
    calls.ended_seconds.label("seconds"),
    calls.ended_reason.label("ended"),
    _TOP_LEVEL,
    _PROMPTS_SHOWN,
).where(calls.ended_reason.is_not(None))
UNFINISHED = select(calls.call_id).where(calls.ended_reason.is_(None)).order_by(calls.call_id)


REVIEW_ORDER = (calls.flagged.desc(), calls.started_epoch.desc(), calls.call_id)


def ended_page(limit: int, after: tuple[bool, float, str] | None) -> Select[Any]:
    """Flagged calls first, the newest first, then by id; ``after`` is ``place_of`` the last call of the page before."""
    ordered = ENDED.order_by(*REVIEW_ORDER).limit(limit)
    return ordered if after is None else ordered.where(_comes_after(*after))


def some_ended(call_ids: Sequence[str]) -> Select[Any]:
    """Those of these calls that have ended, in the order of the list."""
    return ENDED.where(calls.call_id.in_(call_ids)).order_by(*REVIEW_ORDER)


def ended_before(moment: float, flagged: float, most: int) -> Select[Any]:
    """Ids of ended calls that began before a moment, flagged ones before another (seconds since 1970); oldest first."""
    too_old = calls.started_epoch < case((calls.flagged, flagged), else_=moment)
    asked = select(calls.call_id).where(calls.ended_reason.is_not(None), too_old)
    return asked.order_by(calls.started_epoch, calls.call_id).limit(most)


def place_of(call_id: str) -> Select[Any]:
    """Where in the list a call stands."""
    return select(calls.flagged, calls.started_epoch, calls.call_id).where(calls.call_id == call_id)


def events_of(call_id: str) -> Select[Any]:
    """JSON of all events of a call in order of ``at``, and as they were written where that is the same."""
    each = union_all(
        *(
            select(table.c.at, table.c.position, table.c.event).where(table.c.call_id == call_id)
            for table in schema.EVENT_TABLES
        )
    ).subquery()
    return select(each.c.event).order_by(each.c.at, each.c.position)


def last_moment(call_id: str) -> Select[Any]:
    """The latest ``at`` of a call's events; null where it has none."""
    latest = union_all(
        *(select(func.max(table.c.at).label("at")).where(table.c.call_id == call_id) for table in schema.EVENT_TABLES)
    ).subquery()
    return select(func.max(latest.c.at))


def flags_of(call_ids: Sequence[str]) -> Select[Any]:
    """JSON of all flag events of these calls, in the order in which they were written."""
    flags = schema.flags.c
    return select(flags.event).where(flags.call_id.in_(call_ids)).order_by(flags.position)


def last_flags(texts: Sequence[str]) -> dict[str, list[Flag]]:
    """The last state of each flag, by call, in order of ``at``."""
    last: dict[tuple[str, str], Flag] = {}
    for text in texts:
        flag = event_of(text)
        assert isinstance(flag, Flag)
        last[flag.call_id, flag.id] = flag
    by_call: dict[str, list[Flag]] = {}
    for flag in sorted(last.values(), key=lambda flag: flag.at):
        by_call.setdefault(flag.call_id, []).append(flag)
    return by_call


def ended_call(row: Mapping[str, Any], flags: Sequence[Flag], has_recording: bool) -> EndedCall:
    """A row of ``ENDED`` as the review page reads it; a call without any level said was calm."""
    said: dict[str, Any] = {name: row[name] for name in EndedCall.__struct_fields__ if name in row}
    top_level = list(Level)[row["top_rank"] or 0]
    return EndedCall(**said, top_level=top_level, flags=tuple(flags), has_recording=has_recording)


def _comes_after(flagged: bool, started_epoch: float, call_id: str) -> ColumnElement[bool]:
    """Said as what has not been listed yet, so that SQLite walks the index in order instead of sorting all calls."""
    same_time = and_(calls.started_epoch == started_epoch, calls.call_id <= call_id)
    listed = and_(calls.flagged.is_(flagged), or_(calls.started_epoch > started_epoch, same_time))
    return not_(listed) if flagged else and_(calls.flagged.is_(False), not_(listed))
