"""What the store is asked to keep, and the store as the service sees it.

StoreError            what a person at the service can act on
 +- StoreUnavailable  nothing can be stored now: rows wait, and the same rows are written later
 +- RowRefused        these rows can never be stored; others can
     +- CallExists    the call id is taken by a stored call
"""

from collections.abc import Sequence
from typing import Literal, Protocol

import msgspec

from monitor.core.call_info import CallInfo
from monitor.core.errors import CallMonitorError
from monitor.core.events import AnyEvent, CallStarted, Channel, Escalation, Event, Speech, Utterance, Word


class StoreError(CallMonitorError):
    """The store can't do what was asked; the message says what to do."""


class StoreUnavailable(StoreError):
    """Nothing can be stored for now: disk full, data folder read-only, database locked."""


class RowRefused(StoreError):
    """At least one row of the batch can never be stored; none of the batch was."""


class CallExists(RowRefused):
    """A stored call has this id already."""


class CallBegun(msgspec.Struct, frozen=True):
    """A call that could not be stored at its start, because the store was unavailable, and waits with its events."""

    info: CallInfo
    started: CallStarted


class FrameBlock(msgspec.Struct, frozen=True):
    """Consecutive quantised feature frames of both channels."""

    call_id: str
    first_frame: int
    """Index of the first frame, counted from the call's start."""
    frames: bytes
    count: int


class WordsRow(msgspec.Struct, frozen=True):
    """Words exactly as the core was given them, at seconds on the call's clock; a new analysis is fed the same."""

    call_id: str
    at: float
    channel: Channel
    words: tuple[Word, ...]
    final: bool
    stable: int | None = None


class NoticeRow(msgspec.Struct, frozen=True):
    """A notice that came in during the call, and from when on it counted, in seconds on the call's clock."""

    call_id: str
    at: float
    kind: str


class AnswerRow(msgspec.Struct, frozen=True):
    """The agent's answer to a prompt, at seconds on the call's clock."""

    call_id: str
    prompt_id: str
    verdict: Literal["got_it", "not_helpful"]
    at: float


class LossRow(msgspec.Struct, frozen=True):
    """Rows of one kind that were shed before they were stored: the call can't be re-analysed exactly."""

    call_id: str
    kind: str
    rows: int


Row = AnyEvent | CallBegun | FrameBlock | WordsRow | NoticeRow | AnswerRow | LossRow


_KINDS = {
    CallBegun: "call",
    FrameBlock: "frames",
    WordsRow: "words",
    NoticeRow: "notice",
    AnswerRow: "answer",
    LossRow: "loss",
}


class EventStore(Protocol):
    """Keeps rows for good."""

    async def write(self, batch: Sequence[Row]) -> None:
        """Store all rows or none; raises ``StoreUnavailable`` or ``RowRefused``."""


def kind_of(row: Row) -> str:
    """What a lost row is counted as: an event's type, or what else it is."""
    if isinstance(row, Event):
        return str(row.__struct_config__.tag)
    return _KINDS[type(row)]


def call_of(row: Row) -> str:
    """The call that a row belongs to."""
    return row.started.call_id if isinstance(row, CallBegun) else row.call_id


def shedding_order(row: Row) -> int | None:
    """When a row may go if too many wait: 0 first, None never.

    Partial transcripts, which their final replaces, and feature frames go before what
    was measured of single utterances. Cues, prompts, flags, overlaps and final words stay.
    """
    match row:
        case FrameBlock() | Utterance(final=False) | WordsRow(final=False):
            return 0
        case Speech() | Escalation():
            return 1
        case _:
            return None
