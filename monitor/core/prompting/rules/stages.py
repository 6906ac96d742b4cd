"""How far the call has come: greeting, purpose, resolution, close.

    greeting -> purpose       the customer says what the call is about
    purpose -> resolution     the agent does something about it: offers, instructs, looks up, refuses
    any but greeting -> close goodbye, summary, "anything else", or the customer says that it is settled
    close -> resolution       the customer says that it is not settled after all, or asks again

Each stage is told with the words that began it.
"""

from enum import StrEnum

import msgspec

from monitor.core.events import Channel, Heard
from monitor.core.prompting.rules.state import CallState, Said

SOLVING = (
    "remedy", "instruction", "next_step", "alternative", "exception", "looked_up", "refusal", "rule_refusal",
    "take_on", "asks_suggestion", "call_back", "return_terms",
)  # fmt: skip
"""The agent works on the matter."""
CLOSING = ("agent_farewell", "customer_farewell", "anything_else", "summary")
SETTLING = ("matter_settled",)
"""Closes a call in which something was done about the matter."""
REOPENING = ("not_settled", "complaint", "repeated_complaint", "customer_question", "customer_refusal", "demand")
STEPS = (*SOLVING, "asks_settled", "asks_contact", "summary", "hold_announced")
"""Each is a step further within the resolution."""
PURPOSE_WORDS = 4
"""A first turn of the customer's of so many words says what the call is about."""


class StageName(StrEnum):
    """In their order."""

    GREETING = "greeting"
    PURPOSE = "purpose"
    RESOLUTION = "resolution"
    CLOSE = "close"


class StageNow(msgspec.Struct, frozen=True):
    """Where the call is, and what says so."""

    name: StageName = StageName.GREETING
    since: float = 0.0
    heard: tuple[Heard, ...] = ()
    """The words that began it; none for the greeting."""


class Stages:
    """One call's stages."""

    def __init__(self) -> None:
        self.now = StageNow()
        self._step_at = 0.0

    def update(self, state: CallState) -> list[StageNow]:
        """Stages that have begun, in their order."""
        begun = []
        while (following := self._following(state)) is not None:
            self.now = following
            self._step_at = max(self._step_at, following.since)
            begun.append(following)
        step = state.last_said(*STEPS) if self.now.name is StageName.RESOLUTION else None
        self._step_at = max(self._step_at, state.now if state.on_hold else 0.0, step.heard.end if step else 0.0)
        return begun

    def stalled_seconds(self, now: float) -> float:
        """Since the last step further; a hold and a close do not stall."""
        waits = self.now.name in (StageName.PURPOSE, StageName.RESOLUTION)
        return now - self._step_at if waits else 0.0

    def _following(self, state: CallState) -> StageNow | None:
        match self.now.name:
            case StageName.GREETING:
                return _purpose(state)
            case StageName.PURPOSE:
                return self._on(state, StageName.CLOSE, CLOSING) or self._on(state, StageName.RESOLUTION, SOLVING)
            case StageName.RESOLUTION:
                return self._on(state, StageName.CLOSE, (*CLOSING, *SETTLING))
            case StageName.CLOSE:
                return self._on(state, StageName.RESOLUTION, REOPENING)

    def _on(self, state: CallState, name: StageName, acts: tuple[str, ...]) -> StageNow | None:
        """What was said after the words that began this stage."""
        after = max((heard.end for heard in self.now.heard), default=self.now.since)
        found = [said for said in map(state.said.get, acts) if said is not None and said.heard.end > after + 0.01]
        said = min(found, key=lambda each: each.heard.start, default=None)
        return None if said is None else _begun(name, said)


def _purpose(state: CallState) -> StageNow | None:
    begun = state.begun[Channel.CUSTOMER]
    for turn in state.talk.of(Channel.CUSTOMER, begun):
        if len(turn.words) >= PURPOSE_WORDS:
            heard = Heard(turn.text, Channel.CUSTOMER, turn.start, turn.end, StageName.PURPOSE)
            return StageNow(StageName.PURPOSE, turn.start, (heard,))
    return None


def _begun(name: StageName, said: Said) -> StageNow:
    return StageNow(name, said.heard.end, (said.heard,))
