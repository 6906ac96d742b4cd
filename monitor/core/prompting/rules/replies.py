"""How the agent answers a wish: a refusal, a demand, a proposal, doubt, being of no account (D7, D15, D16, C7, R9)."""

from collections.abc import Callable

from monitor.core.events import Channel, Heard, Level
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules import again, wandering
from monitor.core.prompting.rules.state import CallState, RuleLogic, Said, Want
from monitor.core.prompting.rules.turns import has_ended, said_in, turn_of, turns_before
from monitor.core.prompting.rules.words import WANTED_SECONDS, MissingRule, receipt
from monitor.core.words.conversation import Turn
from monitor.core.words.sameness import shared

OFFERED_SECONDS = 60.0
"""What was offered so long ago is not what is refused now."""
PRESSED_SECONDS = 60.0
ANGER = ("frustration", "repeated_complaint", "rudeness", "profanity", "threat_to_leave", "unvalued", "legal_threat")
UNSURE = ("dont_know", "hedge", "hedged_commitment")
ASKS = ("customer_question", "asks_when", "asks_price", "suggestion", "demand")
CHECKS = ("hold_announced", "supervisor_offer", "take_on", "call_back", "looked_up")
REFUSES = ("refusal", "rule_refusal")
TAKES_UP = ("accepts", "remedy", "next_step", "call_back", "exception", "take_on", "hold_announced")
COMES_BACK = ("alternative", "closed_question", "open_question", "asks_settled")


class Answer(MissingRule):
    """What calls for an answer at once: judged at the end of the agent's next turn."""

    def is_overdue(self, state: CallState, since: float, agent_turns: int) -> bool:
        """One turn of the agent has ended."""
        return state.talk.ended(Channel.AGENT, since, state.now) > 0


class OfferChoice(Answer):
    """The customer refuses what was offered, or hangs between what was named (D15, C7)."""

    def occasion(self, state: CallState) -> tuple[float, Want] | None:
        """A refusal is of an offer, not of more help or of a question's content."""
        found = super().occasion(state)
        said = state.last_said(*self._rule.after)
        if found is None or said is None:
            return None
        before = turns_before(state, Channel.AGENT, said.heard.start)
        if not before or said_in(state, before[0], "anything_else", "agent_farewell"):
            return None
        if said.heard.rule == "indecision" and not said_in(state, before[0], "alternative"):
            return None
        return found

    def is_overdue(self, state: CallState, since: float, agent_turns: int) -> bool:
        """At the call's end, hanging between options is decided too."""
        last = state.last_said(*self._rule.after)
        hangs = last is not None and last.heard.rule == "indecision"
        return super().is_overdue(state, since, agent_turns) or (state.over and hangs)


class ReassureChoice(Answer):
    """The customer can't decide, and nobody lowered the risk (D15)."""

    def is_overdue(self, state: CallState, since: float, agent_turns: int) -> bool:
        """At the call's end it is decided without another turn."""
        return super().is_overdue(state, since, agent_turns) or state.over


class CreditSuggestion:
    """A proposal that the agent's next turn refuses or passes over, without credit for it (D16)."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._judged = -1.0
        self._want: Want | None = None

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after that turn, unless credit comes."""
        self._look(state)
        want = self._want
        if want is None or state.now > want.until or state.said_since(want.receipt.end, *self._rule.answered_by):
            return None
        return want

    def _look(self, state: CallState) -> None:
        said = state.last_said("suggestion")
        if said is None or said.heard.start <= self._judged:
            return
        turn = turn_of(state, said)
        answer = next(iter(state.talk.of(Channel.AGENT, said.heard.end)), None)
        if turn is None or answer is None or not has_ended(state, answer):
            return
        self._judged = said.heard.start
        if self._passes_over(state, turn, answer):
            episode, until = f"credit_suggestion-{said.heard.start}", state.now + WANTED_SECONDS
            self._want = Want("credit_suggestion", episode, receipt(said), {"words": said.heard.words}, until=until)

    def _passes_over(self, state: CallState, turn: Turn, answer: Turn) -> bool:
        """Refused, or neither taken up nor spoken of."""
        if said_in(state, answer, *self._rule.answered_by):
            return False
        if said_in(state, answer, *REFUSES):
            return True
        if said_in(state, answer, *TAKES_UP):
            return False
        if _denies(state, answer):
            return True
        echoed = len(shared(state.talk.telling(turn.words), state.talk.telling(answer.words)))
        return not (echoed >= 2 or (echoed == 1 and said_in(state, answer, *COMES_BACK)))


