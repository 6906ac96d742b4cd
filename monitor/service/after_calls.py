"""What an agent finds once a call is over: the notes on it, until they are put away or the next call begins."""

from datetime import datetime, timedelta

import msgspec

from monitor.service.floor import CallView
from monitor.wire.browser import AfterCall

AFTER_HOT = timedelta(hours=1)
"""A call that begins so long after a hot one has nothing to do with it."""


class _Ended(msgspec.Struct, frozen=True):
    """An agent's last call."""

    after: AfterCall
    at: datetime
    hot: bool


class AfterCalls:
    """The last call of each agent."""

    def __init__(self) -> None:
        self._ended: dict[str, _Ended] = {}

    def end(self, view: CallView) -> None:
        """Keep what an ended call leaves; nothing where it was calm and left no note."""
        after = view.after()
        if after.notes or view.hot:
            self._ended[view.card.agent] = _Ended(after, _started(view) + timedelta(seconds=view.at), view.hot)

    def begin(self, view: CallView) -> bool:
        """The agent's next call begins, and what the last one left is gone; whether that was a hot one just now."""
        last = self._ended.pop(view.card.agent, None)
        return last is not None and last.hot and _started(view) - last.at <= AFTER_HOT

    def of(self, agent: str) -> AfterCall | None:
        """What the agent's page shows between calls; None where no note is left."""
        last = self._ended.get(agent)
        return last.after if last and last.after.notes else None

    def put_away(self, agent: str, call_id: str, prompt_id: str) -> AfterCall | None:
        """Take a note off the agent's page; the call it was on, None where there is no such note."""
        last = self._ended.get(agent)
        if last is None or last.after.call_id != call_id:
            return None
        left = tuple(note for note in last.after.notes if note.id != prompt_id)
        if len(left) == len(last.after.notes):
            return None
        after = msgspec.structs.replace(last.after, notes=left)
        self._ended[agent] = msgspec.structs.replace(last, after=after)
        return after


def _started(view: CallView) -> datetime:
    return datetime.fromisoformat(view.card.started_at)
