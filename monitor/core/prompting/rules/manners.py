"""The agent's manners in words, where it takes more than an act: whose matter it is, and whose words."""

from collections.abc import Callable, Collection

from monitor.core.events import Channel
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.acknowledge import Acknowledge
from monitor.core.prompting.rules.dont_rush import DontRush
from monitor.core.prompting.rules.state import CallState, RuleLogic, Said, Want
from monitor.core.prompting.rules.stop_talking import StopTalking
from monitor.core.prompting.rules.words import SaidRule

ANSWER_SECONDS = 12.0
"""So long after a question it is answered."""
STEM_LETTERS = 5
"""Words that begin with the same letters name the same: offer, offers."""
MATTER = ("complaint", "repeated_complaint", "frustration", "not_settled", "customer_question")
"""Acts by which a customer brings a matter up, or up again."""


def rests(state: CallState) -> bool:
    """The customer called their matter settled, or said yes when asked, and brought up none since."""
    said = filter(None, (_agreed(state), state.last_said("matter_settled", "customer_farewell")))
    settled = max(said, key=lambda each: each.heard.start, default=None)
    return settled is not None and not state.said_since(settled.heard.end + 0.5, *MATTER)


def _agreed(state: CallState) -> Said | None:
    """The yes to the agent's last question whether all is settled."""
    asked = state.last_said("asks_settled")
    agreed = state.all_said("agreement", since=asked.heard.end) if asked else []
    return agreed[0] if asked and agreed and agreed[0].heard.start - asked.heard.end <= ANSWER_SECONDS else None


class StayOnMatter:
    """The agent's own life or opinion while the matter is open (R4)."""

    def __init__(self, rule: Rule) -> None:
        self._said = SaidRule(rule)

    def update(self, state: CallState) -> Want | None:
        """One short answer to a personal question is fine."""
        want = self._said.update(state)
        if want is None or rests(state) or _answers(state, want.receipt.start):
            return None
        return want


def _answers(state: CallState, at: float) -> bool:
    """The agent was asked something personal just before, and this is the first that they tell of themselves."""
    asked = [said for said in state.all_said("personal_question") if said.heard.start < at]
    if not asked or at - asked[-1].heard.end > ANSWER_SECONDS:
        return False
    told = [said for said in state.all_said("own_life", since=asked[-1].heard.end) if said.heard.start < at]
    return not told


class PickTheMoment:
    """A new subject before the customer's matter rests (C7)."""

    def __init__(self, rule: Rule) -> None:
        self._said = SaidRule(rule)

    def update(self, state: CallState) -> Want | None:
        """A matter was brought up, it is not settled, and the subject is none that the customer has just named."""
        want = self._said.update(state)
        if want is None or rests(state):
            return None
        turns = [turn for turn in state.talk.of(Channel.CUSTOMER) if turn.start < want.receipt.start]
        if not turns:
            return None
        theirs = {word[:STEM_LETTERS] for word in state.talk.telling(turns[-1].words)}
        named = theirs.intersection(word[:STEM_LETTERS] for word in str(want.fields["words"]).lower().split())
        return None if named else want


class PlainWords:
    """Trade words to a customer who did not use them (C4)."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._said = SaidRule(rule)

    def update(self, state: CallState) -> Want | None:
        """Silent where the customer used most of the words first."""
        want = self._said.update(state)
        said = state.last_said(*self._rule.said)
        if want is None or said is None:
            return None
        return None if self._are_theirs(state, said) else want

    def _are_theirs(self, state: CallState, said: Said) -> bool:
        theirs = [w.text for w in state.talk.words(Channel.CUSTOMER, 0.0) if w.start < said.heard.start]
        heard = {part for part in _terms(said.heard.words.lower().split()) if state.talk.is_telling(part)}
        return bool(heard) and 2 * len(heard.intersection(_terms(theirs))) >= len(heard)


def _terms(words: Collection[str]) -> set[str]:
    """Words, and letters in a row as one: "a p n" is apn."""
    found, letters = set[str](), ""
    for word in words:
        if len(word) == 1:
            letters += word
            continue
        found.update((letters, word))
        letters = ""
    return (found | {letters}) - {""}


CODED: dict[str, Callable[[Rule], RuleLogic]] = {
    "acknowledge": Acknowledge,
    "dont_rush": DontRush,
    "stop_talking": StopTalking,
    "stay_on_matter": StayOnMatter,
    "pick_the_moment": PickTheMoment,
    "plain_words": PlainWords,
}
