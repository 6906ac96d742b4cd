"""Fakes that more than one part is tested with; each passes the same contract tests as the real thing."""

import asyncio

from monitor.core.call_info import CallInfo
from monitor.core.events import CallStarted, Event, Levels, Utterance
from monitor.service.rows import CallBegun, CallExists, Row, RowRefused, StoreUnavailable


class MemoryStore:
    """An ``EventStore`` in memory. ``away`` says why nothing can be stored, empty in health."""

    def __init__(self) -> None:
        self.away = ""
        self.attempts = 0
        self.begun: dict[str, CallInfo] = {}
        self.rows: list[Row] = []
        self.changed = asyncio.Condition()
        """Notified after every attempt to write."""

    async def begin_call(self, info: CallInfo, started: CallStarted) -> None:
        await self.write([CallBegun(info, started)])

    async def write(self, batch) -> None:
        self.attempts += 1
        try:
            self._write(batch)
        finally:
            async with self.changed:
                self.changed.notify_all()

    async def events(self, call_id: str) -> list[Event]:
        events = [row for row in self.rows if isinstance(row, Event) and row.call_id == call_id]
        return sorted(events, key=lambda event: event.at)

    async def when(self, condition) -> None:
        """Wait until something holds after an attempt to write."""
        async with self.changed:
            await self.changed.wait_for(condition)

    def _write(self, batch) -> None:
        if self.away:
            raise StoreUnavailable(self.away)
        begun, rows = dict(self.begun), list(self.rows)
        for row in batch:
            rows = _with(rows, row, begun)
        self.begun, self.rows = begun, rows


def _with(rows: list[Row], row: Row, begun: dict[str, CallInfo]) -> list[Row]:
    match row:
        case CallBegun(info, started):
            if info.call_id in begun:
                raise CallExists(f"a stored call has the id {info.call_id} already")
            begun[info.call_id] = info
            return [*rows, started]
        case CallStarted() | Levels():
            return rows
    if row.call_id not in begun:
        raise RowRefused(f"no stored call has the id {row.call_id}")
    if isinstance(row, Utterance):
        rows = [kept for kept in rows if not _replaced(kept, row)]
    return [*rows, row]


def _replaced(kept: Row, by: Utterance) -> bool:
    if not isinstance(kept, Utterance) or kept.final:
        return False
    same_speaker = (kept.call_id, kept.channel) == (by.call_id, by.channel)
    return same_speaker and (kept.start == by.start or (by.final and kept.start < by.end))
