"""Rules that live by words: what was said, and what was not said in answer."""

from dataclasses import dataclass

import msgspec

from monitor.core.events import Channel, CueKind, Evidence
from monitor.core.prompting.rules.state import CallState, Said, Want, measured

CONSOLING = ("empathy", "apology")
JUDGED_AFTER_TURNS = 2
JUDGED_AFTER_SECONDS = 25.0
WANTED_SECONDS = 12.0
NEW_SECONDS = 1.0
SAME_OUTBURST_SECONDS = 2.0


def receipt(said: Said) -> Evidence:
    """The words and where they were said."""
    return Evidence(said.heard.start, said.heard.end, (), (said.heard,))


def is_overdue(state: CallState, at: float, agent_turns: int) -> bool:
    """Judged at the end of the second agent turn, or after 25 s with at least one."""
    turns = state.agent_turns - agent_turns
    return turns >= JUDGED_AFTER_TURNS or (turns >= 1 and state.now - at >= JUDGED_AFTER_SECONDS)


class DontDismiss:
    """The agent tells them not to feel it (D13); mended by a word of understanding."""

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after the words."""
        said = state.said.get("dismissal")
        if said is None or state.now - said.at > WANTED_SECONDS or state.said_since(said.heard.end, *CONSOLING):
            return None
        episode, until = f"dont_dismiss-{said.times}", said.at + WANTED_SECONDS
        return Want("dont_dismiss", episode, receipt(said), {"words": said.heard.words}, until=until)


class StayCalm:
    """The customer's first rudeness passes (R5, R6, R10, D3, D12, D17)."""

    def __init__(self) -> None:
        self._first: Said | None = None

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after the first rude or profane words of the call; not again for later ones."""
        said = state.last_said("rudeness", "profanity")
        if said is None:
            return None
        if self._first is None:
            self._first = said
        again = said.heard.start - self._first.heard.end > SAME_OUTBURST_SECONDS
        if again or state.now - self._first.at > WANTED_SECONDS:
            return None
        fields, until = {"words": self._first.heard.words}, self._first.at + WANTED_SECONDS
        return Want("stay_calm", "stay_calm", receipt(self._first), fields, until=until)


class Empathise:
    """Frustration in words or voice, and no empathy from the agent yet (D2, D13, D14, C7).

    What was not said can be told only where words come in: without them the rule is silent.
    """

    def __init__(self) -> None:
        self._trigger: _Trigger | None = None
        self._answered: set[str] = set()

    def update(self, state: CallState) -> Want | None:
        """Wanted from when the answer is overdue until it comes, at most for 12 s."""
        if not state.words:
            return None
        if self._trigger is None:
            self._trigger = self._find(state)
        trigger = self._trigger
        if trigger is None:
            return None
        if state.said_since(trigger.at, *CONSOLING) or trigger.is_stale(state.now):
            self._trigger = None
            return None
        if trigger.overdue_at is None and is_overdue(state, trigger.at, trigger.agent_turns):
            trigger.overdue_at = state.now
            trigger.want = msgspec.structs.replace(trigger.want, until=state.now + WANTED_SECONDS)
        return trigger.want if trigger.overdue_at is not None else None

    def _find(self, state: CallState) -> "_Trigger | None":
        """The newest reason to show understanding; each is one occasion."""
        want = self._heard(state) or self._voiced(state)
        if want is None or want.episode in self._answered:
            return None
        self._answered.add(want.episode)
        return _Trigger(state.now, state.agent_turns, want)

    def _heard(self, state: CallState) -> Want | None:
        said = state.last_said("frustration", "repeated_complaint")
        if said is None or state.now - said.at >= NEW_SECONDS:
            return None
        return Want("empathise", f"empathise-{said.heard.start}", receipt(said), {"words": said.heard.words})

    def _voiced(self, state: CallState) -> Want | None:
        cue = state.cue(CueKind.VOCAL_AROUSAL, Channel.CUSTOMER)
        if cue is None:
            return None
        return Want("empathise", cue.id, cue.evidence, {"over": measured(cue, "level_over_usual")}, "voice")


@dataclass(slots=True)
class _Trigger:
    """What asks for understanding, and what the agent has done since."""

    at: float
    agent_turns: int
    want: Want
    overdue_at: float | None = None

    def is_stale(self, now: float) -> bool:
        """Too late: shown or not, the moment has passed."""
        overdue = self.overdue_at
        return now - overdue > WANTED_SECONDS if overdue is not None else now - self.at > 2 * JUDGED_AFTER_SECONDS
