"""Live messages to every page that follows them, without ever waiting for one.

``publish`` is synchronous. Each subscriber has a mailbox with a bound: levels and floor
rows coalesce by key, anything else waits in order. A reader that stays too slow is cut
off: its mailbox closes, the page reconnects and starts from a fresh snapshot.
"""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Callable
from typing import Annotated

import msgspec

from monitor.core.events import Levels
from monitor.wire.browser import EventMessage, RowMessage, ServerMessage, encode


class HubSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much may wait for a slow page."""

    mailbox_messages: Annotated[int, msgspec.Meta(ge=8)] = 256
    """What may wait for one page; more, and it is cut off and starts afresh."""
    slow_seconds: Annotated[float, msgspec.Meta(gt=0)] = 5.0
    """Longer than this above half of the mailbox means too slow."""


class MailboxClosed(Exception):
    """No more messages: the reader was too slow, or the service stops."""


class Mailbox:
    """What waits for one subscriber, oldest first; made by ``Hub.subscribe``."""

    def __init__(self, settings: HubSettings, now: Callable[[], float]) -> None:
        self.closed_because = ""
        self.closed = asyncio.Event()
        self._settings = settings
        self._now = now
        self._waiting: OrderedDict[object, str] = OrderedDict()
        self._half_full_since: float | None = None
        self._some = asyncio.Event()

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, text: str, key: object = None) -> None:
        """Add a message; one with the same ``key`` that still waits gives way to it, in its place."""
        if self.closed_because:
            return
        self._waiting[object() if key is None else key] = text
        self._watch_fill()
        self._some.set()

    def close(self, because: str) -> None:
        """Drop what waits and wake the reader."""
        self.closed_because = self.closed_because or because
        self.closed.set()
        self._waiting.clear()
        self._some.set()

    async def next(self) -> str:
        """The oldest message; raises ``MailboxClosed``. Cancelling it loses nothing."""
        while not self._waiting:
            if self.closed_because:
                raise MailboxClosed(self.closed_because)
            self._some.clear()
            await self._some.wait()
        text = self._waiting.popitem(last=False)[1]
        if len(self._waiting) <= self._settings.mailbox_messages // 2:
            self._half_full_since = None
        return text

    def _watch_fill(self) -> None:
        most = self._settings.mailbox_messages
        if len(self._waiting) > most:
            self.close("too slow")
        elif len(self._waiting) > most // 2:
            now = self._now()
            self._half_full_since = now if self._half_full_since is None else self._half_full_since
            if now - self._half_full_since > self._settings.slow_seconds:
                self.close("too slow")


class Hub:
    """Topics and who follows them: ``floor``, one a call, one an agent."""

    def __init__(self, settings: HubSettings, now: Callable[[], float]) -> None:
        self.cut_off = 0
        """Readers cut off since the start because they were too slow."""
        self._settings = settings
        self._now = now
        self._topics: defaultdict[str, set[Mailbox]] = defaultdict(set)

    def subscribe(self, topic: str, snapshot: ServerMessage) -> Mailbox:
        """A mailbox whose first message is ``snapshot``; nothing published from now on is missed."""
        mailbox = Mailbox(self._settings, self._now)
        mailbox.put(encode(snapshot))
        self._topics[topic].add(mailbox)
        return mailbox

    def unsubscribe(self, topic: str, mailbox: Mailbox) -> None:
        """Forget a mailbox; harmless where it is gone already."""
        self._topics[topic].discard(mailbox)
        if not self._topics[topic]:
            del self._topics[topic]

    def followed(self, topic: str) -> bool:
        """Whether anyone would get a message."""
        return topic in self._topics

    def publish(self, topic: str, message: ServerMessage) -> None:
        """Hand a message to every follower of the topic."""
        if topic not in self._topics:
            return
        text, key = encode(message), coalescing_key(message)
        for mailbox in list(self._topics[topic]):
            mailbox.put(text, key)
            if mailbox.closed_because:
                self.cut_off += 1
                self.unsubscribe(topic, mailbox)

    def close(self, because: str = "the service stops") -> None:
        """End every subscription."""
        for mailboxes in list(self._topics.values()):
            for mailbox in mailboxes:
                mailbox.close(because)
        self._topics.clear()


def coalescing_key(message: ServerMessage) -> object:
    """What a newer message of its kind replaces; None for those that are never dropped."""
    match message:
        case EventMessage(event=Levels(call_id=call_id)):
            return ("levels", call_id)
        case RowMessage(row=row):
            return ("row", row.card.call_id)
        case _:
            return None
