"""Rows on their way to the store, in order, with a bound and a rule for what goes first."""

from collections import OrderedDict, deque

from monitor.service.rows import Row, shedding_order

SHEDDING_STEPS = 2


class RowQueue:
    """First in, first out; over ``capacity`` the oldest row of the least needed kind goes.

    Rows that may never go are kept beyond the capacity.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._rows: OrderedDict[int, Row] = OrderedDict()
        self._spare: tuple[deque[int], ...] = tuple(deque() for _ in range(SHEDDING_STEPS))
        self._last_ticket = 0

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, row: Row, taken: int = 0) -> Row | None:
        """Add a row; returns the row shed for it, if any. ``taken`` rows outside the queue count as waiting too."""
        self._last_ticket += 1
        self._rows[self._last_ticket] = row
        step = shedding_order(row)
        if step is not None:
            self._spare[step].append(self._last_ticket)
        return self._shed() if len(self._rows) + taken > self._capacity else None

    def take(self, count: int) -> list[Row]:
        """Remove and return the oldest rows, at most ``count``."""
        rows: list[Row] = []
        ticket = 0
        while self._rows and len(rows) < count:
            ticket, row = self._rows.popitem(last=False)
            rows.append(row)
        for spare in self._spare:
            while spare and spare[0] <= ticket:
                spare.popleft()
        return rows

    def _shed(self) -> Row | None:
        for spare in self._spare:
            if spare:
                return self._rows.pop(spare.popleft())
        return None
