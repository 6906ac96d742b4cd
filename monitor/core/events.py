"""Everything the core can say about a call.

Every event carries ``at`` (seconds on the call's clock when it became known) and
``call_id``. Overlaps, cues, prompts and flags carry an ``id`` that is the same when
the call is analysed again; their later states repeat it.

The agent's channel yields behaviour with a unit, never an emotion: ``vocal_arousal``
cannot be built, nor decoded, for any channel but the customer's.
"""

from enum import StrEnum
from typing import Literal

import msgspec


class Channel(StrEnum):
    """Who is heard. Channel 0 is the agent, 1 the customer, everywhere in the core."""

    AGENT = "agent"
    CUSTOMER = "customer"

    @property
    def position(self) -> int:
        """Position in every two-channel array."""
        return 0 if self is Channel.AGENT else 1

    @property
    def other(self) -> "Channel":
        """The one at the other end."""
        return Channel.CUSTOMER if self is Channel.AGENT else Channel.AGENT


CHANNELS = (Channel.AGENT, Channel.CUSTOMER)


class Level(StrEnum):
    """How hot the call is. A property of the call, never of a person."""

    CALM = "calm"
    WATCH = "watch"
    RAISED = "raised"
    ESCALATED = "escalated"

    @property
    def rank(self) -> int:
        """0 calm to 3 escalated."""
        return LEVEL_RANKS[self]


LEVEL_RANKS = {level: rank for rank, level in enumerate(Level)}


class OverlapLabel(StrEnum):
    """What happened while both spoke; see ``core/overlaps.py`` for the definitions."""

    SIMULTANEOUS = "simultaneous"
    SMOOTH_SWITCH = "smooth_switch"
    BACKCHANNEL = "backchannel"
    INTERRUPTION = "interruption"
    ATTEMPTED = "attempted"
    COMPETING = "competing"
    PAUSE_BARGE_IN = "pause_barge_in"
    OTHER = "other"


class CueKind(StrEnum):
    """Observable behaviour, each with a unit; only ``vocal_arousal`` is more, and it is the customer's alone."""

    RAISED_VOICE = "raised_voice"
    FAST_SPEECH = "fast_speech"
    QUIET_SPEECH = "quiet_speech"
    FLAT_TONE = "flat_tone"
    MIRRORING = "mirroring"
    INTERRUPTION = "interruption"
    MONOLOGUE = "monologue"
    DEAD_AIR = "dead_air"
    HOLD = "hold"
    PHRASE = "phrase"
    VOCAL_AROUSAL = "vocal_arousal"


class CueState(StrEnum):
    """A cue is open for as long as what it names goes on."""

    OPENED = "opened"
    CLOSED = "closed"


class PromptState(StrEnum):
    """The life of a whisper prompt."""

    DUE = "due"
    SHOWN = "shown"
    WITHHELD = "withheld"
    CLOSED = "closed"


class Urgency(StrEnum):
    """``normal`` waits for the agent's next pause, ``now`` does not wait."""

    NORMAL = "normal"
    NOW = "now"


class Measure(msgspec.Struct, frozen=True, omit_defaults=True):
    """One measured quantity of an evidence or a receipt, with its unit."""

    name: str
    value: float
    unit: str
    usual: float | None = None
    """The person's own usual, in the same unit."""
    limit: float | None = None
    """The threshold it is held against, in the same unit."""


