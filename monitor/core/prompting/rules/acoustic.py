"""The agent's voice and manners: wanted while the cue behind them is open, mended when it closes."""

from collections.abc import Callable, Sequence

import msgspec

from monitor.core.events import Channel, Cue, CueKind, Level
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.state import CallState, RuleLogic, Want, measured, usual
from monitor.core.prompting.rules.unheard import Unheard
from monitor.core.prompting.rules.words import SaidRule

HEDGED_WORDS = 14
"""Hedges over more words than this do not pile up."""


def _want(rule: str, cue: Cue, fields: dict[str, float | str], variant: str = "", urgent: bool = False) -> Want:
    return Want(rule, cue.id, cue.evidence, fields, variant, urgent)


class SlowDown:
    """The agent's speech rate over own usual (D4, C4)."""

    def update(self, state: CallState) -> Want | None:
        """Wanted while ``fast_speech`` is open."""
        cue = state.cue(CueKind.FAST_SPEECH, Channel.AGENT)
        if cue is None:
            return None
        known = usual(cue, "speech_rate")
        fields: dict[str, float | str] = {
            "rate": measured(cue, "speech_rate"),
            "usual": known or 0.0,
            "held": round(cue.evidence.end - cue.evidence.start, 1),
        }
        return _want("slow_down", cue, fields, variant="" if known else "no_usual")


class LowerVoice:
    """The agent's loudness and effort over own usual (D4, R14, C6); urgent while the customer is loud too."""

    def update(self, state: CallState) -> Want | None:
        """Wanted while ``raised_voice`` of the agent is open."""
        cue = state.cue(CueKind.RAISED_VOICE, Channel.AGENT)
        if cue is None:
            return None
        over = measured(cue, "level_over_usual")
        fields: dict[str, float | str] = {"over": over, "held": round(cue.evidence.end - cue.evidence.start, 1)}
        loud_customer = state.cue(CueKind.RAISED_VOICE, Channel.CUSTOMER) is not None
        return _want("lower_voice", cue, fields, "" if over >= 3 else "effort", loud_customer)


class DontInterrupt:
    """The agent takes the floor while the customer speaks (D1, D13, T2, C7)."""

    def update(self, state: CallState) -> Want | None:
        """Wanted while ``interruption`` of the agent is open."""
        cue = state.cue(CueKind.INTERRUPTION, Channel.AGENT)
        if cue is None:
            return None
        count = measured(cue, "interruptions")
        fields: dict[str, float | str] = {"count": count, "seconds": measured(cue, "longest_overlap")}
        return _want("dont_interrupt", cue, fields, variant="" if count >= 2 else "once")


class DontMirror:
    """The agent's level follows the customer's up (D4, R11, D17, H5)."""

    def update(self, state: CallState) -> Want | None:
        """Wanted while ``mirroring`` is open and the agent's voice is not raised outright."""
        cue = state.cue(CueKind.MIRRORING, Channel.AGENT)
        if cue is None or state.cue(CueKind.RAISED_VOICE, Channel.AGENT):
            return None
        fields: dict[str, float | str] = {
            "over": measured(cue, "level_over_usual"),
            "customer_over": measured(cue, "customer_level_over_usual"),
        }
        return _want("dont_mirror", cue, fields)


AWAY_SECONDS = 60.0
"""So long the customer may look for something."""


class DeadAirRule:
    """Both silent, and no hold announced (C6, C8)."""

    def __init__(self, steps_away: Sequence[str] = ()) -> None:
        self._steps_away = steps_away

    def update(self, state: CallState) -> Want | None:
        """Wanted while ``dead_air`` is open; it is the customer's own where they asked for a moment."""
        cue = state.cue(CueKind.DEAD_AIR, None)
        if cue is None or state.on_hold or self._is_theirs(state):
            return None
        return _want("dead_air", cue, {"seconds": measured(cue, "silence")}, urgent=state.level is Level.ESCALATED)

    def _is_theirs(self, state: CallState) -> bool:
        """The customer's last words, or those before a short answer, asked for it."""
        said, turn = state.last_said(*self._steps_away), state.talk.last(Channel.CUSTOMER)
        if said is None or turn is None or state.now - turn.end > AWAY_SECONDS:
            return False
        return turn.start - 0.01 <= said.heard.start <= turn.end


class VaryTone:
    """The agent's pitch hardly moves for long (C5, R3)."""

    def __init__(self, rule: Rule) -> None:
        self._complaints = rule.listens

    def update(self, state: CallState) -> Want | None:
        """Wanted while ``flat_tone`` is open; a lively voice has no place in a complaint or a call that is not calm."""
        cue = state.cue(CueKind.FLAT_TONE, Channel.AGENT)
        if cue is None or state.level is not Level.CALM or state.all_said(*self._complaints):
            return None
        fields: dict[str, float | str] = {
            "range": measured(cue, "pitch_range"),
            "usual": usual(cue, "pitch_range") or 0.0,
            "held": round(cue.evidence.end - cue.evidence.start, 1),
        }
        return _want("vary_tone", cue, fields)


class LongHoldRule:
    """A hold over a minute, and over two (C8)."""

    def update(self, state: CallState) -> Want | None:
        """Wanted while ``hold`` is open; the second minute is a cue of its own."""
        cue = state.cue(CueKind.HOLD, None)
        return None if cue is None else _want("long_hold", cue, {"seconds": measured(cue, "hold")})


class SpeakUp:
    """The agent is far under own usual, is hard to make out, or piles up hedges (R2, C5)."""

    def __init__(self, rule: Rule) -> None:
        self._hedges = SaidRule(rule)
        self._unheard = Unheard()

    def update(self, state: CallState) -> Want | None:
        """By voice first."""
        unheard = self._unheard.update(state)
        cue = state.cue(CueKind.QUIET_SPEECH, Channel.AGENT)
        if cue is None:
            return unheard or self._hedged(state)
        fields: dict[str, float | str] = {
            "under": -measured(cue, "level_over_usual"),
            "held": round(cue.evidence.end - cue.evidence.start, 1),
        }
        return _want("speak_up", cue, fields)

    def _hedged(self, state: CallState) -> Want | None:
        hedges = self._hedges.update(state)
        if hedges is None or len(hedges.receipt.heard[0].words.split()) > HEDGED_WORDS:
            return None
        return msgspec.structs.replace(hedges, variant="words")


CODED: dict[str, Callable[[Rule], RuleLogic]] = {
    "slow_down": lambda _: SlowDown(),
    "lower_voice": lambda _: LowerVoice(),
    "dont_interrupt": lambda _: DontInterrupt(),
    "dont_mirror": lambda _: DontMirror(),
    "dead_air": lambda rule: DeadAirRule(rule.unless),
    "vary_tone": VaryTone,
    "long_hold": lambda _: LongHoldRule(),
    "speak_up": SpeakUp,
}
