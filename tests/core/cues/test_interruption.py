"""One short interruption is part of talk; two in half a minute, or a long one, are a cue."""

import pytest

from monitor.core.events import CHANNELS, Channel, Cue, CueKind, CueState
from tests.core.scene_kit.script import Talk, cues, of, play


def taken(by: Channel, at: float) -> list[Talk]:
    """This channel takes the floor after 0.9 s of overlap, 4 s into the other's turn."""
    return [Talk(by.other, at - 4, at + 0.9), Talk(by, at, at + 4)]


def opened(by: Channel, *times: float) -> list[Cue]:
    talks = [talk for at in times for talk in taken(by, at)]
    return cues(play(max(times) + 10, *talks), CueKind.INTERRUPTION)


@pytest.mark.parametrize("by", CHANNELS)
def test_one_interruption_is_no_cue(by: Channel) -> None:
    assert opened(by, 5.0) == []


@pytest.mark.parametrize("by", CHANNELS)
def test_two_within_30_seconds_are(by: Channel) -> None:
    (cue,) = opened(by, 5.0, 20.0)
    assert cue.channel is by
    assert cue.at == pytest.approx(21.8, abs=0.2)
    measures = {measure.name: measure.value for measure in cue.evidence.measures}
    assert measures == {"interruptions": 2.0, "longest_overlap": 0.9}


def test_two_a_minute_apart_are_not() -> None:
    assert opened(CHANNELS[0], 5.0, 65.0) == []


def test_one_of_each_side_is_not() -> None:
    events = play(40, *taken(CHANNELS[0], 5.0), *taken(CHANNELS[1], 20.0))
    assert cues(events, CueKind.INTERRUPTION) == []


@pytest.mark.parametrize("by", CHANNELS)
def test_a_long_overlap_is_at_once(by: Channel) -> None:
    (cue,) = cues(play(20, Talk(by.other, 1, 9), Talk(by, 5, 12)), CueKind.INTERRUPTION)
    assert (cue.channel, cue.start) == (by, pytest.approx(5.0, abs=0.06))
    assert cue.at == pytest.approx(6.5, abs=0.11)


def test_backchannels_however_many_are_not() -> None:
    nods = [Talk(CHANNELS[0], at, at + 0.5) for at in range(3, 27, 3)]
    assert cues(play(40, Talk(CHANNELS[1], 0, 30), *nods), CueKind.INTERRUPTION) == []


def test_smooth_switches_however_many_are_not() -> None:
    talks = [Talk(CHANNELS[turn % 2], 3.0 * turn, 3.0 * turn + 3.3) for turn in range(12)]
    assert cues(play(40, *talks), CueKind.INTERRUPTION) == []


def test_a_third_within_the_half_minute_is_a_cue_of_its_own() -> None:
    first, second = opened(CHANNELS[0], 5.0, 15.0, 28.0)
    assert (first.start, second.start) == (5.0, 28.0)
    assert first.id != second.id
    assert second.evidence.measures[0].value == 3.0


def test_it_closes_some_time_after_the_last_and_a_third_opens_a_new_one() -> None:
    talks = [talk for at in (5.0, 15.0, 35.0) for talk in taken(CHANNELS[0], at)]
    found = [cue for cue in of(play(60, *talks), Cue) if cue.kind is CueKind.INTERRUPTION]
    assert [cue.state for cue in found] == [CueState.OPENED, CueState.CLOSED] * 2
    assert 20 < found[1].at < 30
