"""Search over what was said: the ended calls in which some words were, with the lines and the moments."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Select, func, select

from monitor.core.events import Channel
from monitor.edges.database import schema
from monitor.edges.database.queries import REVIEW_ORDER
from monitor.edges.database.spoken_lines import starts_of
from monitor.edges.database.store import Store
from monitor.edges.database.word_index import FOUND_LINES, MARK, MARKED_TEXT, expression, matches
from monitor.wire.review import FoundCall, FoundCalls, FoundLine

LINES_SHOWN = 3
"""Of a call; of more it is only told how many there are."""
WORDS_BEFORE, WORDS_SHOWN = 5, 18
"""Of a line that is longer: the words around the first match."""

calls, lines = schema.calls.c, schema.lines.c


async def find(store: Store, typed: str, limit: int = 50) -> FoundCalls:
    """Ended calls with a line that matches, flagged first, then the newest, at most ``limit``.

    Raises ``NothingToLookFor`` or ``StoreUnavailable``.
    """
    terms = expression(typed)
    async with store.reading() as connection:
        found = (await connection.execute(_calls_with(terms, limit + 1))).all()
        counts = {row.call_id: row.count for row in found[:limit]}
        shown = (await connection.execute(_lines_with(terms, list(counts)))).all()
    by_call: dict[str, list[FoundLine]] = defaultdict(list)
    for row in shown:
        by_call[row.call_id].append(_line(row.channel, row.marked, starts_of(row.starts)))
    ended = await store.some_ended(list(counts))
    return FoundCalls(
        calls=tuple(FoundCall(call, tuple(by_call[call.call_id]), counts[call.call_id]) for call in ended),
        more=len(found) > limit,
    )


def _calls_with(terms: str, limit: int) -> Select[Any]:
    return (
        select(lines.call_id, func.count().label("count"))
        .select_from(FOUND_LINES.join(schema.calls))
        .where(matches(terms), calls.ended_reason.is_not(None))
        .group_by(lines.call_id)
        .order_by(*REVIEW_ORDER)
        .limit(limit)
    )


def _lines_with(terms: str, call_ids: Sequence[str]) -> Select[Any]:
    """The first lines of each call, in their order."""
    place = func.row_number().over(partition_by=lines.call_id, order_by=(lines.start, lines.id))
    numbered = (
        select(lines.id, place.label("place"))
        .select_from(FOUND_LINES)
        .where(matches(terms), lines.call_id.in_(call_ids))
        .subquery()
    )
    first = select(numbered.c.id).where(numbered.c.place <= LINES_SHOWN)
    return (
        select(lines.call_id, lines.channel, lines.starts, MARKED_TEXT.label("marked"))
        .select_from(FOUND_LINES)
        .where(matches(terms), lines.id.in_(first))
        .order_by(lines.start, lines.id)
    )


def _line(channel: str, marked: str, starts: Sequence[float]) -> FoundLine:
    match = marked[: marked.index(MARK)].count(" ")
    first = max(0, min(match - WORDS_BEFORE, len(starts) - WORDS_SHOWN))
    words = list(islice(marked.split(" "), first, first + WORDS_SHOWN))
    cut = first + len(words) < len(starts)
    text = f"{'… ' if first else ''}{' '.join(words)}{' …' if cut else ''}"
    return FoundLine(Channel(channel), starts[match], tuple(text.split(MARK)))
