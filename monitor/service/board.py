"""All live calls as pages follow them: keeps their views and tells the hub what changed."""

from collections.abc import Callable

from monitor.core.events import AnyEvent, CallStarted
from monitor.service.after_calls import AfterCalls
from monitor.service.floor import CallView, by_need
from monitor.service.hub import Hub
from monitor.wire.browser import (
    AgentSnapshot,
    CallTopicSnapshot,
    EventMessage,
    FloorSnapshot,
    GoneMessage,
    HeardAgainMessage,
    RowMessage,
    ServiceState,
)

FLOOR = "floor"


def call_topic(call_id: str) -> str:
    """Topic of one call's page."""
    return f"call {call_id}"


def agent_topic(agent: str) -> str:
    """Topic of one agent's page."""
    return f"agent {agent}"


class Board:
    """Views of the live calls; ``state`` says how the service is."""

    def __init__(self, hub: Hub, state: Callable[[], ServiceState]) -> None:
        self._hub = hub
        self._state = state
        self._views: dict[str, CallView] = {}
        self._changed: set[str] = set()
        self._after = AfterCalls()

    def begin(self, started: CallStarted) -> bool:
        """A call is there: its agent's page turns to it, and who waited for it sees it.

        Whether the agent's last call, just before, was a hot one.
        """
        view = self._views[started.call_id] = CallView(started)
        after_hot_call = self._after.begin(view)
        self._changed.add(started.call_id)
        self._hub.publish(agent_topic(view.card.agent), self.agent_snapshot(view.card.agent))
        self._hub.publish(call_topic(started.call_id), self.call_snapshot(started.call_id))
        return after_hot_call

    def receive(self, event: AnyEvent) -> None:
        """Forward one event of a live call to whoever follows it."""
        view = self._views.get(event.call_id)
        if view is None:
            return
        view.receive(event)
        self._changed.add(event.call_id)
        message = EventMessage(event=event)
        self._hub.publish(call_topic(event.call_id), message)
        if self._current(view.card.agent) is view:
            self._hub.publish(agent_topic(view.card.agent), message)

    def receive_notice(self, call_id: str, notice: str, at: float) -> None:
        """Show a notice of a live call."""
        if call_id in self._views:
            self._views[call_id].receive_notice(notice, at)
            self._changed.add(call_id)

    def end(self, call_id: str) -> None:
        """The call is over: it leaves the floor and its agent's page."""
        view = self._views.pop(call_id, None)
        if view is None:
            return
        self._changed.discard(call_id)
        self._after.end(view)
        self._hub.publish(FLOOR, GoneMessage(call_id=call_id))
        self._hub.publish(agent_topic(view.card.agent), self.agent_snapshot(view.card.agent))

    def heard_again(self, call_id: str) -> None:
        """Tell who has this ended call open that its second hearing is over."""
        self._hub.publish(call_topic(call_id), HeardAgainMessage(call_id=call_id))

    def put_away(self, agent: str, call_id: str, prompt_id: str) -> float | None:
        """The agent puts a note away; seconds of the call that it was on, None where there is no such note.

        The call may still be on its way out.
        """
        if call_id in self._views:
            self._views[call_id].put_away(prompt_id)
            return None
        after = self._after.put_away(agent, call_id, prompt_id)
        if after is None:
            return None
        self._hub.publish(agent_topic(agent), self.agent_snapshot(agent))
        return after.seconds

    def publish_rows(self) -> None:
        """Send the rows that changed since the last time; called twice a second."""
        changed, self._changed = self._changed, set()
        if self._hub.followed(FLOOR):
            for call_id in changed & self._views.keys():
                self._hub.publish(FLOOR, RowMessage(row=self._views[call_id].row()))

    def agents(self) -> list[str]:
        """Agents in live calls now, by name."""
        return sorted({view.card.agent for view in self._views.values()})

    def agent_of(self, call_id: str) -> str | None:
        """Whose call it is; None where it is not live."""
        view = self._views.get(call_id)
        return view.card.agent if view else None

    def floor_snapshot(self) -> FloorSnapshot:
        """Every live call, neediest first."""
        rows = sorted((view.row() for view in self._views.values()), key=by_need)
        return FloorSnapshot(service=self._state(), rows=tuple(rows))

    def agent_snapshot(self, agent: str) -> AgentSnapshot:
        """The agent's newest live call, if any; else what the last one left."""
        view = self._current(agent)
        return AgentSnapshot(
            agent=agent,
            service=self._state(),
            call=view.snapshot() if view else None,
            after=None if view else self._after.of(agent),
        )

    def call_snapshot(self, call_id: str) -> CallTopicSnapshot:
        """One live call; None in it where the call is not live."""
        view = self._views.get(call_id)
        return CallTopicSnapshot(service=self._state(), call=view.snapshot() if view else None)

    def _current(self, agent: str) -> CallView | None:
        return next((view for view in reversed(self._views.values()) if view.card.agent == agent), None)