class OfferException:
    """An angry customer who was refused by rule, and refused again (R9, D16)."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after the second refusal, or after the anger at it."""
        refusals = self._refusals(state)
        angry = state.last_said(*ANGER)
        if len(refusals) < 2 or (angry is None and state.level is Level.CALM):
            return None
        (_, first), (turn, last) = refusals[-2:]
        at = max(last.at, angry.at if angry else 0.0)
        if state.now - at > WANTED_SECONDS or state.said_since(first.heard.start, *self._rule.answered_by):
            return None
        episode, fields = f"offer_exception-{turn.start:.2f}", {"words": last.heard.words}
        return Want("offer_exception", episode, receipt(first, last), fields, until=at + WANTED_SECONDS)

    def _refusals(self, state: CallState) -> list[tuple[Turn, Said]]:
        """One a turn, the first by rule; after it a turn that denies something and offers nothing is one too."""
        by_rule = state.all_said("rule_refusal")
        if not by_rule:
            return []
        found: list[tuple[Turn, Said]] = []
        for turn in state.talk.of(Channel.AGENT):
            said = [each for each in by_rule if each.heard.start <= turn.end and each.heard.end >= turn.start]
            said += said_in(state, turn, "refusal")
            if not said and found and self._denies_again(state, turn):
                said = [_whole(state, turn)]
            found += [(turn, each) for each in said[:1]]
        return found

    def _denies_again(self, state: CallState, turn: Turn) -> bool:
        """Told once it has ended: an offer may still come."""
        takes_up = said_in(state, turn, *TAKES_UP, *COMES_BACK)
        return _denies(state, turn) and not takes_up and (state.over or has_ended(state, turn))


class AskBeforeDeciding:
    """Half a promise after the customer pressed twice; let me check would be the answer (D7)."""

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after it, once the agent's turn is over."""
        said = state.last_said("hedged_commitment")
        if said is None or state.now - said.at > WANTED_SECONDS:
            return None
        turn = turn_of(state, said)
        if turn is None or not has_ended(state, turn) or said_in(state, turn, *CHECKS):
            return None
        pressed = self._pressed(state, turn)
        if pressed is None:
            return None
        episode, fields = f"ask_before_deciding-{said.heard.start}", {"words": said.heard.words}
        evidence = receipt(*pressed, said)
        return Want("ask_before_deciding", episode, evidence, fields, until=said.at + WANTED_SECONDS)

    def _pressed(self, state: CallState, turn: Turn) -> list[Said] | None:
        """What the customer pressed with: again after an unsure answer, or in words that press."""
        asked = turns_before(state, Channel.CUSTOMER, turn.start)
        answered = turns_before(state, Channel.AGENT, turn.start)
        if len(asked) < 2 or not answered or turn.start - asked[1].end > PRESSED_SECONDS:
            return None
        if not asked[1].start < answered[0].start < asked[0].start:
            return None
        presses = said_in(state, asked[0], "pressing")
        if presses or said_in(state, answered[0], *UNSURE):
            return [*said_in(state, asked[1], *ASKS, "pressing")[:1], *presses[:1]]
        return None


def _denies(state: CallState, turn: Turn) -> bool:
    return not state.talk.negations.isdisjoint(turn.texts)


def _whole(state: CallState, turn: Turn) -> Said:
    heard = Heard(turn.text, turn.channel, round(turn.start, 3), round(turn.end, 3), "refusal")
    return Said(heard, min(state.now, turn.end), state.agent_turns, 1)


CODED: dict[str, Callable[[Rule], RuleLogic]] = {
    **again.CODED,
    **wandering.CODED,
    "offer_choice": OfferChoice,
    "reassure_choice": ReassureChoice,
    "work_with_them": Answer,
    "they_matter": Answer,
    "credit_suggestion": CreditSuggestion,
    "offer_exception": OfferException,
    "ask_before_deciding": lambda _: AskBeforeDeciding(),
}
