"""What review's pages read over HTTP: ended calls and one call's events."""

import msgspec

from monitor.core.events import AnyEvent, Channel, Flag, Level, Utterance


class EndedCall(msgspec.Struct, frozen=True, kw_only=True):
    """One call of the list; ``ended`` says why it ended."""

    call_id: str
    agent: str
    team: str
    language: str
    direction: str
    source: str
    started_at: str
    seconds: float
    ended: str
    top_level: Level
    words_from: str
    flags: tuple[Flag, ...]
    prompts: int
    """Prompts that were shown."""
    has_recording: bool


class EndedCalls(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the list: flagged calls first, then the newest."""

    calls: tuple[EndedCall, ...]


class FoundLine(msgspec.Struct, frozen=True):
    """A line in which words were found; ``at`` is when the first of them was said, in seconds on the call's clock."""

    channel: Channel
    at: float
    pieces: tuple[str, ...]
    """The line, or what is around the first match: every second piece matched."""


class FoundCall(msgspec.Struct, frozen=True):
    """A call in which words were said; ``count`` lines match, the first of them are here."""

    call: EndedCall
    lines: tuple[FoundLine, ...]
    count: int


class FoundCalls(msgspec.Struct, frozen=True, kw_only=True):
    """What was found, in the order of the list; ``more``: there are more calls than fit."""

    calls: tuple[FoundCall, ...]
    more: bool


class SecondTranscript(msgspec.Struct, frozen=True, kw_only=True):
    """What a better model heard in the recording; where it failed, ``because`` says why and there are no words."""

    words_from: str
    because: str = ""
    utterances: tuple[Utterance, ...]
    instead: str = ""
    """Why no better model heard it; empty where the best one did."""


class CallDetail(msgspec.Struct, frozen=True, kw_only=True):
    """One ended call with all it said, by ``at``; ``second_pass`` where the call was heard again."""

    call: EndedCall
    events: tuple[AnyEvent, ...]
    second_pass: SecondTranscript | None = None


class Peaks(msgspec.Struct, frozen=True, kw_only=True):
    """The recording's outline: the highest sample of each bin, 0-1, a channel."""

    seconds: float
    agent: tuple[float, ...]
    customer: tuple[float, ...]


class FlagRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person flags a call."""

    reason: str


class NoticeRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person tells of a live call what no sound carries; kinds as in ``wire.native_ingest``."""

    notice: str
