"""How many turns the agent has ended: a turn ends when the customer speaks next, or after 2 s of silence."""

from monitor.core.events import Channel

SILENCE_SECONDS = 2.0


class TurnCount:
    """Fed with the units of both sides as they begin."""

    def __init__(self) -> None:
        self.agent_turns = 0
        self._agent_had_floor = False
        self._agent_spoke_at = 0.0

    def begin(self, channel: Channel, now: float) -> None:
        """A speech unit began."""
        if channel is Channel.AGENT:
            self._agent_had_floor, self._agent_spoke_at = True, now
        elif self._agent_had_floor:
            self._end()

    def update(self, now: float, agent_speaking: bool) -> None:
        """Once a frame."""
        if agent_speaking:
            self._agent_had_floor, self._agent_spoke_at = True, now
        elif self._agent_had_floor and now - self._agent_spoke_at >= SILENCE_SECONDS:
            self._end()

    def wait(self, now: float) -> None:
        """The line is gone: its silence ends nobody's turn."""
        self._agent_spoke_at = now

    def finish(self) -> None:
        """The call is over, and with it the agent's turn."""
        if self._agent_had_floor:
            self._end()

    def _end(self) -> None:
        self.agent_turns += 1
        self._agent_had_floor = False
