"""The checklist's items of the close: judged once the goodbye, or "anything else", is complete."""

from abc import ABC, abstractmethod

from monitor.core.events import Channel, Heard
from monitor.core.prompting.rules.items import at_words
from monitor.core.prompting.rules.ladder_end import was_hot
from monitor.core.prompting.rules.ladder_settings import LadderSettings
from monitor.core.prompting.rules.matter import (
    AGREED,
    ANSWER_OVER_SECONDS,
    SETTLED,
    TROUBLE,
    answered_yes,
    goodbye,
    is_open,
    next_turn,
    settled_at,
)
from monitor.core.prompting.rules.shape_settings import ShapeSettings
from monitor.core.prompting.rules.stages import SOLVING
from monitor.core.prompting.rules.state import CallState, Missed, Said


class _AtTheClose(ABC):
    """Looks only where the goodbye is complete, or the call is over."""

    final = False

    def __init__(self, settings: ShapeSettings, *goodbyes: str) -> None:
        self._seconds = settings.turn_over_seconds
        self._goodbyes = goodbyes

    def missed(self, state: CallState) -> Missed | None:
        """Its moment passed with the goodbye, where it applies."""
        said = goodbye(state, self._seconds, *self._goodbyes)
        if said is None and not state.over:
            return None
        return at_words(state, said) if self.applies(state) else None

    @abstractmethod
    def applies(self, state: CallState) -> bool:
        """Whether a call like this one needs it."""


class ContactDetail(_AtTheClose):
    """A way to reach the caller asked for before the close (C3); where something is to come or was promised."""

    id = "contact_detail"

    def done(self, state: CallState) -> tuple[Heard, ...] | None:
        """Asked for."""
        return _first(state, "asks_contact")

    def applies(self, state: CallState) -> bool:
        """A promise or a matter still open; a trouble or a step to come that the customer did not call settled."""
        if is_open(state) is not None or state.last_said("follow_up") is not None:
            return True
        step = state.last_said("next_step")
        return step is not None and step.heard.start > settled_at(state)

    def missed(self, state: CallState) -> Missed | None:
        """Told once the customer has answered whether there is anything else."""
        return None if _answers_now(state) else super().missed(state)


class SettlesIt(_AtTheClose):
    """A remedy was offered, and the customer was asked whether it settles the matter (C6, C10, D13, D14)."""

    id = "settles_it"

    def done(self, state: CallState) -> tuple[Heard, ...] | None:
        """Asked after something was done, or after a trouble was told."""
        for asked in state.all_said("asks_settled", since=state.begun[Channel.AGENT]):
            if any(said.heard.start < asked.heard.end for said in state.all_said(*SOLVING, *TROUBLE)):
                return (asked.heard,)
        return None

    def applies(self, state: CallState) -> bool:
        """A trouble, and a remedy."""
        return state.last_said(*TROUBLE) is not None and state.last_said("remedy", "exception") is not None

    def missed(self, state: CallState) -> Missed | None:
        """Its receipt is the remedy; who calls the matter settled need not be asked."""
        found = super().missed(state)
        remedy = state.last_said("remedy", "exception")
        if found is None or remedy is None or _answers_now(state):
            return None
        return None if state.said_since(remedy.heard.end, *SETTLED) else at_words(state, remedy)


class Summarise(_AtTheClose):
    """What was agreed is summed up at the close, and the customer said yes to it (C10)."""

    id = "summarise"

    def done(self, state: CallState) -> tuple[Heard, ...] | None:
        """Once the customer's answer to it came without an objection."""
        for said in state.all_said("summary", since=state.begun[Channel.AGENT]):
            worked = any(each.heard.start < said.heard.end for each in state.all_said(*SOLVING, "asks_settled"))
            if worked and answered_yes(state, said):
                return (said.heard,)
        return None

    def applies(self, state: CallState) -> bool:
        """Something was agreed."""
        return state.last_said(*AGREED, "call_back") is not None

    def missed(self, state: CallState) -> Missed | None:
        """Told once the customer has answered whether there is anything else."""
        return None if _answers_now(state) else super().missed(state)


class WayBack(_AtTheClose):
    """An open matter at the close: how, when and whom to reach (D8, H1, H4)."""

    id = "way_back"

    def done(self, state: CallState) -> tuple[Heard, ...] | None:
        """Told."""
        return _first(state, "way_back")

    def applies(self, state: CallState) -> bool:
        """The matter is open."""
        return is_open(state) is not None

    def missed(self, state: CallState) -> Missed | None:
        """Its receipt is what is open."""
        found = super().missed(state)
        return None if found is None else at_words(state, is_open(state))


class Thank(_AtTheClose):
    """Thanks for the call, the patience or the question (C10, C4, D8)."""

    id = "thank"

    def __init__(self, settings: ShapeSettings) -> None:
        super().__init__(settings, "agent_farewell")

    def done(self, state: CallState) -> tuple[Heard, ...] | None:
        """At any time; an announcement's thanks are nobody's."""
        greeted = state.begun[Channel.AGENT] + OPENING_SECONDS
        thanks = state.all_said("thanks", since=greeted)
        return (thanks[0].heard,) if thanks else None

    def applies(self, state: CallState) -> bool:
        """Always."""
        return True


class FollowUp(_AtTheClose):
    """After a hot call a follow-up is offered (D8, D13)."""

    id = "follow_up"

    def __init__(self, settings: ShapeSettings, ladder: LadderSettings) -> None:
        super().__init__(settings)
        self._ladder = ladder

    def done(self, state: CallState) -> tuple[Heard, ...] | None:
        """Offered."""
        return _first(state, "follow_up")

    def applies(self, state: CallState) -> bool:
        """The call was hot."""
        return was_hot(state, self._ladder)


ANSWERED_SECONDS = 6.0
"""So long after "anything else" its answer is waited for."""
OPENING_SECONDS = 8.0
"""Thanks for the call as its greeting are a greeting."""


def _answers_now(state: CallState) -> bool:
    """The customer was asked for anything else, and has not said yet."""
    asked = state.last_said("anything_else")
    if asked is None or state.over or state.said_since(asked.heard.end, "agent_farewell"):
        return False
    answer = next_turn(state, Channel.CUSTOMER, asked.heard.end)
    since = state.now - (asked.heard.end if answer is None else answer.end)
    return since < (ANSWERED_SECONDS if answer is None else ANSWER_OVER_SECONDS)


def _first(state: CallState, act: str) -> tuple[Heard, ...] | None:
    said: list[Said] = state.all_said(act, since=state.begun[Channel.AGENT])
    return (said[0].heard,) if said else None
