"""The ladder up: when a call needs more than its agent."""

import msgspec

from monitor.core.events import Evidence, Measure
from monitor.core.prompting.rules.state import CallState, Want
from monitor.core.prompting.rules.words import receipt


class LadderSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a call may stay hot."""

    hot_seconds: float = 25.0
    asked_seconds: float = 15.0
    """How long a request for a supervisor stays an occasion."""


class OfferSupervisor:
    """Heat high and not falling, or the customer asks (D6, R7, R12, R13, T4, T8); mended by the offer."""

    def __init__(self, settings: LadderSettings) -> None:
        self._settings = settings

    def update(self, state: CallState) -> Want | None:
        """Wanted until the agent offers, and again only in a new hot spell."""
        return self._asked(state) or self._hot(state)

    def _asked(self, state: CallState) -> Want | None:
        said = state.said.get("supervisor_request")
        if said is None or state.now - said.at > self._settings.asked_seconds:
            return None
        if state.said_since(said.heard.start, "supervisor_offer"):
            return None
        return Want(
            "offer_supervisor",
            f"offer_supervisor-asked-{said.times}",
            receipt(said),
            {"words": said.heard.words},
            "words",
            urgent=True,
            until=said.at + self._settings.asked_seconds,
        )

    def _hot(self, state: CallState) -> Want | None:
        if state.hot_since is None or state.now - state.hot_since < self._settings.hot_seconds:
            return None
        if state.now - state.not_falling_since < self._settings.hot_seconds:
            return None
        if state.said_since(state.hot_since, "supervisor_offer", "supervisor_request"):
            return None
        seconds = state.now - state.hot_since
        measures = (Measure("hot", round(seconds, 0), "s", limit=self._settings.hot_seconds),)
        return Want(
            "offer_supervisor",
            f"offer_supervisor-hot-{state.hot_since:.0f}",
            Evidence(round(state.hot_since, 3), round(state.now, 3), measures),
            {"seconds": seconds, "level": str(state.level)},
        )
