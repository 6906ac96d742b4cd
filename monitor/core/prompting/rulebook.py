"""The rules of one call, each asked once a frame; the order of repair holds the later ones back."""

from collections.abc import Callable, Sequence

import msgspec

from monitor.core.prompting.playbook import Rule, Speaks, rank
from monitor.core.prompting.rules import acoustic, ladder, manners, repair, replies, shape
from monitor.core.prompting.rules.ladder_settings import LadderSettings
from monitor.core.prompting.rules.state import CallState, RuleLogic, Want
from monitor.core.prompting.rules.words import Empathise, MissingRule, SaidRule

CODED: dict[str, Callable[[Rule], RuleLogic]] = {
    **acoustic.CODED,
    **manners.CODED,
    **shape.CODED,
    **repair.CODED,
    **replies.CODED,
    "empathise": Empathise,
}
"""Rules whose condition is more than a line of the playbook, by id."""
LADDER: dict[str, Callable[[Rule, LadderSettings], RuleLogic]] = ladder.CODED


def logic(rule: Rule, settings: LadderSettings) -> RuleLogic | None:
    """A rule's condition; None where it has none, neither in code nor in the playbook's line."""
    if rule.id in LADDER:
        return LADDER[rule.id](rule, settings)
    if rule.id in CODED:
        return CODED[rule.id](rule)
    if rule.said:
        return SaidRule(rule)
    return MissingRule(rule) if rule.after else None


class Rulebook:
    """One call's rules; some keep what they need of the call."""

    def __init__(self, playbook: Sequence[Rule], settings: LadderSettings, direction: str = "inbound") -> None:
        found = [
            (rule, logic(rule, settings))
            for rule in playbook
            if rule.prompts is not Speaks.OFF and direction in rule.directions
        ]
        self._rules = [(condition, bool(rule.calls)) for rule, condition in found if condition is not None]
        """Each with whether it needs words."""
        self._acts = [_listens_for(*each) for each in found if each[1] is not None]
        self._awake: list[tuple[RuleLogic, bool]] = []
        self._acts_heard: set[str] | None = None
        self._urgent_from = {rule.id: rule.urgent_from.rank for rule, _ in found if rule.urgent_from is not None}
        self._steps = {rule.id: rank(rule.step) for rule, _ in found if rule.step is not None}

    def wants(self, state: CallState) -> list[Want]:
        """What the rules would say at this moment; of those in the order of repair, only the earliest step."""
        if state.said.keys() != self._acts_heard:
            self._acts_heard = set(state.said)
            listening = zip(self._rules, self._acts, strict=True)
            self._awake = [rule for rule, acts in listening if acts is None or not self._acts_heard.isdisjoint(acts)]
        found = [
            want
            for rule, needs_words in self._awake
            if (want := rule.update(state)) is not None and not (state.unsure and needs_words and _by_words(want))
        ]
        steps = [self._steps[want.rule] for want in found if want.rule in self._steps]
        first = min(steps, default=0)
        return [self._pressed(want, state) for want in found if self._steps.get(want.rule, first) == first]

    def _pressed(self, want: Want, state: CallState) -> Want:
        """Urgent where the call is hot enough for its rule."""
        urgent_from = self._urgent_from.get(want.rule)
        if urgent_from is None or state.level.rank < urgent_from:
            return want
        return msgspec.structs.replace(want, urgent=True)


def _by_words(want: Want) -> bool:
    """It rests on what was heard said; what a voice, a pause or a state tells holds without words."""
    return bool(want.receipt.heard) or not want.receipt.measures


def _listens_for(rule: Rule, condition: RuleLogic | None) -> tuple[str, ...] | None:
    """The acts without which it has nothing to say, and need not be asked; None where it has more to go by."""
    if type(condition) is SaidRule:
        return rule.said
    return rule.after if type(condition) is MissingRule else None


def coded() -> frozenset[str]:
    """Ids of the rules whose condition is in code."""
    return frozenset((*CODED, *LADDER))
