"""Help from a supervisor: when the agent needs it, when it is urgent, and what the customer is told meanwhile."""

from monitor.core.events import Channel, Evidence, Level, Measure
from monitor.core.prompting.rules.abuse import ABUSIVE, AbuseWatch, supervisor_step
from monitor.core.prompting.rules.ladder_settings import LadderSettings
from monitor.core.prompting.rules.state import CallState, Said, Want
from monitor.core.prompting.rules.words import AROUND_SECONDS, SETTLED_SECONDS, WANTED_SECONDS, is_overdue, receipt

HEATED = (*ABUSIVE, "frustration", "threat_to_leave", "legal_threat")
"""What a customer who does not calm down says."""
TOGETHER_SECONDS = 120.0
"""Two remarks so close belong together."""
HOT_LATER_SECONDS = 20.0
"""A call may turn hot so long after the agent was at a loss."""
HOT_WORDS_SECONDS = 60.0
"""So long heated words of the customer make a call hot."""
SAME_REMARK_SECONDS = 10.0
"""That help is coming and how long it takes are said so close to each other."""
EDGE_SECONDS = 0.3
"""An answer may begin with the notice."""
SOON_SECONDS = 6.0
"""So soon the customer hears of the help."""
BEFORE_SECONDS = 15.0
"""Told so shortly before the notice, it need only be taken up again."""


def _noticed(state: CallState, rule: str, kind: str, variant: str, seconds: float) -> Want | None:
    """Wanted for a while after a notice."""
    at = state.notices.get(kind)
    if at is None or state.now - at > seconds:
        return None
    evidence = Evidence(round(at, 3), round(at, 3), (Measure(kind, 1.0, "notice"),))
    return Want(rule, f"{rule}-{kind}-{at:.2f}", evidence, {}, variant, until=at + seconds)


class OutOfDepth:
    """The agent does not know, or cannot, twice in a hot call; or asks for help by the key (T8, R12)."""

    def __init__(self, settings: LadderSettings) -> None:
        self._settings = settings

    def update(self, state: CallState) -> Want | None:
        """Wanted until help is on the way."""
        asked = state.notices.get("help")
        step = supervisor_step(state, asked + 1.0) if asked is not None else None
        by_key = _noticed(state, "out_of_depth", "help", "key", WANTED_SECONDS) if step is None else None
        return by_key or self._at_a_loss(state)

    def _at_a_loss(self, state: CallState) -> Want | None:
        if "dont_know" not in state.said or not _is_hot(state):
            return None
        latest = state.said["dont_know"]
        if state.now - latest.at > HOT_LATER_SECONDS:
            return None
        if state.now - latest.heard.end < SETTLED_SECONDS and not state.over:
            return None
        since = latest.heard.start - TOGETHER_SECONDS
        found = [each for each in state.all_said("dont_know", since=since) if not _is_taken_on(state, each)]
        if len(found) < 2 or supervisor_step(state, found[-1].heard.start) is not None:
            return None
        episode = f"out_of_depth-{found[-1].heard.start}"
        fields = {"words": found[-1].heard.words}
        return Want("out_of_depth", episode, receipt(*found[-2:]), fields, until=latest.at + HOT_LATER_SECONDS)


def _is_hot(state: CallState) -> bool:
    """Raised, or on the way there: what the customer said tells it before the score has risen."""
    if state.level.rank >= Level.RAISED.rank:
        return True
    said = state.last_said(*HEATED)
    return said is not None and state.now - said.at <= HOT_WORDS_SECONDS


def _is_taken_on(state: CallState, said: Said) -> bool:
    """Not knowing, and finding out: no reason to worry."""
    start, end = said.heard.start - AROUND_SECONDS, said.heard.end + AROUND_SECONDS
    return any(each.heard.start <= end for each in state.all_said("take_on", since=start))


