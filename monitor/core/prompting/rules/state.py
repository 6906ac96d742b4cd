"""What the rules may look at, and what they say."""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import msgspec

from monitor.core.call_info import LineDelay
from monitor.core.events import CHANNELS, Channel, Cue, CueKind, Evidence, Heard, Level
from monitor.core.signal.speech_spans import Unit
from monitor.core.words.conversation import Conversation
from monitor.core.words.language import Language

MOST_KEPT = 50
"""Occasions of each act that are remembered."""
UNITS_KEPT = 200
"""Of each side: some minutes of speech."""


class Want(msgspec.Struct, frozen=True):
    """A rule would speak now. The same ``episode`` is the same occasion, shown at most once."""

    rule: str
    episode: str
    receipt: Evidence
    fields: Mapping[str, float | str]
    """For the reason's wording; which names, config/languages says."""
    variant: str = ""
    """Which of the rule's wordings of the reason fits."""
    urgent: bool = False
    until: float = math.inf
    """When the occasion passes by itself: gone before that, it was mended."""


@dataclass(slots=True)
class Said:
    """The last time that a phrase of a set was said."""

    heard: Heard
    at: float
    agent_turns: int
    """Agent turns ended by then."""
    times: int


class Missed(msgspec.Struct, frozen=True):
    """An item of the checklist whose moment has passed."""

    at: float
    receipt: Evidence
    fields: Mapping[str, float | str] = {}


@dataclass(slots=True)
class CallState:
    """The call at this frame; written by the analysis, only read by rules."""

    now: float = 0.0
    words: bool = True
    """Words come in, so that what was not said can be told."""
    unsure: bool = False
    """Words come in, and are not to be trusted: rules that need them wait."""
    level: Level = Level.CALM
    hot_since: float | None = None
    """Since when the level is raised or higher."""
    not_falling_since: float = 0.0
    hot_seconds: float = 0.0
    """How long the call has been raised or higher, in all."""
    highest: Level = Level.CALM
    """The highest level so far."""
    agent_turns: int = 0
    """Agent turns that have ended."""
    on_hold: bool = False
    held_seconds: float = 0.0
    """On hold in all."""
    cues: dict[tuple[CueKind, Channel | None], Cue] = field(default_factory=dict)
    """Those that are open."""
    said: dict[str, Said] = field(default_factory=dict)
    """The last time of each act."""
    history: dict[str, deque[Said]] = field(default_factory=dict)
    """The last times of each act, oldest first."""
    talk: Conversation = field(default_factory=lambda: Conversation(Language("")))
    """Who said what, turn by turn."""
    units: dict[Channel, deque[Unit]] = field(
        default_factory=lambda: {channel: deque[Unit](maxlen=UNITS_KEPT) for channel in CHANNELS}
    )
    """Each side's last stretches of speech, oldest first; the last may be open."""
    notices: dict[str, float] = field(default_factory=dict)
    """When each kind of notice last came."""
    agent_silent_seconds: float = 0.0
    customer_silent_seconds: float = 0.0
    agent_level_db: float | None = None
    """The agent's voice over its usual; None while that is not known, or the agent is silent."""
    delay: LineDelay = field(default_factory=LineDelay)
    """By how much each side's sound comes late."""
    direction: str = "inbound"
    begun: dict[Channel, float] = field(default_factory=lambda: dict.fromkeys(CHANNELS, 0.0))
    """From where on each side's words belong to the call: no announcement, no ringing."""
    rings: list[float] = field(default_factory=list)
    """When the phone rang."""
    stage: str = "greeting"
    """How far the call has come; names in ``stages.py``."""
    stages: dict[str, float] = field(default_factory=dict)
    """When each stage first began."""
    missed: dict[str, Missed] = field(default_factory=dict)
    """What of the checklist has passed undone."""
    over: bool = False
    """The call has ended: what waits is decided now."""

    def cue(self, kind: CueKind, channel: Channel | None) -> Cue | None:
        """The open cue of a kind and channel."""
        return self.cues.get((kind, channel))

    def last_said(self, *set_ids: str) -> Said | None:
        """The latest of several sets."""
        latest: Said | None = None
        for set_id in set_ids:  # asked by most rules in every frame
            said = self.said.get(set_id)
            if said is not None and (latest is None or said.at > latest.at):
                latest = said
        return latest

    def remember(self, said: Said) -> None:
        """An act was said."""
        self.said[said.heard.rule] = said
        self.history.setdefault(said.heard.rule, deque(maxlen=MOST_KEPT)).append(said)

    def all_said(self, *set_ids: str, since: float = 0.0) -> list[Said]:
        """Every time that one of several acts was said at ``since`` or later, oldest first."""
        found = [
            said
            for set_id in set_ids
            for said in self.history.get(set_id) or [*filter(None, [self.said.get(set_id)])]
            if said.heard.start >= since
        ]
        return sorted(found, key=lambda said: said.heard.start)

    def stage_since(self, name: str) -> float | None:
        """When a stage first began; None if it has not."""
        return self.stages.get(name)

    def said_since(self, at: float, *set_ids: str) -> bool:
        """Something of these sets was said, at ``at`` or later."""
        found = self.last_said(*set_ids)
        return found is not None and found.heard.start >= at - 0.5


class RuleLogic(Protocol):
    """One rule's condition; may keep what it needs of the call."""

    def update(self, state: CallState) -> Want | None:
        """Called once a frame; None where the rule has nothing to say."""


def measured(cue: Cue, name: str) -> float:
    """A measure of a cue's evidence by name; 0 where it has none."""
    return next((measure.value for measure in cue.evidence.measures if measure.name == name), 0.0)


def usual(cue: Cue, name: str) -> float | None:
    """The usual that a measure is held against."""
    return next((measure.usual for measure in cue.evidence.measures if measure.name == name), None)
