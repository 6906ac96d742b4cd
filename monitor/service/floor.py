"""One live call as the pages draw it, kept up to date from its events."""

from collections import deque
from typing import Literal

from monitor.core.events import (
    LEVEL_RANKS,
    AnyEvent,
    CallEnded,
    CallStarted,
    Checklist,
    Cue,
    CueState,
    Escalation,
    Fault,
    Flag,
    Heard,
    Hold,
    Level,
    Levels,
    Prompt,
    PromptState,
    Utterance,
)
from monitor.service.strip import Strip
from monitor.wire.browser import AfterCall, CallCard, CallSnapshot, FloorRow

HEAT_SECONDS = 120
UTTERANCES = 60
HEARD = 100
TREND_SECONDS = 10
TREND_STEP = 0.05
"""A score that moved less than this in ten seconds is steady."""
ASKS_THE_FLOOR = ("help", "question", "unfit_caller")
"""Notices that put a call at the top of the floor."""
HELP_ANSWERED = frozenset({"supervisor_coming", "supervisor_joined"})


class CallView:
    """Folds the events of one call into the floor's row and the snapshot of its page."""

    def __init__(self, started: CallStarted) -> None:
        self.card = CallCard(
            call_id=started.call_id,
            agent=started.agent,
            team=started.team,
            language=started.language,
            direction=started.direction,
            source=started.source,
            started_at=started.started_at,
            words_from=started.words_from,
        )
        self.at = 0.0
        self.hot = False
        """The call is over, and was a hot one."""
        self._levels: Levels | None = None
        self._escalation: Escalation | None = None
        self._level_since = 0.0
        self._top_level = Level.CALM
        self._on_hold = False
        self._heat: deque[tuple[int, float]] = deque(maxlen=HEAT_SECONDS)
        self._strip = Strip()
        self._utterances: deque[Utterance] = deque(maxlen=UTTERANCES)
        self._heard: deque[Heard] = deque(maxlen=HEARD)
        self._last_prompt: Prompt | None = None
        self._on_show: Prompt | None = None
        self._flags: dict[str, Flag] = {}
        self._faults: dict[tuple[str, object], Fault] = {}
        self._help_since: float | None = None
        self._checklist: dict[str, Checklist] = {}
        self._quiet = False
        self._notes: dict[str, Prompt] = {}

    def receive(self, event: AnyEvent) -> None:
        """Take the next event of the call."""
        self.at = max(self.at, event.at)
        match event:
            case Levels():
                self._levels = event
                self._strip.receive(event, prompt=self._on_show is not None)
            case Escalation():
                self._receive_escalation(event)
            case Utterance():
                self._receive_utterance(event)
            case Prompt():
                self._receive_prompt(event)
            case Cue(state=CueState.OPENED):
                self._heard.extend(each for each in event.evidence.heard if each.heat)
            case Hold():
                self._on_hold = event.state == "on"
            case Flag():
                self._flags[event.id] = event
            case Fault():
                self._receive_fault(event)
            case _:
                self._receive_rest(event)

    def receive_notice(self, notice: str, at: float) -> None:
        """A notice that the floor shows: the agent asked for help, or a supervisor answers."""
        if notice in ASKS_THE_FLOOR and self._help_since is None:
            self._help_since = at
        elif notice in HELP_ANSWERED:
            self._help_since = None
        elif notice in ("quiet", "prompts_again"):
            self._quiet = notice == "quiet"

    def row(self) -> FloorRow:
        """The call as the floor shows it."""
        heat = self._escalation
        return FloorRow(
            card=self.card,
            at=self.at,
            level=heat.level if heat else Level.CALM,
            level_since=self._level_since,
            trend=self._trend(),
            score=heat.score if heat else 0.0,
            shares=heat.shares if heat else {},
            heat=tuple(score for _, score in self._heat),
            talk=self._strip.talk(),
            agent_voice=self._levels.agent if self._levels else None,
            customer_voice=self._levels.customer if self._levels else None,
            on_hold=self._on_hold,
            last_prompt=self._last_prompt,
            flags=tuple(self._flags.values()),
            faults=tuple(self._faults.values()),
            help_since=self._help_since,
        )

    def snapshot(self) -> CallSnapshot:
        """All a page needs to draw the call from nothing."""
        return CallSnapshot(
            row=self.row(),
            utterances=tuple(self._utterances),
            heard=tuple(self._heard),
            prompt=self._on_show,
            strip=self._strip.seconds(),
            levels=self._levels,
            escalation=self._escalation,
            checklist=tuple(self._checklist.values()),
            quiet=self._quiet,
        )

    def after(self) -> AfterCall:
        """What the call leaves on its agent's page once it is over."""
        return AfterCall(
            call_id=self.card.call_id, seconds=self.at, top_level=self._top_level, notes=tuple(self._notes.values())
        )

    def put_away(self, prompt_id: str) -> None:
        """The agent has read a note already."""
        self._notes.pop(prompt_id, None)

    def _receive_escalation(self, event: Escalation) -> None:
        if self._escalation is None or event.level is not self._escalation.level:
            self._level_since = event.at
        self._escalation = event
        self._top_level = max(self._top_level, event.level, key=LEVEL_RANKS.__getitem__)
        second = int(event.at)
        if self._heat and self._heat[-1][0] == second:
            self._heat.pop()
        self._heat.append((second, event.score))

    def _receive_utterance(self, event: Utterance) -> None:
        for place in range(len(self._utterances) - 1, -1, -1):
            earlier = self._utterances[place]
            if earlier.channel is event.channel and not earlier.final:
                if earlier.start == event.start:
                    self._utterances[place] = event
                    return
                break
        self._utterances.append(event)

    def _receive_prompt(self, event: Prompt) -> None:
        if event.after_call:
            if event.state is PromptState.SHOWN:
                self._notes[event.id] = event
        elif event.state is PromptState.SHOWN:
            self._on_show = self._last_prompt = event
            self._heard.extend(event.receipt.heard)
        elif self._on_show is not None and self._on_show.id == event.id:
            self._on_show = None
            self._last_prompt = event

    def _receive_rest(self, event: AnyEvent) -> None:
        if isinstance(event, Checklist):
            self._checklist[event.item] = event
        elif isinstance(event, CallEnded):
            self.hot = event.hot

    def _receive_fault(self, event: Fault) -> None:
        key = (event.kind, event.channel)
        if event.state == "off":
            self._faults.pop(key, None)
        else:
            self._faults[key] = event

    def _trend(self) -> Literal["rising", "steady", "falling"]:
        if not self._heat:
            return "steady"
        newest = self._heat[-1]
        before = next((score for second, score in self._heat if second >= newest[0] - TREND_SECONDS), newest[1])
        if newest[1] - before >= TREND_STEP:
            return "rising"
        return "falling" if before - newest[1] >= TREND_STEP else "steady"


def by_need(row: FloorRow) -> tuple[bool, int, float, str]:
    """Sort key of the floor: who asked for help, then the hottest, then by call."""
    return (row.help_since is None, -row.level.rank, -row.score, row.card.call_id)
