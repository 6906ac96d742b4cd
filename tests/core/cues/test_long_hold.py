"""A customer on hold is looked in on after a minute, and after two."""

import pytest

from monitor.core.events import Cue, CueKind, CueState, Hold
from tests.core.scene_kit.script import AGENT, Talk, chat, cues, of, phrase, play


def test_a_minute_and_two_are_a_cue_each() -> None:
    events = play(200, *chat(0, 10), notices=[(10.0, "hold"), (150.0, "resume")])
    told = [(cue.at, cue.state) for cue in of(events, Cue) if cue.kind is CueKind.HOLD]
    assert [state for _, state in told] == [CueState.OPENED, CueState.CLOSED] * 2
    assert [at for at, _ in told] == pytest.approx([70.0, 130.0, 130.0, 150.0], abs=0.25)
    assert len({cue.id for cue in cues(events, CueKind.HOLD)}) == 2
    assert [cue.evidence.measures[0].limit for cue in cues(events, CueKind.HOLD)] == [60.0, 120.0]


def test_a_hold_that_was_announced_counts_from_its_silence() -> None:
    events = play(90, *chat(0, 10), Talk(AGENT, 10, 12), words=[phrase("hold_announced", 10.5, 1.2)])
    (began,) = [hold for hold in of(events, Hold) if hold.state == "on"]
    (cue,) = cues(events, CueKind.HOLD)
    assert cue.at == pytest.approx(began.at + 60, abs=0.16)


def test_a_shorter_hold_is_none() -> None:
    assert cues(play(80, *chat(0, 10), notices=[(10.0, "hold"), (65.0, "resume")]), CueKind.HOLD) == []
