"""Dead air: both silent for six seconds, and no hold was announced."""

import pytest

from monitor.core.events import Cue, CueKind, CueState, Hold
from tests.core.scene_kit.script import AGENT, CUSTOMER, Talk, chat, cues, of, phrase, play

SPEECH = [Talk(AGENT, 1, 3), Talk(CUSTOMER, 3.5, 10)]


def silence(*, words=(), notices=(), then: float = 30.0) -> list[Cue]:
    events = play(then + 2, *SPEECH, Talk(AGENT, then, then + 2), words=words, notices=notices)
    return cues(events, CueKind.DEAD_AIR)


def test_six_seconds_of_silence_are_dead_air_of_both() -> None:
    (cue,) = silence()
    assert cue.channel is None
    assert cue.at == pytest.approx(16.2, abs=0.25)
    assert cue.start == pytest.approx(10.0, abs=0.25)
    assert cue.evidence.measures[0].unit == "s"


def test_a_shorter_silence_is_none() -> None:
    assert silence(then=15.5) == []


def test_speech_ends_it() -> None:
    events = play(30, *SPEECH, Talk(CUSTOMER, 20, 22), Talk(AGENT, 25, 29))
    found = [cue for cue in of(events, Cue) if cue.kind is CueKind.DEAD_AIR]
    assert [cue.state for cue in found] == [CueState.OPENED, CueState.CLOSED]
    assert found[1].at == pytest.approx(20.1, abs=0.11)


def test_a_hold_that_was_noticed_is_none() -> None:
    assert silence(notices=[(10.5, "hold")]) == []


def test_silence_counts_anew_after_a_hold() -> None:
    (cue,) = silence(notices=[(10.5, "hold"), (20.0, "resume")])
    assert cue.at == pytest.approx(26.0, abs=0.25)


def test_a_hold_that_was_announced_is_none() -> None:
    events = play(
        40, *chat(0, 10), Talk(AGENT, 10, 12), Talk(AGENT, 35, 38), words=[phrase("hold_announced", 10.5, 1.2)]
    )
    assert cues(events, CueKind.DEAD_AIR) == []
    assert [(hold.state, hold.how) for hold in of(events, Hold)] == [("on", "announced"), ("off", "speech")]


def test_ringing_is_none() -> None:
    events = play(30, notices=[(0.0, "ring"), (12.0, "answered")])
    assert cues(events, CueKind.DEAD_AIR) == []


def test_silence_before_the_first_word_is_none() -> None:
    assert cues(play(30), CueKind.DEAD_AIR) == []


def test_a_blip_on_a_silent_line_is_no_call_that_fell_silent() -> None:
    assert cues(play(20, Talk(AGENT, 1, 1.4)), CueKind.DEAD_AIR) == []
