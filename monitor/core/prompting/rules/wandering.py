"""The matter is settled, or there is none, and the talk goes on: a short answer and a yes-or-no question (D18)."""

from collections.abc import Callable

from monitor.core.events import Channel
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.matter import is_open, settled_at
from monitor.core.prompting.rules.state import CallState, RuleLogic, Said, Want
from monitor.core.prompting.rules.turns import has_ended, turn_of
from monitor.core.prompting.rules.words import WANTED_SECONDS, receipt
from monitor.core.words.conversation import Turn

LONG_WORDS = 20
"""Who wanders for so many words is helped back at once."""
WANDERS = ("small_talk", "personal_question")
CLOSES = ("anything_else", "closed_question", "asks_settled", "agent_farewell")
DONE = ("next_step", "remedy", "summary", "anything_else", "agent_farewell")
REOPENS = ("complaint", "customer_question", "demand", "suggestion", "customer_refusal", "indecision", "not_settled")


class CloseQuestion:
    """The customer wanders or asks something personal then, or the agent opens it up again."""

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s, until a question closes it."""
        said = state.last_said(*WANDERS, "open_question", "own_life")
        if said is None or state.now - said.at > 2 * WANTED_SECONDS:
            return None
        turn, since = turn_of(state, said), self._settled(state, said)
        if turn is None or since is None or state.said_since(said.heard.end, *CLOSES):
            return None
        by_customer = said.heard.channel is Channel.CUSTOMER
        if not (self._goes_on(state, turn) if by_customer else has_ended(state, turn)):
            return None
        episode, fields = f"close_question-{turn.start:.2f}", {"words": said.heard.words}
        variant = "customer" if by_customer else ""
        return Want("close_question", episode, receipt(said), fields, variant, until=state.now + WANTED_SECONDS)

    def _settled(self, state: CallState, said: Said) -> float | None:
        """Since when nothing is in hand; None while something is."""
        at = settled_at(state)
        done = [each.heard.end for each in state.all_said(*DONE) if each.heard.end < said.heard.start]
        since = max([at if at < said.heard.end else -1.0, *done])
        if since < 0.0 or ((is_open(state) is not None) and at < 0.0):
            return None
        turn = turn_of(state, said)
        reopened = [
            each
            for each in state.all_said(*REOPENS, since=since)
            if each.heard.end < said.heard.start and (turn is None or each.heard.end < turn.start)
        ]
        return None if reopened else since

    def _goes_on(self, state: CallState, turn: Turn) -> bool:
        """For long, or past an answer that closed nothing; at the call's end it is decided."""
        if len(turn.words) >= LONG_WORDS or state.over:
            return True
        return state.talk.ended(Channel.AGENT, turn.end, state.now) > 0


CODED: dict[str, Callable[[Rule], RuleLogic]] = {"close_question": lambda _: CloseQuestion()}