class Heard(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words that matched, and where in the call they were said."""

    words: str
    channel: Channel
    start: float
    end: float
    rule: str
    heat: float = 0.0
    """-1 to 1: what such words add to the call's heat, or take back."""


class Evidence(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a cue rests on: measured quantities, heard words, and a stretch of the call."""

    start: float
    end: float
    measures: tuple[Measure, ...] = ()
    heard: tuple[Heard, ...] = ()


class Word(msgspec.Struct, frozen=True):
    """One recognised word; seconds on the call's clock, confidence 0-1."""

    text: str
    start: float
    end: float
    confidence: float = 1.0


class Joined(msgspec.Struct, frozen=True):
    """``count`` words from the one at ``first`` on are read as one: ``1234``, ``ABC12``."""

    first: int
    count: int
    text: str


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """What all events have."""

    at: float
    call_id: str


class CallStarted(Event, frozen=True, kw_only=True, tag="call_started"):
    """The call is there. ``words_from``: ``vosk MODEL``, ``file`` or ``none``."""

    source: str
    language: str
    agent: str
    team: str
    direction: str
    started_at: str
    words_from: str


class CallEnded(Event, frozen=True, kw_only=True, tag="call_ended"):
    """The call is over, and why."""

    duration_seconds: float
    agent_speech_seconds: float
    customer_speech_seconds: float
    reason: str = "hung_up"
    agent_response_seconds: float | None = None
    """Median from the customer's last word to the agent's answer; null where there was none."""
    customer_response_seconds: float | None = None
    agent_interruptions: int = 0
    """Overlaps that counted, by who came in."""
    customer_interruptions: int = 0
    hot: bool = False
    """It escalated, or was raised for long: the agent's next call begins after a hot one."""


class Utterance(Event, frozen=True, kw_only=True, tag="utterance"):
    """Words of one speaker. A later event with the same channel and start replaces an earlier partial one."""

    channel: Channel
    start: float
    end: float
    text: str
    words: tuple[Word, ...]
    final: bool
    stable: int = 0
    """So many leading words no longer change, and may fire rules; all of a final one."""
    joined: tuple[Joined, ...] = ()
    """Numbers and spelled-out letters as they are to be shown."""


class Speech(Event, frozen=True, kw_only=True, tag="speech"):
    """One speech unit; null where a quantity is unknown."""

    channel: Channel
    start: float
    end: float
    level_dbfs: float | None
    level_over_baseline_db: float | None
    alpha_db: float | None
    f0_hz: float | None
    f0_over_baseline_st: float | None
    syllables: int
    syllables_per_second: float | None


class Overlap(Event, frozen=True, kw_only=True, tag="overlap"):
    """Both spoke; ``channel`` is who came in, ``because`` why it counts or does not."""

    id: str
    channel: Channel
    start: float
    end: float
    label: OverlapLabel
    final: bool
    counted: bool
    because: str


class Hold(Event, frozen=True, kw_only=True, tag="hold"):
    """The customer is put on hold or taken back; ``how`` says from what that is known."""

    state: Literal["on", "off"]
    how: str


class Stage(Event, frozen=True, kw_only=True, tag="stage"):
    """The part of the call: greeting, purpose, resolution or close, and the words that say so."""

    name: str
    heard: tuple[Heard, ...] = ()


class Cue(Event, frozen=True, kw_only=True, tag="cue"):
    """A behaviour of either side opened or closed; ``channel`` is None where both share it."""

    id: str
    kind: CueKind
    channel: Channel | None
    state: CueState
    start: float
    evidence: Evidence

    def __post_init__(self) -> None:
        if self.kind is CueKind.VOCAL_AROUSAL and self.channel is not Channel.CUSTOMER:
            raise ValueError("vocal_arousal is the customer's alone: an employee's emotions are not inferred")


class Escalation(Event, frozen=True, kw_only=True, tag="escalation"):
    """The call's level and score 0-1; ``shares`` by family add up to the score."""

    level: Level
    score: float
    shares: dict[str, float]


class Prompt(Event, frozen=True, kw_only=True, tag="prompt"):
    """A whisper prompt in one of its states, with its receipt."""

    id: str
    rule: str
    state: PromptState
    text: str
    urgency: Urgency
    receipt: Evidence
    reason: str
    say: str = ""
    after_call: bool = False
    """A note for after the call: shown at its end, and not closed by the call but put away by the agent."""


class Checklist(Event, frozen=True, kw_only=True, tag="checklist"):
    """An item of the call's checklist was done, or its moment passed; ``heard``: the words that did it."""

    item: str
    state: Literal["done", "missing"]
    heard: tuple[Heard, ...] = ()


class Flag(Event, frozen=True, kw_only=True, tag="flag"):
    """The call asks to be looked at, and why."""

    id: str
    reason: str
    state: str = "open"


class Fault(Event, frozen=True, kw_only=True, tag="fault"):
    """Something spoils a signal; says which, and what is switched off."""

    kind: str
    channel: Channel | None
    switches_off: str
    state: str = "on"


class VoiceNow(msgspec.Struct, frozen=True):
    """One side's voice at this moment, for the meters; null until its usual is known."""

    speaking: bool
    level_over_baseline_db: float | None
    pace_over_usual_percent: float | None
    usual_known: float
    """How well the usual is known, 0-1."""


class Levels(Event, frozen=True, kw_only=True, tag="levels"):
    """Four times a second, live only: both voices and the heat, for meters and strips."""

    agent: VoiceNow
    customer: VoiceNow
    overlap: bool
    on_hold: bool
    score: float
    level: Level


AnyEvent = (
    CallStarted
    | CallEnded
    | Utterance
    | Speech
    | Overlap
    | Hold
    | Stage
    | Cue
    | Escalation
    | Prompt
    | Checklist
    | Flag
    | Fault
    | Levels
)
