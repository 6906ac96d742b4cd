"""A side that the line holds back: who came in over whom is judged by when things were spoken."""

import msgspec
import pytest

from monitor.core.call_info import LineDelay
from monitor.core.events import CHANNELS, Channel, Overlap, OverlapLabel
from tests.core.scene_kit.script import INFO, Talk, of, play

Span = tuple[float, float]
HELD_BACK = 0.3

TABLE = [
    # as it was spoken: who has the floor, who comes in, and what that is
    ("both start together", [(1.0, 4.0)], [(1.15, 3.0)], OverlapLabel.SIMULTANEOUS),
    ("the end is overlapped", [(1.0, 4.0)], [(3.75, 6.0)], OverlapLabel.SMOOTH_SWITCH),
    ("a short mhm", [(1.0, 8.0)], [(3.7, 4.3)], OverlapLabel.BACKCHANNEL),
    ("the floor is taken", [(1.0, 4.7)], [(4.0, 8.0)], OverlapLabel.INTERRUPTION),
    ("the other gives way", [(1.0, 8.0)], [(4.0, 5.3)], OverlapLabel.ATTEMPTED),
    ("neither gives way", [(1.0, 8.0)], [(4.0, 7.5)], OverlapLabel.COMPETING),
    ("into a pause that was none", [(1.0, 4.0), (4.8, 6.5)], [(4.3, 7.0)], OverlapLabel.PAUSE_BARGE_IN),
]


def heard(holder: list[Span], comer: list[Span], by: Channel, late: Channel, told: bool = True) -> list[Overlap]:
    """The final overlaps of a call in which ``late`` comes 0.3 s after it was spoken."""
    talks = [Talk(by.other, *span) for span in holder] + [Talk(by, *span) for span in comer]
    moved = [_later(talk, HELD_BACK) if talk.channel is late else talk for talk in talks]
    delay = LineDelay(**{late.value: HELD_BACK}) if told else LineDelay()
    events = play(14, *moved, info=msgspec.structs.replace(INFO, delay_seconds=delay))
    return [overlap for overlap in of(events, Overlap) if overlap.final]


def _later(talk: Talk, seconds: float) -> Talk:
    return Talk(talk.channel, round(talk.start + seconds, 2), round(talk.end + seconds, 2))


@pytest.mark.parametrize("late", CHANNELS)
@pytest.mark.parametrize("by", CHANNELS)
@pytest.mark.parametrize(("holder", "comer", "label"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_labels_are_those_of_what_was_spoken(
    holder: list[Span], comer: list[Span], label: OverlapLabel, by: Channel, late: Channel
) -> None:
    overlap = heard(holder, comer, by, late)[0]
    assert (overlap.label, overlap.channel) == (label, by)
    assert overlap.start == pytest.approx(comer[0][0])


def test_a_delay_nobody_told_of_hides_that_both_started_together() -> None:
    """What the correction is for: the same call without it."""
    together = [(1.0, 3.0)], [(1.1, 5.0)]
    assert heard(*together, CHANNELS[1], CHANNELS[1])[0].label is OverlapLabel.SIMULTANEOUS
    assert heard(*together, CHANNELS[1], CHANNELS[1], told=False)[0].label is not OverlapLabel.SIMULTANEOUS


def test_what_is_final_waits_for_the_side_that_is_late() -> None:
    floor_taken = [(1.0, 4.7)], [(4.0, 8.0)]
    (overlap,) = heard(*floor_taken, CHANNELS[0], CHANNELS[1])
    assert overlap.at - overlap.end == pytest.approx(1.0 + HELD_BACK, abs=0.11)


def test_a_turn_change_that_only_the_line_made_an_overlap_is_not_reported() -> None:
    assert heard([(1.0, 4.0)], [(4.1, 8.0)], CHANNELS[0], CHANNELS[1]) == []
    assert heard([(1.0, 4.0)], [(4.1, 8.0)], CHANNELS[0], CHANNELS[1], told=False) != []
