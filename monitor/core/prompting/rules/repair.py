"""How the agent repairs what went wrong: hear it out, ask, apologise, put it right, and own it."""

from collections.abc import Callable, Sequence

from monitor.core.events import Channel, Evidence, Measure
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.state import CallState, RuleLogic, Said, Want
from monitor.core.prompting.rules.turns import said_in, turn_of, turns_before
from monitor.core.prompting.rules.words import (
    AROUND_SECONDS,
    JUDGED_AFTER_TURNS,
    WANTED_SECONDS,
    MissingRule,
    SaidRule,
    is_overdue,
    receipt,
)
from monitor.core.words.conversation import Turn

LONG_EXPLANATION_WORDS = 24
"""An explanation of so many words is one at length."""
CHECKS = ("repeat_back", "closed_question", "open_question", "looked_up", "own_life")
"""Who goes through the matter and asks, or talks of themselves, explains nothing away."""
LONG_ANSWER_WORDS = 36
"""So long an answer to a trouble is an explanation, whatever its words."""
FIRST_WORDS = 8
PATIENCE_SECONDS = 8.0
"""What takes blame back comes in the same turn, or within this time of a long one."""
LONG_WITHOUT_QUESTION_SECONDS = 18.0
MANY_TURNS = 3
SHORT_QUESTION_WORDS = 8
"""Three turns no longer than this, one after the other, are questions for single facts; an answer takes more words."""
TELLING_WORDS = 16
"""Who says so much without a question asks for facts no more."""
APOLOGY_HOLDS_SECONDS = 60.0
"""An apology is still heard when the next part of the account comes."""
CHAT_SECONDS = 60.0
"""So long after small talk it still goes on."""
LEAST_ACCOUNT_WORDS = 5
LEAST_STATEMENT_WORDS = 6
TROUBLE = ("complaint", "frustration", "repeated_complaint")
PROTEST_SECONDS = 4.0
"""Who was cut short says so at the beginning of their next turn."""
SOLUTIONS = ("remedy", "instruction")
QUESTIONS = ("open_question", "closed_question", "repeat_back")


BACK_SECONDS = 15.0
"""So soon after a hold an apology is for the wait."""


class MoreThanSorry(MissingRule):
    """An apology to a complaint, and no offer before or since (H3)."""

    def occasion(self, state: CallState) -> tuple[float, Want] | None:
        """The newest apology, unless something was offered from the account on."""
        found = super().occasion(state)
        if found is None or not is_told(state, TROUBLE, found[0]):
            return None
        if state.said_since(found[0] - BACK_SECONDS, "hold_over"):  # it was for the wait
            return None
        told = state.all_said(*TROUBLE)
        since = min((said.heard.start for said in told), default=found[0])
        return None if state.said_since(since, *self._rule.answered_by) else found

    def is_overdue(self, state: CallState, since: float, agent_turns: int) -> bool:
        """Who still asks hears it out first: the time for an offer runs from their last question."""
        asked = state.all_said("open_question", "closed_question", since=since)
        if not asked:
            return super().is_overdue(state, since, agent_turns)
        last = asked[-1].heard.end
        return state.talk.of(Channel.AGENT, last) != [] and super().is_overdue(state, last, agent_turns)


class Apologise(MissingRule):
    """A complaint was told, and no apology came, not even just before (D5, D10, D16, H3, H4)."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule)
        self._hints: set[float] = set()
        """Since when an answer to what was only hinted at counts."""

    def occasion(self, state: CallState) -> tuple[float, Want] | None:
        """The newest complaint, unless the agent apologised already."""
        found = self._complained(state) or self._hinted(state)
        if found is None or state.said_since(found[0] - APOLOGY_HOLDS_SECONDS, *self._rule.answered_by):
            return None
        return found

    def is_overdue(self, state: CallState, since: float, agent_turns: int) -> bool:
        """A hint of trouble asks for understanding at most."""
        understood = since in self._hints and state.said_since(since, "empathy")
        return not understood and super().is_overdue(state, since, agent_turns)

    def _complained(self, state: CallState) -> tuple[float, Want] | None:
        """No tale told in passing, and no request that only sounds like one."""
        found, said = super().occasion(state), state.last_said(*self._rule.after)
        if found is None or said is None or is_chatting(state, said.heard.start):
            return None
        turn = turn_of(state, said)
        return None if turn is not None and self._asks_only(state, turn) else found

    def _asks_only(self, state: CallState, turn: Turn) -> bool:
        """Something is asked for, and one remark is all the trouble there is."""
        if not said_in(state, turn, "request", "customer_question"):
            return False
        return len(state.all_said(*TROUBLE)) + len(said_in(state, turn, "mishap")) < 2

    def _hinted(self, state: CallState) -> tuple[float, Want] | None:
        """One word of trouble in an account that asks for nothing; known once the agent has begun to answer."""
        said, answer = state.last_said("mishap"), state.talk.last(Channel.AGENT)
        if said is None or answer is None or answer.start < said.heard.end or state.now - said.at > WANTED_SECONDS:
            return None
        account = _account(state, answer.start)
        if account is None or account.start >= said.heard.start or not is_statement(state, account, "request"):
            return None
        if is_chatting(state, account.start) or self._was_asked(state, account):
            return None
        self._hints.add(account.end)
        want = Want("apologise", f"apologise-{said.heard.start}", receipt(said), {"words": said.heard.words})
        return account.end, want

    def _was_asked(self, state: CallState, account: Turn) -> bool:
        """The account answers a question of the agent's."""
        before = turns_before(state, Channel.AGENT, account.start)[:1]
        return any(said_in(state, turn, "closed_question", "open_question", "asks_name") for turn in before)


