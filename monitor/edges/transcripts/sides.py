"""Which channel of a transcript is whose, and its words as lines of a words file, in order."""

import math
from collections.abc import Iterable, Sequence

import msgspec

from monitor.core.events import CHANNELS, Channel
from monitor.edges.transcripts.said import Said, TranscriptError, Who
from monitor.wire.native_ingest import WordsLine

AGENTS = ("agent", "advisor", "operator", "representative", "rep", "internal")
CUSTOMERS = ("customer", "caller", "client", "external")
LONGEST_CALL_SECONDS = 24 * 3600.0
SHORTEST_SECONDS = 0.01
"""What a word keeps whose time another one claims."""


class Sided(msgspec.Struct, frozen=True):
    """Lines in the order in which they become known, and how much of the file had no use."""

    lines: tuple[WordsLine, ...]
    left_out: int


def is_side(name: str) -> bool:
    """Whether a speaker's name says which side it is."""
    return name.strip().lower() in AGENTS + CUSTOMERS


def sided(said: Iterable[Said], agent_channel: int = 0, side: Channel | None = None) -> Sided:
    """Lines of both sides, or of ``side`` alone where the whole file is that one's.

    What a file has twice counts once. Words with impossible times (negative, or that end
    before they begin) are left out; where two of a speaker overlap, the earlier one ends as
    the later one begins. Raises ``TranscriptError`` where it isn't known who spoke.
    """
    spoken = [each for each in dict.fromkeys(said) if each.text.strip()]
    usable = [each for each in spoken if _is_possible(each)]
    if spoken and not usable:
        raise TranscriptError(
            "has no word with a possible time: all are negative, end before they begin or are too late"
        )
    by_side: dict[Channel, list[Said]] = {channel: [] for channel in CHANNELS}
    for each in usable:
        by_side[side or _side_of(each.who, agent_channel)].append(each)
    lines = [line for channel, of in by_side.items() for line in _in_order(channel, of)]
    return Sided(tuple(sorted(lines, key=lambda line: line.end)), len(spoken) - len(usable))


def _is_possible(said: Said) -> bool:
    return math.isfinite(said.start + said.end) and 0 <= said.start <= said.end <= LONGEST_CALL_SECONDS


def _side_of(who: Who, agent_channel: int) -> Channel:
    if who is None:
        raise TranscriptError(
            "doesn't say who speaks: transcribe each channel for itself, and give both files: "
            "--words agent=FILE --words customer=FILE"
        )
    if isinstance(who, int):
        if who not in (0, 1):
            raise TranscriptError(f"has words in channel {who}: a call has two, 0 and 1")
        return Channel.AGENT if who == agent_channel else Channel.CUSTOMER
    name = who.strip().lower()
    if name in AGENTS:
        return Channel.AGENT
    if name in CUSTOMERS:
        return Channel.CUSTOMER
    raise TranscriptError(
        f"has a speaker {who[:40]!r}: only such names as Agent and Customer say which side it is; "
        "or give one file a side: --words agent=FILE --words customer=FILE"
    )


def _in_order(channel: Channel, said: Sequence[Said]) -> list[WordsLine]:
    lines: list[WordsLine] = []
    for each in sorted(said, key=lambda each: (each.start, each.end)):
        line = WordsLine(channel, " ".join(each.text.split()), each.start, each.end, each.confidence)
        if lines and line.start < max(lines[-1].end, lines[-1].start + SHORTEST_SECONDS):
            cut = max(line.start, lines[-1].start + SHORTEST_SECONDS)
            lines[-1] = msgspec.structs.replace(lines[-1], end=cut)
            line = msgspec.structs.replace(line, start=cut, end=max(cut, line.end))
        lines.append(line)
    return lines
