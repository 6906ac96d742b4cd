"""The matter is settled, or there is none, and the talk goes on: a short answer and a yes-or-no question (D18)."""

from collections.abc import Callable

from monitor.core.events import Channel, Evidence, Heard
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.matter import is_open
from monitor.core.prompting.rules.state import CallState, RuleLogic, Said, Want
from monitor.core.prompting.rules.turns import has_ended, said_in, turn_of, turns_before
from monitor.core.prompting.rules.words import WANTED_SECONDS, receipt
from monitor.core.words.conversation import Turn
from monitor.core.words.sameness import shared

LONG_WORDS = 20
"""Who wanders for so many words is helped back at once."""
WANDERING_WORDS = 8
"""So many words that tell what a turn is about, and one of them at most said in the call before: another matter."""
WANDERS = ("small_talk", "personal_question")
OPENS = ("open_question", "own_life", "chat")
"""What of the agent's keeps a settled call going."""
CLOSES = ("anything_else", "closed_question", "asks_settled", "agent_farewell")
DONE = ("matter_done", "next_step", "remedy", "summary", "anything_else", "agent_farewell")
REOPENS = (
    "complaint",
    "customer_question",
    "asks_when",
    "asks_price",
    "demand",
    "suggestion",
    "customer_refusal",
    "indecision",
    "not_settled",
)
SETTLES_SECONDS = 5.0
"""Who says that it is settled says so at the beginning of a turn."""
MATTERS = ("complaint", "repeated_complaint", "frustration", "demand", "suggestion", "indecision", "unvalued")


class CloseQuestion:
    """The customer wanders or asks something personal then, or the agent opens it up again."""

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s, until a question closes it."""
        return self._by_customer(state) or self._by_agent(state)

    def _by_customer(self, state: CallState) -> Want | None:
        for turn in turns_before(state, Channel.CUSTOMER, state.now)[:2]:
            if state.now - turn.end <= WANTED_SECONDS and self._goes_on(state, turn):
                found = self._wandered(state, turn)
                if found is not None:
                    return found
        return None

    def _wandered(self, state: CallState, turn: Turn) -> Want | None:
        if self._settled(state, turn) is None or state.said_since(turn.start, *CLOSES):
            return None
        said = said_in(state, turn, *WANDERS)
        if not said and not self._is_of_something_else(state, turn):
            return None
        text = " ".join(turn.texts[-LONG_WORDS:])
        heard = said[-1].heard if said else Heard(text, Channel.CUSTOMER, turn.start, turn.end, "small_talk")
        evidence = Evidence(round(heard.start, 3), round(heard.end, 3), (), (heard,))
        episode, fields = f"close_question-{turn.start:.2f}", {"words": heard.words}
        until = turn.end + WANTED_SECONDS
        return Want("close_question", episode, evidence, fields, "customer", until=until)

    def _by_agent(self, state: CallState) -> Want | None:
        said = state.last_said(*OPENS)
        if said is None or state.now - said.at > WANTED_SECONDS or self._closes(state, said):
            return None
        turn = turn_of(state, said)
        if turn is None or not has_ended(state, turn) or self._settled(state, turn) is None:
            return None
        episode, fields = f"close_question-{turn.start:.2f}", {"words": said.heard.words}
        return Want("close_question", episode, receipt(said), fields, until=said.at + WANTED_SECONDS)

    def _closes(self, state: CallState, said: Said) -> bool:
        """A question that closes it came after, or is what was asked."""
        return state.said_since(said.heard.end, *CLOSES) or state.said_since(said.heard.start, "asks_settled")

    def _settled(self, state: CallState, turn: Turn) -> float | None:
        """Since when nothing is in hand at this turn; None while something is."""
        told = [said for said in state.all_said("matter_settled") if _settles(state, said, turn)]
        done = [said for said in state.all_said(*DONE) if said.heard.start < turn.start]
        if not told and not done:
            return None
        since = max(said.heard.end for said in (*told, *done))
        if not told and is_open(state) is not None:
            return None
        reopened = [said for said in state.all_said(*REOPENS, since=since) if said.heard.end < turn.start]
        return since if all(_wanders(state, said) for said in reopened) else None

    def _goes_on(self, state: CallState, turn: Turn) -> bool:
        """For long, or past an answer that closed nothing; at the call's end it is decided."""
        if len(turn.words) >= LONG_WORDS or state.over:
            return True
        return state.talk.ended(Channel.AGENT, turn.start, state.now) > 0

    def _is_of_something_else(self, state: CallState, turn: Turn) -> bool:
        """A long turn in which nothing of the matter comes up again and nothing is asked or complained of."""
        if len(turn.words) < LONG_WORDS or said_in(state, turn, *MATTERS):
            return False
        telling = state.talk.telling(turn.words)
        before = {
            word for each in state.talk.turns if each.start < turn.start for word in state.talk.telling(each.words)
        }
        return bool(before) and len(telling) >= WANDERING_WORDS and len(shared(before, telling)) <= 1


def _settles(state: CallState, said: Said, turn: Turn) -> bool:
    """Said by the end of this turn, at the beginning of its own."""
    own = turn_of(state, said)
    return own is not None and said.heard.start <= turn.end and said.heard.start - own.start < SETTLES_SECONDS


def _wanders(state: CallState, said: Said) -> bool:
    """Small talk has its questions, too."""
    turn = turn_of(state, said)
    return turn is not None and bool(said_in(state, turn, *WANDERS))


CODED: dict[str, Callable[[Rule], RuleLogic]] = {"close_question": lambda _: CloseQuestion()}
