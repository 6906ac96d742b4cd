"""The ladder up: when a call needs more than its agent."""

from collections.abc import Callable

import msgspec

from monitor.core.events import Evidence, Measure
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.state import CallState, RuleLogic, Said, Want
from monitor.core.prompting.rules.words import WANTED_SECONDS, receipt

SAME_OUTBURST_SECONDS = 2.0


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


class StayCalm:
    """The customer's first rudeness passes (R5, R6, R10, D3, D12, D17)."""

    def __init__(self) -> None:
        self._first: Said | None = None

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after the first rude or profane words of the call; not again for later ones."""
        said = state.last_said("rudeness", "profanity")
        if said is None:
            return None
        if self._first is None:
            self._first = said
        again = said.heard.start - self._first.heard.end > SAME_OUTBURST_SECONDS
        if again or state.now - self._first.at > WANTED_SECONDS:
            return None
        fields, until = {"words": self._first.heard.words}, self._first.at + WANTED_SECONDS
        return Want("stay_calm", "stay_calm", receipt(self._first), fields, until=until)


CODED: dict[str, Callable[[Rule, LadderSettings], RuleLogic]] = {
    "offer_supervisor": lambda _, settings: OfferSupervisor(settings),
    "stay_calm": lambda _rule, _settings: StayCalm(),
}