class CourteousWait:
    """A supervisor is on the way, and the customer was not told that and how long (D6, R8, R14)."""

    def __init__(self, settings: LadderSettings) -> None:
        self._settings = settings
        self._turns: dict[float, int] = {}

    def update(self, state: CallState) -> Want | None:
        """Judged at the end of the agent's first turn after the notice, 6 s at least; over once they have joined."""
        at = state.notices.get("supervisor_coming")
        if at is None or not state.words or state.notices.get("supervisor_joined", -1.0) >= at:
            return None
        turns = self._turns.setdefault(at, state.agent_turns)
        coming, how_long = _told(state, at)
        if (coming and how_long) or not (is_overdue(state, at - EDGE_SECONDS, turns) or _passed_over(state, at)):
            return None
        variant = "how_long" if coming else "coming" if how_long else ""
        evidence = Evidence(
            round(at, 3), round(state.now, 3), (Measure("supervisor_coming", round(state.now - at, 1), "s ago"),)
        )
        return Want("courteous_wait", f"courteous_wait-{at:.2f}", evidence, {}, variant)


def _passed_over(state: CallState, at: float) -> bool:
    """The agent's first turn was about something else; who waits for help is told soon."""
    return state.now - at >= SOON_SECONDS and state.talk.ended(Channel.AGENT, at - EDGE_SECONDS, state.now) > 0


def _told(state: CallState, at: float) -> tuple[bool, bool]:
    """Whether the customer knows that help is coming, and how long it takes."""
    coming = state.all_said("help_coming", "supervisor_offer", since=at - BEFORE_SECONDS)
    lengths = state.all_said("wait_length", since=at - BEFORE_SECONDS)
    later = [each for each in (*coming, *lengths) if each.heard.end >= at]
    if not later:
        return False, False
    how_long = any(
        abs(length.heard.start - each.heard.start) <= SAME_REMARK_SECONDS for length in lengths for each in coming
    )
    return bool(coming), how_long


class GetSupervisorNow:
    """Drunk or drugged, by the customer's words or the agent's key; or no calming after the supervisor step (D9)."""

    def __init__(self, settings: LadderSettings) -> None:
        self._settings = settings
        self._abuse = AbuseWatch()

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after each of these, until a supervisor is there."""
        return (
            self._told(state)
            or _noticed(state, "get_supervisor_now", "unfit_caller", "key", WANTED_SECONDS)
            or self._heated(state)
        )

    def _told(self, state: CallState) -> Want | None:
        said = state.said.get("intoxicated")
        if said is None or state.now - said.at > WANTED_SECONDS:
            return None
        if supervisor_step(state, said.heard.end) is not None:
            return None
        episode = f"get_supervisor_now-{said.heard.start}"
        until = said.at + WANTED_SECONDS
        return Want("get_supervisor_now", episode, receipt(said), {"words": said.heard.words}, until=until)

    def _heated(self, state: CallState) -> Want | None:
        """Anger in two turns after the step, or a call that stays hot; after a boundary it is time to end the call."""
        step = supervisor_step(state)
        if step is None or state.level is Level.CALM:
            return None
        fields: dict[str, float | str] = {"seconds": state.now - step, "level": str(state.level)}
        said = self._said_after(state, step)
        if said:
            if state.now - said[-1].at > WANTED_SECONDS:
                return None
            episode = f"get_supervisor_now-{said[-1].heard.start}"
            until = said[-1].at + WANTED_SECONDS
            return Want("get_supervisor_now", episode, receipt(*said), fields, "not_calming", until=until)
        limit = self._settings.not_calming_seconds
        if state.hot_since is None or state.now - max(step, state.hot_since, state.not_falling_since) < limit:
            return None
        measures = (Measure("since_supervisor_step", round(state.now - step, 1), "s", limit=limit),)
        evidence = Evidence(round(step, 3), round(state.now, 3), measures)
        return Want("get_supervisor_now", f"get_supervisor_now-hot-{step:.2f}", evidence, fields, "not_calming")

    def _said_after(self, state: CallState, step: float) -> list[Said]:
        """Heated words in two turns of the customer after the step, the first and the last; empty where it is fewer."""
        if self._abuse.read(state).boundary is not None:
            return []
        heated = state.all_said(*HEATED, since=step)
        turns = [
            turn
            for turn in state.talk.of(Channel.CUSTOMER, since=step)
            if any(turn.start - 0.01 <= each.heard.start <= turn.end for each in heated)
        ]
        return [heated[0], heated[-1]] if len(turns) >= 2 else []
