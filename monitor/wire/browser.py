"""What pages and service say to each other: JSON text frames over a WebSocket.

Server to browser: a ``snapshot`` first and after every resync, then ``event`` (one
call's events), ``row`` and ``gone`` (the floor), ``heard_again`` (an ended call has better
words). Browser to server: ``answer`` to a
prompt and ``help``. Levels and rows coalesce by call when a browser is slow; events
that carry a prompt never do.
"""

from typing import Literal

import msgspec

from monitor.core.events import (
    AnyEvent,
    Checklist,
    Escalation,
    Fault,
    Flag,
    Heard,
    Level,
    Levels,
    Prompt,
    Utterance,
    VoiceNow,
)


class CallCard(msgspec.Struct, frozen=True, kw_only=True):
    """Who and what a live call is; constant while it runs."""

    call_id: str
    agent: str
    team: str
    language: str
    direction: str
    source: str
    started_at: str
    words_from: str


class FloorRow(msgspec.Struct, frozen=True, kw_only=True):
    """A live call as the floor shows it."""

    card: CallCard
    at: float
    """Seconds on the call's clock."""
    level: Level
    level_since: float
    """When the present level was entered, seconds on the call's clock."""
    trend: Literal["rising", "steady", "falling"]
    score: float
    shares: dict[str, float]
    heat: tuple[float, ...]
    """Score once a second, at most the last 120 s, oldest first."""
    talk: tuple[int, ...]
    """Who spoke, once a second, at most the last 30 s: 0 nobody, 1 agent, 2 customer, 3 both, 4 on hold."""
    agent_voice: VoiceNow | None
    customer_voice: VoiceNow | None
    on_hold: bool
    last_prompt: Prompt | None
    flags: tuple[Flag, ...]
    faults: tuple[Fault, ...]
    help_since: float | None
    """When the agent asked for help, seconds on the call's clock."""


class StripSecond(msgspec.Struct, frozen=True, array_like=True):
    """One second of the two-minute strip: levels over baseline in dB (null: silent), overlap, hold, prompt shown."""

    agent_db: float | None
    customer_db: float | None
    overlap: bool
    hold: bool
    prompt: bool


class CallSnapshot(msgspec.Struct, frozen=True, kw_only=True):
    """All a page needs to draw one live call from nothing."""

    row: FloorRow
    utterances: tuple[Utterance, ...]
    """The last 60, final and partial, oldest first."""
    heard: tuple[Heard, ...]
    """The last 100 phrases that mattered, oldest first."""
    prompt: Prompt | None
    """The one on show, if any."""
    strip: tuple[StripSecond, ...]
    """At most the last 120 s, oldest first."""
    levels: Levels | None
    escalation: Escalation | None
    checklist: tuple[Checklist, ...] = ()
    """The last state of each item that has one."""
    quiet: bool = False
    """The agent wants no prompts in this call but those that can't wait."""


class AfterCall(msgspec.Struct, frozen=True, kw_only=True):
    """The agent's last call, once it is over, and the notes on it that were not put away."""

    call_id: str
    seconds: float
    """How long the call was."""
    top_level: Level
    notes: tuple[Prompt, ...]
    """At most a few, the most pressing first."""


class Borders(msgspec.Struct, frozen=True):
    """Scores at which the levels are entered."""

    watch: float
    raised: float
    escalated: float


class ServiceState(msgspec.Struct, frozen=True, kw_only=True):
    """What works and what does not, in words every page can show."""

    version: str
    recogniser: Literal["ready", "warming", "off"]
    models: tuple[str, ...]
    off_because: str
    """Empty when a recogniser is there; else what is missing and what to do."""
    active_calls: int
    lost_rows: int
    """Rows the store could not take; 0 in health."""
    trouble: str = ""
    """Why rows wait to be stored, in words for a page; empty in health."""
    borders: Borders | None = None


class AgentSnapshot(msgspec.Struct, frozen=True, kw_only=True, tag="agent_snapshot", tag_field="type"):
    """First message on an agent's socket; ``call`` is null between calls, ``after`` where the last one left nothing."""

    agent: str
    service: ServiceState
    call: CallSnapshot | None
    after: AfterCall | None = None


class CallTopicSnapshot(msgspec.Struct, frozen=True, kw_only=True, tag="call_snapshot", tag_field="type"):
    """First message on one call's socket."""

    service: ServiceState
    call: CallSnapshot | None


class FloorSnapshot(msgspec.Struct, frozen=True, kw_only=True, tag="floor_snapshot", tag_field="type"):
    """First message on the floor's socket."""

    service: ServiceState
    rows: tuple[FloorRow, ...]


class EventMessage(msgspec.Struct, frozen=True, kw_only=True, tag="event", tag_field="type"):
    """One event of the call that the page follows."""

    event: AnyEvent


class RowMessage(msgspec.Struct, frozen=True, kw_only=True, tag="row", tag_field="type"):
    """A floor row, new or changed."""

    row: FloorRow


class GoneMessage(msgspec.Struct, frozen=True, kw_only=True, tag="gone", tag_field="type"):
    """The call left the floor."""

    call_id: str


class HeardAgainMessage(msgspec.Struct, frozen=True, kw_only=True, tag="heard_again", tag_field="type"):
    """The ended call that the page shows was heard again, or could not be."""

    call_id: str


ServerMessage = (
    AgentSnapshot | CallTopicSnapshot | FloorSnapshot | EventMessage | RowMessage | GoneMessage | HeardAgainMessage
)


class AnswerMessage(
    msgspec.Struct, frozen=True, kw_only=True, tag="answer", tag_field="type", forbid_unknown_fields=True
):
    """The agent's answer to a prompt; either one closes it."""

    call_id: str
    prompt_id: str
    verdict: Literal["got_it", "not_helpful"]


class HelpMessage(msgspec.Struct, frozen=True, kw_only=True, tag="help", tag_field="type", forbid_unknown_fields=True):
    """The agent's help key."""

    call_id: str


class NoticeMessage(
    msgspec.Struct, frozen=True, kw_only=True, tag="notice", tag_field="type", forbid_unknown_fields=True
):
    """What the agent lets the service know by a key.

    ``quiet`` and ``prompts_again``: prompts of this call; ``unfit_caller``: the caller can't be talked to;
    ``question``: a question for the floor before deciding; ``debrief``: asks to be told how it was solved.
    """

    call_id: str
    notice: Literal["quiet", "prompts_again", "unfit_caller", "question", "debrief"]


class TickMessage(msgspec.Struct, frozen=True, kw_only=True, tag="tick", tag_field="type", forbid_unknown_fields=True):
    """The agent ticks an item of the checklist by hand."""

    call_id: str
    item: str


BrowserMessage = AnswerMessage | HelpMessage | NoticeMessage | TickMessage


def encode(message: ServerMessage) -> str:
    """Message -> JSON text."""
    return msgspec.json.encode(message).decode()


def decode(text: str) -> BrowserMessage:
    """JSON text -> message; raises ``msgspec.ValidationError`` that says what is wrong."""
    message: BrowserMessage = msgspec.json.decode(text, type=BrowserMessage)
    return message
