"""Mirroring: the agent's voice follows the customer's up, short of being raised itself.

Both must be over their own usual at the same time, the agent's with effort, and the
customer's first: who was loud first is not the one who mirrors.
"""

import msgspec

from monitor.core.cues.span import CueSpan
from monitor.core.events import Channel, Cue, CueKind, Evidence, Measure
from monitor.core.voices.voice import Effort


class MirroringSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Distances from each one's own usual."""

    customer_db: float = 6.0
    customer_recent_seconds: float = 12.0
    agent_db: float = 4.0
    agent_alpha_db: float = 1.5
    agent_pitch_st: float = 1.0
    sustain_seconds: float = 1.5
    release_seconds: float = 2.5


class Mirroring:
    """Looks at both voices; the cue is the agent's."""

    def __init__(self, call_id: str, settings: MirroringSettings) -> None:
        self._settings = settings
        self._span = CueSpan(
            call_id, CueKind.MIRRORING, Channel.AGENT, settings.sustain_seconds, settings.release_seconds
        )
        self._customer_at: float | None = None
        self._customer_db = 0.0

    @property
    def open(self) -> Cue | None:
        """The open cue."""
        return self._span.open

    def update(self, now: float, agent: Effort | None, customer: Effort | None, customer_raised: bool) -> list[Cue]:
        """Both efforts at this moment, and whether the customer's voice counts as raised."""
        if customer_raised and customer is not None and customer.level_db >= self._settings.customer_db:
            self._customer_at, self._customer_db = now, customer.level_db
        if agent is None and self._span.idle:
            return []
        holds = agent is not None and self._recent(now) and self._follows(agent.cautious)
        start = self._span.since if self._span.since is not None else now
        return self._span.update(now, holds, start, lambda: self._evidence(start, now, agent))

    def finish(self, now: float) -> list[Cue]:
        """The call is over."""
        return self._span.close(now)

    def _recent(self, now: float) -> bool:
        return self._customer_at is not None and now - self._customer_at <= self._settings.customer_recent_seconds

    def _follows(self, agent: Effort) -> bool:
        settings = self._settings
        if agent.level_db < settings.agent_db:
            return False
        return agent.alpha_db >= settings.agent_alpha_db or agent.pitch_st >= settings.agent_pitch_st

    def _evidence(self, start: float, now: float, agent: Effort | None) -> Evidence:
        measures = (
            Measure("level_over_usual", round(agent.level_db if agent else 0.0, 1), "dB"),
            Measure("customer_level_over_usual", round(self._customer_db, 1), "dB"),
        )
        return Evidence(round(start, 3), round(now, 3), measures)
