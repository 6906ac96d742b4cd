"""The rules that ship, each asked once a frame."""

from monitor.core.prompting.rules.acoustic import DeadAirRule, DontInterrupt, DontMirror, LowerVoice, SlowDown
from monitor.core.prompting.rules.ladder import LadderSettings, OfferSupervisor
from monitor.core.prompting.rules.state import CallState, RuleLogic, Want
from monitor.core.prompting.rules.words import DontDismiss, Empathise, StayCalm


class Rulebook:
    """One call's rules; some keep what they need of the call."""

    def __init__(self, ladder: LadderSettings) -> None:
        self._rules: tuple[RuleLogic, ...] = (
            SlowDown(),
            LowerVoice(),
            DontInterrupt(),
            DontMirror(),
            DeadAirRule(),
            DontDismiss(),
            Empathise(),
            StayCalm(),
            OfferSupervisor(ladder),
        )

    def wants(self, state: CallState) -> list[Want]:
        """What the rules would say at this moment."""
        return [want for rule in self._rules if (want := rule.update(state)) is not None]