class AskOpen(MissingRule):
    """A trouble was told, and the agent asks for single facts, but no open question for long (D13, D14, D15)."""

    def is_overdue(self, state: CallState, since: float, agent_turns: int) -> bool:
        """Two short turns are soon over: they took some seconds, too, or a third such one follows."""
        if not is_overdue(state, since, agent_turns) or not state.all_said("closed_question", since=since):
            return False
        turns = state.talk.of(Channel.AGENT, since)
        if turns and len(turns[-1].words) >= TELLING_WORDS and not said_in(state, turns[-1], "closed_question"):
            return False
        if state.talk.ended(Channel.AGENT, since, state.now) >= MANY_TURNS and _are_short(turns[:MANY_TURNS]):
            return True
        if len(turns) < JUDGED_AFTER_TURNS:
            return True
        return turns[JUDGED_AFTER_TURNS - 1].end - since >= LONG_WITHOUT_QUESTION_SECONDS


def _are_short(turns: Sequence[Turn]) -> bool:
    return all(len(turn.words) <= SHORT_QUESTION_WORDS for turn in turns)


class RemedyNotExcuse:
    """The agent explains at length why it went wrong, before any apology or offer, and nobody asked (H3, D14)."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule

    def update(self, state: CallState) -> Want | None:
        """Wanted once the explanation is long, until something better comes."""
        turn = state.talk.last(Channel.AGENT)
        if turn is None or state.now - turn.end > WANTED_SECONDS:
            return None
        excuses, length = state.all_said("excuse", since=turn.start), len(turn.words)
        most = LONG_EXPLANATION_WORDS if excuses else LONG_ANSWER_WORDS
        if length < most or self._asked(state, turn) or self._answered(state, turn):
            return None
        over = state.over or state.talk.ended(Channel.AGENT, turn.start, state.now)
        if not excuses and (not over or state.all_said(*CHECKS, since=turn.start)):
            return None
        if not is_told(
            state, self._rule.given if excuses else (*self._rule.given, "mishap"), turn.start, excuses != []
        ):
            return None
        limit = Measure("explained", length, "words", limit=most)
        evidence = Evidence(turn.start, turn.end, (limit,), tuple(said.heard for said in excuses))
        fields = {"words": excuses[-1].heard.words if excuses else " ".join(turn.texts[:FIRST_WORDS])}
        episode = f"remedy_not_excuse-{turn.start}"
        return Want("remedy_not_excuse", episode, evidence, fields, until=turn.end + WANTED_SECONDS)

    def _answered(self, state: CallState, turn: Turn) -> bool:
        """Something better came, since the trouble was told or within the explanation."""
        told = [said for said in state.all_said(*self._rule.given) if said.heard.start < turn.start]
        since = told[0].heard.start if told else turn.start
        return state.said_since(since, *self._rule.answered_by) or bool(
            state.all_said("open_question", since=turn.start)
        )

    def _asked(self, state: CallState, turn: Turn) -> bool:
        """The customer asked why just before."""
        before = _account(state, turn.start)
        return before is not None and bool(state.all_said("asks_why", since=before.start))


class HearBeforeSolving:
    """A solution before the account has ended and before any question or repeating back (T2)."""

    def update(self, state: CallState) -> Want | None:
        """Wanted after a solution for which the customer was cut short."""
        if not _accounts(state):
            return None
        return self._solved(state) or self._protested(state)

    def _solved(self, state: CallState) -> Want | None:
        solution = state.last_said(*SOLUTIONS)
        if solution is None or state.now - solution.at > WANTED_SECONDS:
            return None
        account = _account(state, solution.heard.start)
        if account is None or not self._cut_short(state, account, solution) or self._asked(state, solution.heard.start):
            return None
        return self._want(account, solution, solution.heard.words)

    def _protested(self, state: CallState) -> Want | None:
        """The account broke off, and the customer protests at what the agent put in, understood or not."""
        protest, put_in = state.last_said("unfinished"), state.talk.last(Channel.AGENT)
        if protest is None or put_in is None or state.now - protest.at > WANTED_SECONDS:
            return None
        account = _account(state, put_in.start)
        if account is None or not is_broken_off(state, account) or self._asked(state, protest.heard.start):
            return None
        at_once = put_in.end <= protest.heard.start <= put_in.end + PROTEST_SECONDS
        return self._want(account, protest, put_in.text) if at_once else None

    def _want(self, account: Turn, said: Said, words: str) -> Want:
        episode, until = f"hear_before_solving-{account.start}", said.at + WANTED_SECONDS
        return Want("hear_before_solving", episode, receipt(said), {"words": words}, until=until)

    def _cut_short(self, state: CallState, account: Turn, solution: Said) -> bool:
        """The account breaks off, or the customer protests at once."""
        if is_broken_off(state, account):
            return True
        after = next((turn for turn in _accounts(state) if turn.start > solution.heard.start), None)
        if after is None:
            return False
        protests = state.all_said("unfinished", since=after.start)
        return any(said.heard.start - after.start < PROTEST_SECONDS for said in protests)

    def _asked(self, state: CallState, before: float) -> bool:
        since = _accounts(state)[0].start
        return any(said.heard.start < before for said in state.all_said(*QUESTIONS, since=since))


class DropYesBut(SaidRule):
    """ "Yes, but" to a customer who complains, not to one who asks (D13)."""

    def _stands(self, state: CallState, said: Said) -> bool:
        """Trouble was told, or at least something was: no question."""
        return is_told(state, TROUBLE, said.heard.start) and super()._stands(state, said)


class OwnIt(SaidRule):
    """Blame, or sending the customer away; telling where to go *and* taking it on is fine (H4, C1)."""

    def _stands(self, state: CallState, said: Said) -> bool:
        """Told once the agent's turn is over: what takes it back often ends it."""
        for other in state.all_said(*self._rule.unless, since=said.heard.start - AROUND_SECONDS):
            if other.heard.channel is Channel.AGENT or other.heard.start < said.heard.start:
                return False
        turn = state.talk.last(Channel.AGENT)
        ended = turn is None or state.talk.ended(Channel.AGENT, turn.start, state.now) > 0
        return ended or state.now - said.heard.end >= PATIENCE_SECONDS


