"""Rules that live by words: what was said, and what was not said in answer."""

from monitor.core.events import Channel, CueKind, Evidence
from monitor.core.rules.state import CallState, Said, Want, measured

CONSOLING = ("empathy", "apology")
JUDGED_AFTER_TURNS = 2
JUDGED_AFTER_SECONDS = 25.0
WANTED_SECONDS = 12.0


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
        return Want("dont_dismiss", f"dont_dismiss-{said.times}", receipt(said), {"words": said.heard.words})


class StayCalm:
    """The customer's first rudeness passes (R5, R6, R10, D3, D12, D17)."""

    def update(self, state: CallState) -> Want | None:
        """Wanted for 12 s after the first rude or profane words of the call, once."""
        said = state.last_said("rudeness", "profanity")
        times = sum(state.said[name].times for name in ("rudeness", "profanity") if name in state.said)
        if said is None or times > 1 or state.now - said.at > WANTED_SECONDS:
            return None
        return Want("stay_calm", "stay_calm", receipt(said), {"words": said.heard.words})


class Empathise:
    """Frustration in words or voice, and no empathy from the agent yet (D2, D13, D14, C7).

    What was not said can be told only where words come in: without them the rule is silent.
    """

    def __init__(self) -> None:
        self._since: float | None = None
        self._turns = 0
        self._want: Want | None = None
        self._told: set[str] = set()

    def update(self, state: CallState) -> Want | None:
        """Wanted from when the answer is overdue until it comes, at most for 12 s."""
        if not state.words:
            return None
        self._begin(state)
        if self._want is None or self._since is None:
            return None
        if state.said_since(self._since, *CONSOLING) or state.now > self._since + JUDGED_AFTER_SECONDS * 2:
            self._want = None
            return None
        return self._want if is_overdue(state, self._since, self._turns) else None

    def _begin(self, state: CallState) -> None:
        if self._want is not None:
            return
        said = state.last_said("frustration", "repeated_complaint")
        if said is not None and said.heard.start not in self._told_starts() and state.now - said.at < 1.0:
            self._start(
                state,
                said.at,
                Want("empathise", f"empathise-{said.heard.start}", receipt(said), {"words": said.heard.words}),
            )
            return
        cue = state.cue(CueKind.VOCAL_AROUSAL, Channel.CUSTOMER)
        if cue is not None and cue.id not in self._told:
            fields = {"over": measured(cue, "level_over_usual")}
            self._start(state, state.now, Want("empathise", cue.id, cue.evidence, fields, "voice"))

    def _start(self, state: CallState, at: float, want: Want) -> None:
        self._since, self._turns, self._want = at, state.agent_turns, want
        self._told.add(want.episode)

    def _told_starts(self) -> set[float]:
        return {float(each.removeprefix("empathise-")) for each in self._told if each.startswith("empathise-")}
