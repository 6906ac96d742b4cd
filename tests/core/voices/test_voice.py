"""A voice against its own usual, and what is told of each unit."""

import pytest

from monitor.core.call_analysis import CallAnalysis
from monitor.core.events import Speech
from monitor.core.signal.frames import empty_frames
from monitor.core.voices.voice import Frame, Voice, VoiceSettings, hertz, semitones
from tests.core.scene_kit import script
from tests.core.scene_kit.script import AGENT, CUSTOMER, INFO, Talk, chat, frames, of, phrase, play

SETTINGS = VoiceSettings()


def voice_after(seconds: float, *talks: Talk, frozen: bool = False) -> Voice:
    voice = Voice(AGENT, SETTINGS)
    voice.begin(0.0)
    for agent, _ in frames(seconds, talks).tolist():
        voice.receive(Frame(*agent), frozen)
    return voice


def test_effort_is_the_distance_from_the_own_usual() -> None:
    voice = voice_after(23, Talk(AGENT, 0, 20), Talk(AGENT, 20, 23, dbfs=-18, alpha_db=-5, f0_hz=220))
    effort = voice.effort()
    assert effort is not None
    assert effort.level_db == pytest.approx(8, abs=0.1)
    assert effort.alpha_db == pytest.approx(3, abs=0.1)
    assert effort.pitch_st == pytest.approx(12, abs=0.1)


@pytest.mark.parametrize(
    "talks",
    [
        [Talk(AGENT, 0, 3)],
        [Talk(AGENT, 0, 20, f0_hz=0)],
        [Talk(CUSTOMER, 0, 20)],
        [Talk(AGENT, 0, 20), Talk(AGENT, 49, 50)],
    ],
    ids=["no usual yet", "unvoiced", "the other speaks", "too little lately"],
)
def test_effort_is_unknown_with_too_little_to_go_by(talks: list[Talk]) -> None:
    assert voice_after(50, *talks).effort() is None


def test_a_frozen_voice_learns_no_more() -> None:
    voice = voice_after(20, Talk(AGENT, 0, 20))
    for agent, _ in frames(60, [Talk(AGENT, 0, 60, dbfs=-12)]).tolist():
        voice.receive(Frame(*agent), frozen=True)
    assert voice.level.usual == pytest.approx(-26)


@pytest.mark.parametrize("per_second", [3.5, 5.0, 7.0])
def test_pace_is_syllables_a_second_of_speech_pauses_out(per_second: float) -> None:
    talks = [Talk(AGENT, 3.0 * turn, 3.0 * turn + 2, syllables_per_second=per_second) for turn in range(8)]
    assert voice_after(24, *talks).syllables_per_second() == pytest.approx(per_second, rel=0.06)


def test_pace_is_unknown_with_too_little_speech() -> None:
    assert voice_after(10, Talk(AGENT, 0, 2.5)).syllables_per_second() is None
    assert voice_after(10, Talk(AGENT, 0, 4, syllables_per_second=1)).syllables_per_second() is None


def test_a_change_of_pace_is_followed_within_the_window() -> None:
    talks = [Talk(AGENT, 0, 20), Talk(AGENT, 20, 30, syllables_per_second=7)]
    assert voice_after(30, *talks).syllables_per_second() == pytest.approx(7, rel=0.05)


def test_the_speech_event_tells_what_was_measured() -> None:
    events = play(30, *chat(0, 20), Talk(CUSTOMER, 22, 24, dbfs=-20, alpha_db=-5, f0_hz=380, syllables_per_second=6))
    speech = of(events, Speech)[-1]
    assert (speech.channel, speech.start, speech.end) == (CUSTOMER, 22.0, 24.0)
    assert (speech.level_dbfs, speech.level_over_baseline_db) == (-20.0, pytest.approx(6.0, abs=0.1))
    assert (speech.alpha_db, speech.f0_hz) == (-5.0, pytest.approx(380, abs=0.5))
    assert speech.f0_over_baseline_st == pytest.approx(12, abs=0.05)
    assert (speech.syllables, speech.syllables_per_second) == (12, 6.0)


def test_what_is_unknown_of_a_unit_is_null() -> None:
    first = of(play(5, Talk(AGENT, 0, 1)), Speech)[0]
    assert (first.level_over_baseline_db, first.f0_over_baseline_st) == (None, None)
    written = empty_frames(60)
    written["active"][:20, 0] = 0b11111
    call = CallAnalysis(INFO, script.SETTINGS, words=True)
    (unheard,) = of(call.receive_frames(written), Speech)
    assert (unheard.level_dbfs, unheard.alpha_db, unheard.f0_hz, unheard.syllables_per_second) == (None,) * 4


def test_the_usual_stays_while_the_call_is_hot() -> None:
    hot = [Talk(CUSTOMER, 27 + 6 * turn, 32 + 6 * turn, dbfs=-14, alpha_db=-3, f0_hz=270) for turn in range(9)]
    words = [phrase("profanity", 30), phrase("supervisor_request", 40), phrase("threat_to_leave", 60)]
    last = of(play(85, *chat(0, 26), *hot, words=words), Speech)[-1]
    assert last.level_over_baseline_db == pytest.approx(12, abs=0.5)


def test_semitones_and_hertz_are_each_others_inverse() -> None:
    assert semitones(200) == pytest.approx(12)
    assert hertz(semitones(137.0)) == pytest.approx(137.0)
