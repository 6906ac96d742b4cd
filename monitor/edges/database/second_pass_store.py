"""Second hearings in the store: what is due, and what came of it."""

from collections.abc import Sequence

import msgspec
from sqlalchemy import ColumnElement, Update, and_, or_, select, true, tuple_, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from monitor.edges.database import schema
from monitor.edges.database.spoken_lines import better_lines
from monitor.edges.database.store import Store
from monitor.service.second_pass import CUT_OFF, DueCall, HeardAgain, HeardTurn, Kind, SecondPass, Which

calls, passes = schema.calls.c, schema.second_passes.c
_BOTH = schema.calls.outerjoin(schema.second_passes)
_read_turns = msgspec.msgpack.Decoder(tuple[HeardTurn, ...])


class StoredSecondPasses:
    """Implements ``service.second_pass.SecondPassStore`` on an open store; all raise ``StoreUnavailable``."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def kinds_due(self, which: Which, attempts: int) -> list[Kind]:
        """See ``SecondPassStore``."""
        asked = select(calls.language, calls.words_from).select_from(_BOTH).where(_due(which, attempts)).distinct()
        async with self._store.reading() as connection:
            return [Kind(*row) for row in (await connection.execute(asked)).all()]

    async def next_due(self, kinds: Sequence[Kind], which: Which, attempts: int) -> DueCall | None:
        """See ``SecondPassStore``."""
        of_kinds = tuple_(calls.language, calls.words_from).in_([(kind.language, kind.words_from) for kind in kinds])
        asked = (
            select(calls.call_id, calls.language, calls.words_from)
            .select_from(_BOTH)
            .where(_due(which, attempts), of_kinds)
            .order_by(passes.attempts.is_not(None), calls.flagged.desc(), calls.started_epoch.desc(), calls.call_id)
            .limit(1)
        )
        async with self._store.reading() as connection:
            row = (await connection.execute(asked)).first()
        return DueCall(row.call_id, Kind(row.language, row.words_from)) if row else None

    async def begin(self, call_id: str, words_from: str) -> None:
        """See ``SecondPassStore``."""
        told = {"words_from": words_from, "because": CUT_OFF}
        begun = sqlite_insert(schema.second_passes).values(call_id=call_id, attempts=1, **told)
        again = begun.on_conflict_do_update(index_elements=["call_id"], set_={"attempts": passes.attempts + 1, **told})
        async with self._store.writing() as connection:
            await connection.execute(again)

    async def give_back(self, call_id: str) -> None:
        """See ``SecondPassStore``."""
        await self._change(call_id, attempts=passes.attempts - 1)

    async def succeed(self, call_id: str, heard: HeardAgain) -> None:
        """See ``SecondPassStore``."""
        told = {"words_from": heard.words_from, "because": heard.because}
        done = _changed(call_id, turns=msgspec.msgpack.encode(heard.turns), **told)
        async with self._store.writing() as connection:
            await connection.execute(done)
            await better_lines(connection, call_id, heard.turns)

    async def fail(self, call_id: str, because: str) -> None:
        """See ``SecondPassStore``."""
        await self._change(call_id, because=because)

    async def of_call(self, call_id: str) -> SecondPass | None:
        """What became of a call's second hearing; None where none was tried."""
        asked = select(passes.words_from, passes.attempts, passes.because, passes.turns).where(
            passes.call_id == call_id
        )
        async with self._store.reading() as connection:
            row = (await connection.execute(asked)).first()
        if row is None:
            return None
        turns = None if row.turns is None else _read_turns.decode(row.turns)
        return SecondPass(row.words_from, row.attempts, row.because, turns)

    async def _change(self, call_id: str, **values: object) -> None:
        async with self._store.writing() as connection:
            await connection.execute(_changed(call_id, **values))


def _changed(call_id: str, **values: object) -> Update:
    return update(schema.second_passes).where(passes.call_id == call_id).values(**values)


def _due(which: Which, attempts: int) -> ColumnElement[bool]:
    untold = or_(passes.call_id.is_(None), and_(passes.turns.is_(None), passes.attempts < attempts))
    heard_here = calls.words_from.not_like("file%")
    flagged = calls.flagged.is_(True) if which == "flagged" else true()
    return and_(calls.ended_reason.is_not(None), heard_here, untold, flagged)
