"""The ladder up: when a call needs more than its agent."""

from collections.abc import Callable

from monitor.core.events import Channel, CueKind, Evidence, Measure
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules import ladder_end
from monitor.core.prompting.rules.abuse import AT_ONCE, Abuse, AbuseWatch, Outburst
from monitor.core.prompting.rules.empathise_more import EmpathiseMore
from monitor.core.prompting.rules.ladder_help import HEATED, CourteousWait, GetSupervisorNow, OutOfDepth
from monitor.core.prompting.rules.ladder_settings import LadderSettings
from monitor.core.prompting.rules.state import CallState, RuleLogic, Said, Want
from monitor.core.prompting.rules.words import SETTLED_SECONDS, WANTED_SECONDS, receipt

LONG_TURN_SECONDS = 6.0
"""Nobody waits longer for the end of a turn."""
HEATED_LATELY_SECONDS = 20.0
MENDING = (
    "empathy", "apology", "remedy", "alternative", "exception", "take_on", "next_step", "call_back", "follow_up",
    "asks_settled", "values_them", "hold_announced",
)  # fmt: skip
"""What the agent says to settle a hot call without help."""


class StayCalm:
    """The customer's first rudeness passes (R5, R6, R10, D3, D12, D17)."""

    def __init__(self) -> None:
        self._abuse = AbuseWatch()

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after the first rude words of the call; never for later ones, nor after a boundary."""
        abuse = self._abuse.read(state)
        if len(abuse.outbursts) != 1:
            return None
        first = abuse.outbursts[0]
        if not first.acts.isdisjoint(AT_ONCE) or (abuse.boundary is not None and abuse.boundary < first.start):
            return None
        until = first.said.at + WANTED_SECONDS
        if state.now > until or (state.now - first.end < SETTLED_SECONDS and not state.over):
            return None
        return Want("stay_calm", "stay_calm", receipt(first.said), {"words": first.said.heard.words}, until=until)


class SetBoundary:
    """The second rudeness is answered, a slur at once (R13, T1, T4); mended by asking to stop."""

    def __init__(self) -> None:
        self._abuse = AbuseWatch()

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after each such outburst while the agent has set no boundary yet."""
        abuse = self._abuse.read(state)
        last = abuse.last
        if last is None or abuse.boundary is not None or state.now - last.known_at > WANTED_SECONDS:
            return None
        if len(abuse.outbursts) < 2 and "slur" not in last.acts:
            return None
        return _about("set_boundary", last)


class EndCall:
    """Abuse goes on after the boundary and the supervisor step (R14, D9); mended by ending the call politely."""

    def __init__(self) -> None:
        self._abuse = AbuseWatch()

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after an outburst that came after both."""
        abuse = self._abuse.read(state)
        last = abuse.last
        if last is None or abuse.boundary is None or abuse.supervisor is None:
            return None
        if last.start <= max(abuse.boundary, abuse.supervisor) or state.now - last.known_at > WANTED_SECONDS:
            return None
        return None if state.said_since(last.start, "ends_call") else _about("end_call", last)


class OfferSupervisor:
    """Heat high and not falling, the customer asks, or abuse after the boundary (D6, R7, R12, R13, T4, T8)."""

    def __init__(self, settings: LadderSettings) -> None:
        self._settings = settings
        self._abuse = AbuseWatch()

    def update(self, state: CallState) -> Want | None:
        """Wanted until the agent offers, and again only in a new hot spell."""
        return self._asked(state) or self._abused(state, self._abuse.read(state)) or self._hot(state)

    def _asked(self, state: CallState) -> Want | None:
        """The customer asks, and the agent's next words don't offer one."""
        said = state.said.get("supervisor_request")
        if said is None or state.now - said.at > self._settings.asked_seconds:
            return None
        if state.said_since(said.heard.start, "supervisor_offer", "help_coming") or _is_coming(state):
            return None
        if not state.over and state.now - _turn_end(state, said) < self._settings.answer_seconds:
            return None
        return Want(
            "offer_supervisor",
            f"offer_supervisor-asked-{said.times}",
            receipt(said),
            {"words": said.heard.words},
            "words",
            urgent=True,
            until=said.at + self._settings.asked_seconds,
        )

    def _abused(self, state: CallState, abuse: Abuse) -> Want | None:
        """The agent asked to stop, and it goes on; what the agent says at once mends it."""
        if abuse.boundary is None or abuse.supervisor is not None:
            return None
        after = abuse.after(abuse.boundary)
        if not after or state.now - after[-1].known_at > self._settings.asked_seconds:
            return None
        if state.now - _turn_end(state, after[0].said) < self._settings.answer_seconds and not state.over:
            return None
        return _about("offer_supervisor", after[-1], "abuse", urgent=True)

    def _is_being_mended(self, state: CallState) -> bool:
        """The agent answered the last heated words well, or has just had no time to; a loud voice needs no words."""
        if state.cue(CueKind.RAISED_VOICE, Channel.CUSTOMER) or state.cue(CueKind.VOCAL_AROUSAL, Channel.CUSTOMER):
            return False
        heated = state.last_said(*HEATED)
        if heated is None:
            return False
        if state.now - heated.at > HEATED_LATELY_SECONDS or state.now - heated.at < self._settings.answer_seconds:
            return True
        return state.said_since(heated.heard.start, *MENDING)

    def _hot(self, state: CallState) -> Want | None:
        if state.hot_since is None or state.now - state.hot_since < self._settings.hot_seconds:
            return None
        if state.now - state.not_falling_since < self._settings.hot_seconds or _is_coming(state):
            return None
        if state.said_since(state.hot_since, "supervisor_offer", "supervisor_request", "help_coming"):
            return None
        if self._is_being_mended(state):
            return None
        seconds = state.now - state.hot_since
        measures = (Measure("hot", round(seconds, 0), "s", limit=self._settings.hot_seconds),)
        return Want(
            "offer_supervisor",
            f"offer_supervisor-hot-{state.hot_since:.0f}",
            Evidence(round(state.hot_since, 3), round(state.now, 3), measures),
            {"seconds": seconds, "level": str(state.level)},
        )


def _turn_end(state: CallState, said: Said) -> float:
    """When the turn that it was said in ended: its speaker may go on for a while."""
    turn = state.talk.last(Channel.CUSTOMER)
    end = said.heard.end
    return min(turn.end, end + LONG_TURN_SECONDS) if turn is not None and turn.start <= end <= turn.end else end


def _is_coming(state: CallState) -> bool:
    """A supervisor is on the way, or on the line."""
    return "supervisor_coming" in state.notices or "supervisor_joined" in state.notices


def _about(rule: str, outburst: Outburst, variant: str = "", urgent: bool = False) -> Want:
    said = outburst.said
    until = outburst.known_at + WANTED_SECONDS
    episode = f"{rule}-{said.heard.start}"
    return Want(rule, episode, receipt(said), {"words": said.heard.words}, variant, urgent=urgent, until=until)


CODED: dict[str, Callable[[Rule, LadderSettings], RuleLogic]] = {
    "offer_supervisor": lambda _, settings: OfferSupervisor(settings),
    "stay_calm": lambda _rule, _settings: StayCalm(),
    "set_boundary": lambda _rule, _settings: SetBoundary(),
    "end_call": lambda _rule, _settings: EndCall(),
    "get_supervisor_now": lambda _, settings: GetSupervisorNow(settings),
    "out_of_depth": lambda _, settings: OutOfDepth(settings),
    "courteous_wait": lambda _, settings: CourteousWait(settings),
    "empathise_more": lambda _rule, _settings: EmpathiseMore(),
    **ladder_end.CODED,
}
