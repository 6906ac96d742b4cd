"""A batch of rows as the statements that store it, in one transaction.

A partial utterance is kept only until its final: of a whole call's partials, those
that a later one or a final replaces are deleted, or never inserted at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Table, Update, bindparam, delete, false, insert, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.core.events import CallEnded, CallStarted, Channel, Flag, Levels, Utterance
from monitor.edges.database import schema
from monitor.edges.database.spoken_lines import LiveLines
from monitor.edges.database.stored_rows import TABLE_OF, Columns, call_columns, columns_of
from monitor.service.rows import CallBegun, CallExists, LossRow, Row

_last_position = schema.positions.c.last
_partials = schema.utterances.c

_DELETE_REPLACED = delete(schema.utterances).where(
    _partials.call_id == bindparam("of_call"),
    _partials.channel == bindparam("of_channel"),
    _partials.final == false(),
    or_(_partials.start == bindparam("same_start"), _partials.start < bindparam("covered_to")),
)
_END_CALL = (
    update(schema.calls)
    .where(schema.calls.c.call_id == bindparam("of_call"))
    .values(ended_reason=bindparam("reason"), ended_seconds=bindparam("seconds"))
)
_FLAG_CALL = update(schema.calls).where(schema.calls.c.call_id == bindparam("of_call")).values(flagged=True)
_THIN_CALL = update(schema.calls).where(schema.calls.c.call_id == bindparam("of_call")).values(thinned=True)


class Batch:
    """Rows sorted by table. Made before the transaction, so that encoding holds up no other writer.

    Raises ``RowRefused`` for a row that can't be stored as it is.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._count = len(rows)
        self._calls: list[Columns] = []
        self._inserts: dict[Table, list[Columns]] = defaultdict(list)
        self._updates: dict[Update, list[Columns]] = defaultdict(list)
        self._deletes: list[Columns] = []
        self._lines = LiveLines()
        replaced = _replaced_partials(rows)
        for position, row in enumerate(rows, 1):
            if position not in replaced:
                self._add(row, position)

    async def store(self, connection: AsyncConnection) -> None:
        """Run the statements in the connection's transaction; raises ``CallExists`` and SQLAlchemy's errors."""
        await self._take_positions(connection)
        if self._calls:
            await self._begin_calls(connection)
        if self._deletes:
            await connection.execute(_DELETE_REPLACED, self._deletes)
        for table, columns in self._inserts.items():
            await connection.execute(insert(table), columns)
        for statement, columns in self._updates.items():
            await connection.execute(statement, columns)
        await self._lines.store(connection)

    def _add(self, row: Row, position: int) -> None:
        match row:
            case CallBegun(info, started):
                self._calls.append(call_columns(info, started))
                self._inserts[schema.bounds].append(columns_of(started, position))
            case CallStarted() | Levels():
                return  # the one is stored with its call's beginning, the others are for live pages alone
            case _:
                self._inserts[TABLE_OF[type(row)]].append(columns_of(row, position))
                self._note(row)

    def _note(self, row: Row) -> None:
        """What else of the call changes with this row."""
        match row:
            case Utterance():
                self._deletes.append(_replaced_by(row))
                self._lines.add(row)
            case CallEnded():
                ended = {"of_call": row.call_id, "reason": row.reason, "seconds": row.duration_seconds}
                self._updates[_END_CALL].append(ended)
            case Flag():
                self._updates[_FLAG_CALL].append({"of_call": row.call_id})
            case LossRow():
                self._updates[_THIN_CALL].append({"of_call": row.call_id})

    async def _take_positions(self, connection: AsyncConnection) -> None:
        """Number the rows on from all that are stored; as the first statement it also takes the write lock."""
        taken = update(schema.positions).values(last=_last_position + self._count).returning(_last_position)
        base = (await connection.execute(taken)).scalar_one() - self._count
        for columns in self._numbered():
            columns["position"] += base

    def _numbered(self) -> Iterator[Columns]:
        for table, rows in self._inserts.items():
            if table is not schema.frames:
                yield from rows

    async def _begin_calls(self, connection: AsyncConnection) -> None:
        try:
            await connection.execute(insert(schema.calls), self._calls)
        except IntegrityError as error:
            ids = ", ".join(columns["call_id"] for columns in self._calls)
            raise CallExists(f"a stored call has the id {ids} already: every call needs an id of its own") from error


def _replaced_by(utterance: Utterance) -> Columns:
    """Which stored partials go: those of the same start, and for a final all that began before it ended."""
    return {
        "of_call": utterance.call_id,
        "of_channel": utterance.channel,
        "same_start": utterance.start,
        "covered_to": utterance.end if utterance.final else float("-inf"),
    }


def _replaced_partials(rows: Sequence[Row]) -> set[int]:
    """Positions, from 1, of the partials that a later row of the same batch replaces."""
    waiting: dict[tuple[str, Channel], dict[float, int]] = defaultdict(dict)
    replaced: set[int] = set()
    for position, row in enumerate(rows, 1):
        if not isinstance(row, Utterance):
            continue
        partials = waiting[row.call_id, row.channel]
        replaced.update(_popped(partials, _covered(partials, row)))
        if not row.final:
            partials[row.start] = position
    return replaced


def _covered(partials: Iterable[float], by: Utterance) -> list[float]:
    return [start for start in partials if start == by.start or (by.final and start < by.end)]


def _popped(partials: dict[float, int], starts: Iterable[float]) -> list[int]:
    return [partials.pop(start) for start in starts]
