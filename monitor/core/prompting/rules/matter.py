"""The customer's matter as far as words tell: told, worked on, settled or still open."""

from monitor.core.events import Channel, Heard
from monitor.core.prompting.rules.state import CallState, Said
from monitor.core.words.conversation import Turn

TROUBLE = ("complaint", "repeated_complaint", "frustration")
AGREED = ("remedy", "next_step", "exception", "alternative")
"""The agent puts it right, or says what happens next."""
PROMISED = ("call_back",)
"""Something is to come: the matter goes on after the call."""
SETTLED = ("matter_settled",)
YES = ("agreement", "matter_settled")
ASKED = ("asks_settled", "summary")
OBJECTIONS = ("not_settled", "customer_refusal", "complaint", "threat_to_leave", "rudeness", "profanity")
ANSWER_OVER_SECONDS = 1.0
"""After so much silence of the customer an answer is complete."""
GOODBYES = ("agent_farewell", "anything_else", "customer_farewell")


def settled_at(state: CallState) -> float:
    """When the customer last said that it is settled, or said yes to that question; -1 if never."""
    at = max((said.heard.end for said in state.all_said(*SETTLED)), default=-1.0)
    asked = [said for said in state.all_said(*ASKED) if answered_yes(state, said)]
    return max(at, max((said.heard.end for said in asked), default=-1.0))


def answered_yes(state: CallState, said: Said) -> bool:
    """The customer's next words agree: a yes, or no objection."""
    turn = next_turn(state, Channel.CUSTOMER, said.heard.end)
    if turn is None or not (state.over or state.now - turn.end >= ANSWER_OVER_SECONDS):
        return False
    until = turn.end + 0.01
    return not any(each.heard.start < until for each in state.all_said(*OBJECTIONS, since=turn.start))


def is_open(state: CallState) -> Said | None:
    """What was said last of a trouble, or of something that is to come, without being settled since."""
    last = state.last_said(*TROUBLE, *PROMISED)
    if last is None or last.heard.start < settled_at(state):
        return None
    return last


def next_turn(state: CallState, channel: Channel, after: float) -> Turn | None:
    """One side's first words after a moment, short answers too."""
    return next((turn for turn in state.talk.turns if turn.channel is channel and turn.end > after + 0.05), None)


def goodbye(state: CallState, turn_over_seconds: float, *acts: str) -> Said | None:
    """The first words of the goodbye since the last thing that was told, once the agent's turn after it is complete."""
    said = state.last_said(*(acts or GOODBYES))
    if said is None or state.over:
        return said
    words = state.talk.words(Channel.AGENT, said.heard.start)
    last = max((word.end for word in words), default=None)
    if last is None:  # the customer said goodbye, and the agent has not answered yet
        return said if state.now - said.heard.end >= 2 * turn_over_seconds else None
    return said if state.now - last >= turn_over_seconds else None


def last_words(state: CallState, channel: Channel, seconds: float) -> tuple[Heard, ...]:
    """The end of what a side said, for a receipt."""
    words = state.talk.words(channel, state.now - seconds)
    if not words:
        return ()
    return (Heard(" ".join(word.text for word in words[-8:]), channel, words[0].start, words[-1].end, "turn"),)