def is_chatting(state: CallState, at: float) -> bool:
    """The customer talks of something else once their matter was done: what they tell then is no complaint."""
    chats = [said for said in state.all_said("small_talk", since=at - CHAT_SECONDS) if said.heard.start < at]
    done = state.all_said("matter_done", "matter_settled")
    return any(said.heard.start > done[0].heard.start for said in chats) if done else False


def is_told(state: CallState, trouble: Sequence[str], before: float, statements: bool = True) -> bool:
    """Trouble was told by then in words that are known for it, or the customer stated something and asked nothing."""
    if any(said.heard.start < before for said in state.all_said(*trouble)):
        return True
    account = _account(state, before)
    return statements and account is not None and is_statement(state, account)


def is_statement(state: CallState, account: Turn, *others: str) -> bool:
    """Something was stated, and nothing asked, nor said that is one of ``others``."""
    if len(account.words) < LEAST_STATEMENT_WORDS:
        return False
    asked = state.all_said("customer_question", "asks_where_to", "asks_why", *others, since=account.start)
    return all(said.heard.start > account.end for said in asked)


def is_broken_off(state: CallState, account: Turn) -> bool:
    """More than an answer, and it ends where no sentence does."""
    return len(account.words) >= LEAST_ACCOUNT_WORDS and state.talk.is_unfinished(account)


def _account(state: CallState, before: float) -> Turn | None:
    return next((turn for turn in reversed(_accounts(state)) if turn.start < before), None)


def _accounts(state: CallState) -> list[Turn]:
    return state.talk.of(Channel.CUSTOMER)


CODED: dict[str, Callable[[Rule], RuleLogic]] = {
    "apologise": Apologise,
    "more_than_sorry": MoreThanSorry,
    "ask_open": AskOpen,
    "remedy_not_excuse": RemedyNotExcuse,
    "hear_before_solving": lambda _: HearBeforeSolving(),
    "own_it": OwnIt,
    "drop_yes_but": DropYesBut,
}
