"""A monologue is one turn of 40 s: short pauses and backchannels belong to it, an answer or silence ends it."""

import pytest

from monitor.core.events import CHANNELS, Channel, Cue, CueKind, CueState
from tests.core.scene_kit.script import Talk, chat, cues, of, play

BEFORE = chat(0, 10)


def long_turn(by: Channel, *pauses: float, until: float = 56.0) -> list[Talk]:
    """From 12 s on, with a pause of so many seconds at 25 s, 35 s …"""
    starts = [12.0, *(25.0 + 10 * place + pause for place, pause in enumerate(pauses))]
    ends = [*(25.0 + 10 * place for place in range(len(pauses))), until]
    return [Talk(by, start, end) for start, end in zip(starts, ends, strict=True)]


def found(*talks: Talk) -> list[Cue]:
    return cues(play(60, *BEFORE, *talks), CueKind.MONOLOGUE)


@pytest.mark.parametrize("by", CHANNELS)
def test_forty_seconds_are_one_and_its_evidence_says_so(by: Channel) -> None:
    (cue,) = found(*long_turn(by))
    assert (cue.channel, cue.start) == (by, pytest.approx(12.0))
    assert cue.at == pytest.approx(52.0, abs=0.16)
    (measure,) = cue.evidence.measures
    assert (measure.name, measure.value, measure.unit, measure.limit) == ("monologue", 40.0, "s", 40.0)


@pytest.mark.parametrize("by", CHANNELS)
@pytest.mark.parametrize(
    ("talks", "is_one"),
    [
        pytest.param(lambda by: long_turn(by, until=51.0), False, id="39 s"),
        pytest.param(lambda by: long_turn(by, 1.4, 1.4), True, id="pauses under 1.5 s"),
        pytest.param(lambda by: long_turn(by, 1.7), False, id="a pause over 1.5 s"),
        pytest.param(lambda by: [*long_turn(by), Talk(by.other, 30, 30.7)], True, id="a backchannel"),
        pytest.param(lambda by: [*long_turn(by), Talk(by.other, 30, 32)], False, id="the other says something"),
    ],
)
def test_what_is_one_turn(by: Channel, talks, is_one: bool) -> None:
    assert bool(found(*talks(by))) is is_one


def test_it_closes_when_the_turn_ends() -> None:
    events = play(70, *BEFORE, *long_turn(CHANNELS[0], until=60))
    states = [(cue.state, cue.at) for cue in of(events, Cue) if cue.kind is CueKind.MONOLOGUE]
    assert [state for state, _ in states] == [CueState.OPENED, CueState.CLOSED]
    assert states[1][1] == pytest.approx(61.5, abs=0.16)


def test_an_announcement_before_anybody_answered_is_none() -> None:
    assert cues(play(60, Talk(CHANNELS[0], 0, 55)), CueKind.MONOLOGUE) == []


def test_what_is_heard_on_hold_is_nobodys_turn() -> None:
    notices = [(11.0, "hold"), (58.0, "resume")]
    assert cues(play(60, *BEFORE, *long_turn(CHANNELS[0]), notices=notices), CueKind.MONOLOGUE) == []
