"""The end of a hot call, and what comes after it."""

from collections.abc import Callable

from monitor.core.events import Channel, Evidence, Level, Measure
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.ladder_settings import LadderSettings
from monitor.core.prompting.rules.state import CallState, RuleLogic, Said, Want
from monitor.core.prompting.rules.words import WANTED_SECONDS, receipt

CLOSING_SECONDS = 20.0
"""Thanks so shortly before the goodbye belong to it."""
CLOSING = ("agent_farewell", "customer_farewell", "thanks", "ends_call")
CLOSED_SECONDS = 30.0
"""How long before its end a call is closed."""
TURN_OVER_SECONDS = 1.5
"""After so much silence of the agent the goodbye is complete."""
DEBRIEFED = {"debrief": "asked", "supervisor_joined": "joined"}
"""Notices that call for it, and the wording of each."""


def was_hot(state: CallState, settings: LadderSettings) -> bool:
    """The call escalated, or was raised for long enough in all."""
    return state.highest is Level.ESCALATED or state.hot_seconds >= settings.hot_call_seconds


def _measured(state: CallState, settings: LadderSettings) -> tuple[Evidence, dict[str, float | str]]:
    measure = Measure("hot_in_all", round(state.hot_seconds, 0), "s", limit=settings.hot_call_seconds)
    fields: dict[str, float | str] = {"level": str(state.highest), "seconds": state.hot_seconds}
    return Evidence(0.0, round(state.now, 3), (measure,)), fields


class EndWell:
    """The goodbye of a hot call, without thanks (D8, C6, C10)."""

    def __init__(self, settings: LadderSettings) -> None:
        self._settings = settings

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s once the agent's goodbye is complete; thanks before or within it mend it."""
        said = state.said.get("agent_farewell")
        if said is None or state.now - said.at > WANTED_SECONDS or not was_hot(state, self._settings):
            return None
        if not _is_complete(state, said) or "ends_call" in state.said:
            return None
        if state.said_since(said.heard.start - CLOSING_SECONDS, "thanks"):
            return None
        fields: dict[str, float | str] = {"level": str(state.highest), "words": said.heard.words}
        until = said.at + WANTED_SECONDS
        return Want("end_well", f"end_well-{said.heard.start}", receipt(said), fields, until=until)


def _is_complete(state: CallState, said: Said) -> bool:
    """The turn of the goodbye has ended."""
    words = state.talk.words(Channel.AGENT, said.heard.start)
    last = max((word.end for word in words), default=said.heard.end)
    return state.over or state.now - last >= TURN_OVER_SECONDS


class Breathe:
    """This agent's next call after a hot one (R5, R15)."""

    def __init__(self, settings: LadderSettings) -> None:
        self._settings = settings

    def update(self, state: CallState) -> Want | None:
        """Wanted for a while after the notice that begins such a call."""
        at = state.notices.get("after_hot_call")
        until = (at or 0.0) + self._settings.breathe_seconds
        if at is None or state.now > until:
            return None
        evidence = Evidence(round(at, 3), round(at, 3), (Measure("after_hot_call", 1.0, "notice"),))
        return Want("breathe", "breathe", evidence, {}, until=until)


class TellBoss:
    """The end of a call that was hot or escalated (T6)."""

    def __init__(self, settings: LadderSettings) -> None:
        self._settings = settings

    def update(self, state: CallState) -> Want | None:
        """Wanted when the call is over; where it broke off without a goodbye, only if it had been hot for long."""
        if not state.over or not was_hot(state, self._settings):
            return None
        long = state.highest is Level.ESCALATED or state.hot_seconds >= self._settings.broken_off_seconds
        long = long or not DEBRIEFED.keys().isdisjoint(state.notices)
        if not long and _broke_off(state):
            return None
        return Want("tell_boss", "tell_boss", *_measured(state, self._settings))


def _broke_off(state: CallState) -> bool:
    """No goodbye or thanks near its end; told by words only."""
    closed = state.last_said(*CLOSING)
    return state.words and (closed is None or state.now - closed.at > CLOSED_SECONDS)


class Debrief:
    """The call was escalated, a supervisor took part, or the agent asks for it by the key (R7)."""

    def __init__(self, settings: LadderSettings) -> None:
        self._settings = settings

    def update(self, state: CallState) -> Want | None:
        """Wanted when the call is over."""
        if not state.over:
            return None
        evidence, fields = _measured(state, self._settings)
        for notice, variant in DEBRIEFED.items():
            at = state.notices.get(notice)
            if at is not None:
                noticed = Evidence(round(at, 3), round(state.now, 3), (Measure(notice, 1.0, "notice"),))
                return Want("debrief", "debrief", noticed, fields, variant)
        return Want("debrief", "debrief", evidence, fields) if state.highest is Level.ESCALATED else None


CODED: dict[str, Callable[[Rule, LadderSettings], RuleLogic]] = {
    "end_well": lambda _, settings: EndWell(settings),
    "breathe": lambda _, settings: Breathe(settings),
    "tell_boss": lambda _, settings: TellBoss(settings),
    "debrief": lambda _, settings: Debrief(settings),
}
