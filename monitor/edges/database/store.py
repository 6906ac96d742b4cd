"""The store of a site: calls, their events, and what a new analysis of them needs.

SQLite in WAL mode, so that review reads while calls are written. ``synchronous=FULL``:
what is committed survives a killed process and a power cut, for about half a
millisecond a batch on an SSD.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import msgspec
import numpy as np
from sqlalchemy import URL, Select, Table, delete, event, select
from sqlalchemy import Row as TableRow
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from monitor.core.call_info import CallInfo
from monitor.core.events import AnyEvent, CallEnded, CallStarted, Channel, Flag
from monitor.core.signal.frames import FRAME_SECONDS, HOP_SECONDS, Frames, empty_frames, frames_from_bytes
from monitor.edges.database import queries as store_queries
from monitor.edges.database import schema
from monitor.edges.database.batch import Batch
from monitor.edges.database.errors import UnknownCall, explained
from monitor.edges.database.folder_claim import FolderClaim
from monitor.edges.database.schema_version import upgrade
from monitor.edges.database.stored_rows import TABLE_OF, event_of, words_of
from monitor.edges.sound.recordings import Recordings
from monitor.service.rows import AnswerRow, CallBegun, LossRow, NoticeRow, Row, WordsRow
from monitor.wire.review import EndedCall

Kept = TypeVar("Kept", NoticeRow, AnswerRow, LossRow)

DATABASE = "calls.sqlite"
RECORDINGS = "recordings"
BUSY_SECONDS = 2.0
"""How long a statement waits for another program that holds the database."""

_HOP_BITS = np.array([(value & 0b11111).bit_count() for value in range(256)])


class Store:
    """Implements ``service.rows.EventStore``. One open store serves all tasks of a process."""

    def __init__(self, database: Path, engine: AsyncEngine, recordings: Recordings, claim: FolderClaim | None) -> None:
        self._database = database
        self._engine = engine
        self._recordings = recordings
        self._claim = claim
        self._one_writer = asyncio.Lock()

    @classmethod
    async def open(cls, data: Path, recordings: Recordings | None = None, *, exclusive: bool = True) -> "Store":
        """Make the folder and bring the database up to date; ``exclusive`` keeps other services out of the folder.

        ``recordings`` tells which calls can be listened to, by default those in the folder.
        Raises ``StoreUnavailable`` or one of its kinds, with what to do.
        """
        database = data / DATABASE
        claim = await asyncio.to_thread(_prepare, database, exclusive)
        return cls(database, _engine(database), recordings or Recordings(data / RECORDINGS), claim)

    async def close(self) -> None:
        """Write what SQLite still holds in its log, and let others have the folder."""
        await self._engine.dispose()
        if self._claim:
            self._claim.release()

    async def begin_call(self, info: CallInfo, started: CallStarted) -> None:
        """Take the call's id for good; raises ``CallExists`` where it is taken, or ``StoreUnavailable``."""
        await self.write([CallBegun(info, started)])

    async def write(self, batch: Sequence[Row]) -> None:
        """Store all rows or none; raises ``StoreUnavailable`` or ``RowRefused``.

        ``CallStarted`` alone changes nothing, it is stored by ``begin_call``; ``Levels`` are never stored.
        """
        if not batch:
            return
        statements = Batch(batch)
        async with self.writing() as connection:
            await statements.store(connection)

    async def add_flag(self, call_id: str, reason: str, at: float | None = None) -> Flag:
        """A person flags a call, at ``at`` on its clock or at its last moment; raises ``UnknownCall``."""
        async with self.reading() as connection:
            if not await self._is_known(connection, call_id):
                raise UnknownCall(f"no stored call has the id {call_id}")
            moment = await connection.scalar(store_queries.last_moment(call_id)) if at is None else at
        flag = Flag(at=moment or 0.0, call_id=call_id, id=f"person-{uuid4().hex}", reason=reason)
        await self.write([flag])
        return flag

    async def ended_before(self, moment: float, flagged: float, most: int) -> list[str]:
        """Ids of at most so many ended calls that began before a moment (flagged ones: before another), oldest first.

        Moments in seconds since 1970.
        """
        async with self.reading() as connection:
            found = await connection.scalars(store_queries.ended_before(moment, flagged, most))
            return [str(call_id) for call_id in found]

    async def delete_call(self, call_id: str) -> None:
        """Delete a call with all its events, frames, words and lines of the search; not its recording."""
        async with self.writing() as connection:
            await connection.execute(delete(schema.calls).where(schema.calls.c.call_id == call_id))

    async def unfinished_calls(self) -> list[str]:
        """Calls that began and have no end. Before any call is taken: those that a crash cut off."""
        async with self.reading() as connection:
            return [str(call_id) for call_id in await connection.scalars(store_queries.UNFINISHED)]

    async def end_crashed_call(self, call_id: str, seconds: float) -> CallEnded:
        """Store the end that a crash kept back. ``seconds`` were recorded; events and frames may go further."""
        frames = await self.frames(call_id)
        async with self.reading() as connection:
            last = await connection.scalar(store_queries.last_moment(call_id)) or 0.0
        length = max(seconds, last, len(frames) * FRAME_SECONDS)
        agent, customer = (_HOP_BITS[frames["active"]].sum(axis=0) * HOP_SECONDS).tolist()
        ended = CallEnded(
            at=length,
            call_id=call_id,
            duration_seconds=length,
            agent_speech_seconds=agent,
            customer_speech_seconds=customer,
            reason="crash",
        )
        await self.write([ended])
        return ended

    async def ended_calls(self, limit: int = 50, before: str | None = None) -> list[EndedCall]:
        """Flagged calls first, then the newest first. ``before``: id of the last call of the page before.

        An id, as several calls may start at one moment. Raises ``UnknownCall`` for an id that is not stored.
        """
        async with self.reading() as connection:
            after = await self._place(connection, before) if before else None
            return await self._listed(connection, store_queries.ended_page(limit, after))

    async def call(self, call_id: str) -> EndedCall | None:
        """One ended call; None where it is unknown or still runs."""
        async with self.reading() as connection:
            listed = await self._listed(connection, store_queries.ENDED.where(schema.calls.c.call_id == call_id))
            return listed[0] if listed else None

    async def some_ended(self, call_ids: Sequence[str]) -> list[EndedCall]:
        """Those of these calls that have ended, flagged ones first, then the newest."""
        async with self.reading() as connection:
            return await self._listed(connection, store_queries.some_ended(call_ids))

    async def events(self, call_id: str) -> list[AnyEvent]:
        """All stored events of a call by ``at``: every state of each id, of partial utterances only the unreplaced."""
        async with self.reading() as connection:
            texts = (await connection.scalars(store_queries.events_of(call_id))).all()
        # In a thread: a long call has thousands of events, and live calls share this loop.
        return await asyncio.to_thread(lambda: [event_of(text) for text in texts])

    async def frames(self, call_id: str) -> Frames:
        """Feature frames from the call's start, shape (n, 2); those that were shed are empty."""
        table = schema.frames
        asked = select(table).where(table.c.call_id == call_id).order_by(table.c.first_frame)
        async with self.reading() as connection:
            blocks = (await connection.execute(asked)).all()
        frames = empty_frames(max((block.first_frame + block.count for block in blocks), default=0))
        for block in blocks:
            frames[block.first_frame : block.first_frame + block.count] = frames_from_bytes(block.frames)
        return frames

    async def words(self, call_id: str) -> list[WordsRow]:
        """Words as the core was given them, in the order in which it was."""
        return [_words_row(row) for row in await self._rows_of(schema.words, call_id)]

    async def kept(self, call_id: str, kind: type[Kept]) -> list[Kept]:
        """A call's ``NoticeRow``, ``AnswerRow`` or ``LossRow``s as written; after a loss no new analysis is exact."""
        rows = await self._rows_of(TABLE_OF[kind], call_id)
        return [kind(*(getattr(row, field) for field in kind.__struct_fields__)) for row in rows]

    async def info(self, call_id: str) -> CallInfo | None:
        """What the source told about the call; None where it is unknown."""
        async with self.reading() as connection:
            text = await connection.scalar(select(schema.calls.c.info).where(schema.calls.c.call_id == call_id))
        return None if text is None else msgspec.json.decode(text, type=CallInfo)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection to ask on; raises ``StoreUnavailable``."""
        with explained(self._database):
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """The one transaction that writes at a time; raises ``StoreUnavailable``."""
        async with self._one_writer:
            with explained(self._database):
                async with self._engine.begin() as connection:
                    yield connection

    async def _rows_of(self, table: Table, call_id: str) -> Sequence[TableRow[Any]]:
        asked = select(table).where(table.c.call_id == call_id).order_by(table.c.position)
        async with self.reading() as connection:
            return (await connection.execute(asked)).all()

    async def _is_known(self, connection: AsyncConnection, call_id: str) -> bool:
        return (await connection.execute(store_queries.place_of(call_id))).first() is not None

    async def _place(self, connection: AsyncConnection, call_id: str) -> tuple[bool, float, str]:
        place = (await connection.execute(store_queries.place_of(call_id))).first()
        if place is None:
            raise UnknownCall(f"no stored call has the id {call_id}: load the list again from its start")
        return place.flagged, place.started_epoch, place.call_id

    async def _listed(self, connection: AsyncConnection, asked: Select[Any]) -> list[EndedCall]:
        rows = (await connection.execute(asked)).mappings().all()
        ids = [row["call_id"] for row in rows]
        flags = store_queries.last_flags((await connection.scalars(store_queries.flags_of(ids))).all())
        recorded = await asyncio.to_thread(self._recorded, ids)
        listed = zip(rows, ids, strict=True)
        return [store_queries.ended_call(row, flags.get(call, ()), call in recorded) for row, call in listed]

    def _recorded(self, call_ids: Sequence[str]) -> set[str]:
        return {call_id for call_id in call_ids if self._recordings.path(call_id)}


def _prepare(database: Path, exclusive: bool) -> FolderClaim | None:
    with explained(database):
        database.parent.mkdir(parents=True, exist_ok=True)
    claim = FolderClaim(database.parent) if exclusive else None
    try:
        upgrade(database)
    except BaseException:
        if claim:
            claim.release()
        raise
    return claim


def _engine(database: Path) -> AsyncEngine:
    url = URL.create("sqlite+aiosqlite", database=str(database))
    engine = create_async_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine.sync_engine, "connect", _set_up)
    return engine


def _set_up(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for setting in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _words_row(row: TableRow[Any]) -> WordsRow:
    return WordsRow(row.call_id, row.at, Channel(row.channel), words_of(row.words), row.final, row.stable)
