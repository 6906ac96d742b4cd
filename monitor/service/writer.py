"""Batches rows to the store without ever holding up a call.

A row is committed at most about ``interval_seconds`` after it was submitted. While
the store can't take rows they wait here; ``trouble`` says why in words for a page.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Coroutine

from monitor.core.events import Levels
from monitor.service.row_queue import RowQueue
from monitor.service.rows import EventStore, LossRow, Row, RowRefused, StoreUnavailable, call_of, kind_of

logger = logging.getLogger(__name__)

BATCH_ROWS = 500
LONGEST_RETRY_SECONDS = 8.0


class Writer:
    """Takes rows from every call and writes them in order; one ``run`` task for the service."""

    def __init__(
        self, store: EventStore, capacity: int = 5000, interval_seconds: float = 0.25, retry_seconds: float = 0.5
    ) -> None:
        self.trouble = ""
        """Why rows wait, empty in health."""
        self.lost: Counter[str] = Counter()
        """Rows shed or refused since the start, by kind."""
        self._store = store
        self._interval_seconds = interval_seconds
        self._first_retry_seconds = retry_seconds
        self._retry_seconds = retry_seconds
        self._queue = RowQueue(capacity)
        self._batch: list[Row] = []
        self._unmarked: Counter[tuple[str, str]] = Counter()
        self._some = asyncio.Event()
        self._many = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    @property
    def waiting(self) -> int:
        """Rows submitted and not yet stored."""
        return len(self._queue) + len(self._batch)

    def submit(self, row: Row) -> None:
        """Queue a row; never blocks. Over capacity the least needed row waiting is shed and counted."""
        if isinstance(row, Levels):
            return
        shed = self._queue.put(row, taken=len(self._batch))
        if shed is not None:
            self.lost[kind_of(shed)] += 1
            self._unmarked[call_of(shed), kind_of(shed)] += 1
        self._some.set()
        if len(self._queue) >= BATCH_ROWS:
            self._many.set()

    async def run(self) -> None:
        """Write until cancelled; rows that then still wait are for ``drain``."""
        while True:
            await self._some.wait()
            if self.trouble:
                await asyncio.sleep(self._retry_seconds)
            else:
                await self._wait_for_many()
            await _to_its_end(self._flush())

    async def flush(self) -> bool:
        """Write what waits without waiting for more; False where the store would not take it now."""
        return await _to_its_end(self._flush())

    async def drain(self, timeout_seconds: float = 5.0) -> int:
        """Write all that waits, at shutdown; returns how many rows the store would not take in that time."""
        try:
            async with asyncio.timeout(timeout_seconds):
                while self.waiting:
                    if not await _to_its_end(self._flush()):
                        await asyncio.sleep(self._retry_seconds)
        except TimeoutError:
            logger.error("%s rows could not be stored before the end: %s", self.waiting, self.trouble)
        return self.waiting

    async def _wait_for_many(self) -> None:
        try:
            async with asyncio.timeout(self._interval_seconds):
                await self._many.wait()
        except TimeoutError:
            return

    async def _flush(self) -> bool:
        """Write batch after batch; False once the store would not take one."""
        async with self._one_at_a_time:
            while self.waiting:
                if not self._batch:
                    self._next_batch()
                if not await self._write_batch():
                    return False
            self._some.clear()
            self._many.clear()
            return True

    def _next_batch(self) -> None:
        marks = [LossRow(call_id, kind, rows) for (call_id, kind), rows in self._unmarked.items()]
        self._unmarked.clear()
        self._batch = [*self._queue.take(BATCH_ROWS), *marks]

    async def _write_batch(self) -> bool:
        try:
            await self._store.write(self._batch)
            self._batch = []
        except RowRefused:
            return await self._write_singly()
        except Exception as error:  # noqa: BLE001 - the writer's guard: whatever the store fails with, rows wait
            self._in_trouble(error)
            return False
        self._out_of_trouble()
        return True

    async def _write_singly(self) -> bool:
        """Find the refused rows of the batch and leave only them out."""
        while self._batch:
            row = self._batch[0]
            try:
                await self._store.write([row])
            except RowRefused as error:
                self._refused(row, error)
            except Exception as error:  # noqa: BLE001 - the writer's guard: whatever the store fails with, rows wait
                self._in_trouble(error)
                return False
            del self._batch[0]
        self._out_of_trouble()
        return True

    def _refused(self, row: Row, error: RowRefused) -> None:
        if isinstance(row, LossRow):  # its loss is counted already
            return
        self.lost[kind_of(row)] += 1
        logger.error("call %s: a row of kind %s can't be stored: %s", call_of(row), kind_of(row), error)

    def _in_trouble(self, error: Exception) -> None:
        known = isinstance(error, StoreUnavailable)
        reason = str(error) if known else f"The store failed with {type(error).__name__}; the log says where"
        trouble = f"{reason}; calls go on, rows wait"
        if trouble == self.trouble:
            self._retry_seconds = min(2 * self._retry_seconds, LONGEST_RETRY_SECONDS)
            return
        self.trouble = trouble
        self._retry_seconds = self._first_retry_seconds
        logger.error("%s (%s rows)", trouble, self.waiting, exc_info=None if known else error)

    def _out_of_trouble(self) -> None:
        if self.trouble:
            logger.warning("Rows are stored again; %s more wait", self.waiting)
        self.trouble = ""
        self._retry_seconds = self._first_retry_seconds


async def _to_its_end(work: Coroutine[None, None, bool]) -> bool:
    """Let a write end before a cancellation goes through: a commit under way must not be repeated later."""
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise
