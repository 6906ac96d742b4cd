"""What the core called each labelled overlap of a dialogue, and when it first marked it."""

from collections.abc import Sequence

import msgspec

from benchmarks.data_sets import DataError, Row, number
from monitor.core.events import CHANNELS, Channel, Overlap, OverlapLabel, Speech

HARMLESS = (OverlapLabel.BACKCHANNEL, OverlapLabel.SMOOTH_SWITCH, OverlapLabel.SIMULTANEOUS)
NONE = "none"
NEAR_SECONDS = 0.5
"""How far from a labelled start an overlap may begin and still be the same."""
OTHER_CHANNEL_SECONDS = 0.3
"""How much farther one counts in which the other came in: between two near labels the right side wins."""


class TrueOverlap(msgspec.Struct, frozen=True):
    """A row of ``overlaps.csv``; seconds in the file."""

    channel: Channel
    start: float
    end: float
    label: OverlapLabel

    @classmethod
    def of(cls, row: Row) -> "TrueOverlap":
        """Raises ``DataError`` for what is no such row."""
        try:
            channel, label = CHANNELS[int(row["who_came_in"])], OverlapLabel(row["label"])
        except (KeyError, IndexError, ValueError) as error:
            raise DataError(
                f"overlaps.csv, {row.get('file')} at {row.get('start')} s: who_came_in must be 0 or 1, "
                f"label one of {', '.join(OverlapLabel)}"
            ) from error
        return cls(channel, number(row, "start"), number(row, "end"), label)


class ScoredOverlap(msgspec.Struct, frozen=True):
    """A labelled overlap, and what was made of it."""

    truth: OverlapLabel
    found: str
    """The label it was given, ``none`` where nothing was seen."""
    right_channel: bool
    called_interruption: bool
    onset_seconds: float | None
    """From its start to the first mark, provisional or final."""


class ScoredDialogue(msgspec.Struct, frozen=True):
    """One recording."""

    overlaps: list[ScoredOverlap]
    unlabelled_interruptions: int
    """Counted where no label is near."""


def score_dialogue(truths: Sequence[TrueOverlap], overlaps: Sequence[Overlap]) -> ScoredDialogue:
    """Every final overlap belongs to the label nearest to it; a label has at most one name, its nearest one's."""
    first_marks: dict[str, float] = {}
    for overlap in overlaps:
        first_marks.setdefault(overlap.id, overlap.at)
    found: dict[int, list[Overlap]] = {}
    unlabelled = 0
    for overlap in (each for each in overlaps if each.final):
        place = _nearest(truths, overlap)
        if place is None:
            unlabelled += overlap.counted
        else:
            found.setdefault(place, []).append(overlap)
    scored = [_score(truth, found.get(place, []), first_marks) for place, truth in enumerate(truths)]
    return ScoredDialogue(scored, unlabelled)


def _nearest(truths: Sequence[TrueOverlap], overlap: Overlap) -> int | None:
    near = [
        (_distance(truth, overlap), place)
        for place, truth in enumerate(truths)
        if abs(truth.start - overlap.start) <= NEAR_SECONDS or (overlap.start < truth.end and truth.start < overlap.end)
    ]
    return min(near)[1] if near else None


def _distance(truth: TrueOverlap, overlap: Overlap) -> float:
    return abs(truth.start - overlap.start) + OTHER_CHANNEL_SECONDS * (truth.channel is not overlap.channel)


def _score(truth: TrueOverlap, found: Sequence[Overlap], first_marks: dict[str, float]) -> ScoredOverlap:
    """A harmless one is called an interruption by whatever was counted near it, whoever is said to have come in."""
    counted = [each for each in found if each.counted]
    # Of a start together it says nothing who was some milliseconds later.
    either = truth.label is OverlapLabel.SIMULTANEOUS
    right = [each for each in found if either or each.channel is truth.channel]
    if truth.label is OverlapLabel.INTERRUPTION:
        counted = [each for each in counted if each.channel is truth.channel]
    named = min(counted or right or found, key=lambda each: _distance(truth, each), default=None)
    if named is None:
        return ScoredOverlap(truth.label, NONE, False, False, None)
    onset = first_marks[named.id] - truth.start
    return ScoredOverlap(truth.label, named.label, named in right, bool(counted), round(onset, 3))


def edge_errors(truth: Sequence[Row], spoken: Sequence[Speech]) -> tuple[list[float], list[float]]:
    """Distances in seconds of speech units' starts and ends, each labelled unit against the nearest one found."""
    starts, ends = [], []
    for row in truth:
        channel, start, end = CHANNELS[round(number(row, "channel"))], number(row, "start"), number(row, "end")
        units = [unit for unit in spoken if unit.channel is channel and unit.start < end and start < unit.end]
        if units:
            starts.append(min(abs(unit.start - start) for unit in units))
            ends.append(min(abs(unit.end - end) for unit in units))
    return starts, ends
