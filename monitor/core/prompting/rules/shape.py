"""The shape of the call: whispers for what the checklist misses, and for a close that comes too early."""

from collections.abc import Callable

from monitor.core.events import Channel
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.matter import AGREED, TROUBLE, goodbye, next_turn, settled_at
from monitor.core.prompting.rules.stages import SOLVING
from monitor.core.prompting.rules.state import CallState, RuleLogic, Said, Want
from monitor.core.prompting.rules.words import WANTED_SECONDS, receipt

CLOSING = ("agent_farewell", "anything_else")
OBJECTS_SECONDS = 12.0
"""So long after the closing words the customer's "but" answers them."""
HURRIED_SECONDS = 30.0
"""After the customer was hurried, nothing else hurries the call."""
CLOSED_SECONDS = 1.5


class MissingItem:
    """Whispers about an item for 12 s after its moment passed, until it is done."""

    def __init__(self, rule: Rule) -> None:
        self._id = rule.id

    def update(self, state: CallState) -> Want | None:
        """Once for each time that the moment passed."""
        missed = state.missed.get(self._id)
        if missed is None or state.now - missed.at > WANTED_SECONDS:
            return None
        episode = f"{self._id}-{missed.at:.1f}"
        return Want(self._id, episode, missed.receipt, missed.fields, until=missed.at + WANTED_SECONDS)


class MissingSummary(MissingItem):
    """Too late once nothing else was wanted and goodbye is said: the item stays missing, in silence."""

    def update(self, state: CallState) -> Want | None:
        """A goodbye before the item was found missing, and after "anything else" was answered."""
        missed, asked = state.missed.get(self._id), state.last_said("anything_else")
        goodbye_said = state.last_said("agent_farewell")
        if missed is not None and asked is not None and goodbye_said is not None:
            answer = next_turn(state, Channel.CUSTOMER, asked.heard.end)
            if answer is not None and answer.start < goodbye_said.heard.start < missed.at:
                return None
        return super().update(state)


class TooLong(MissingItem):
    """Too long in one stage of the call (C6); the customer is never hurried twice."""

    def update(self, state: CallState) -> Want | None:
        """Yields to ``dont_rush``."""
        if state.said_since(state.now - HURRIED_SECONDS, "hurry"):
            return None
        return super().update(state)


class NotYetClosed:
    """The agent closes while nothing is agreed, or the customer objects to the close (H2)."""

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s; a remedy or a next step mends it."""
        said = state.last_said(*CLOSING)
        if said is None or state.last_said(*TROUBLE, "not_settled") is None:
            return None
        return self._objected(state, said) or self._nothing_agreed(state, said)

    def _objected(self, state: CallState, closing: Said) -> Want | None:
        """What the customer says to the closing words, or said right before them."""
        objection = state.last_said("not_settled")
        if objection is None or state.now - objection.at > WANTED_SECONDS + OBJECTS_SECONDS:
            return None
        before = next_turn(state, Channel.AGENT, objection.heard.end)
        answers = 0.0 <= objection.heard.start - closing.heard.end <= OBJECTS_SECONDS
        ignored = before is not None and before.start <= closing.heard.start <= before.end
        if not (answers or ignored) or state.said_since(objection.heard.end, *AGREED, "call_back", "matter_settled"):
            return None
        return _want(objection, state, "customer")

    def _nothing_agreed(self, state: CallState, closing: Said) -> Want | None:
        if goodbye(state, CLOSED_SECONDS, *CLOSING) is None or state.now - closing.at > WANTED_SECONDS:
            return None
        told = state.all_said(*TROUBLE)
        if not told or settled_at(state) > told[-1].heard.start:
            return None
        refused = state.last_said("customer_refusal")
        since = max(told[0].heard.start, refused.heard.end if refused else 0.0)
        if state.said_since(since, *SOLVED):
            return None
        return _want(closing, state, "")


SOLVED = tuple(act for act in SOLVING if act not in ("refusal", "rule_refusal", "looked_up", "instruction"))


def _want(said: Said, state: CallState, variant: str) -> Want | None:
    if state.now - said.at > WANTED_SECONDS:
        return None
    episode = f"not_yet_closed-{said.heard.start}"
    fields: dict[str, float | str] = {"words": said.heard.words}
    return Want("not_yet_closed", episode, receipt(said), fields, variant, until=said.at + WANTED_SECONDS)


ITEMS = (
    "greet", "answered_in_time", "ask_name", "use_name", "clarify", "contact_detail", "settles_it", "summarise",
    "way_back", "thank", "follow_up",
)  # fmt: skip
"""In the order of a call."""

CODED: dict[str, Callable[[Rule], RuleLogic]] = {
    **dict.fromkeys((item for item in ITEMS if item != "answered_in_time"), MissingItem),
    "summarise": MissingSummary,
    "stage": TooLong,
    "not_yet_closed": lambda _: NotYetClosed(),
}
