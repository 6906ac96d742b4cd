"""Arousal is the customer's alone, rises with level, brightness and pitch, and feeds the heat only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.cues.vocal_arousal import VocalArousalSettings, arousal, cut
from monitor.core.events import Cue, CueKind
from monitor.core.voices.voice import Effort
from tests.core.scene_kit.script import AGENT, CUSTOMER, Talk, chat, cues, of, play

SETTINGS = VocalArousalSettings()
DISTANCES = st.floats(-30, 30)


def test_a_customer_who_gets_loud_bright_and_high_is_aroused() -> None:
    events = play(38, *chat(0, 27), Talk(CUSTOMER, 28, 36, dbfs=-16, alpha_db=-3, f0_hz=250))
    (cue,) = cues(events, CueKind.VOCAL_AROUSAL)
    assert cue.channel is CUSTOMER
    assert cue.evidence.measures[0].name == "vocal_arousal"
    assert cue.evidence.measures[0].value >= SETTINGS.open_at


def test_the_same_voice_of_the_agent_yields_behaviour_only() -> None:
    events = play(38, *chat(0, 27), Talk(AGENT, 28, 36, dbfs=-16, alpha_db=-3, f0_hz=150))
    kinds = {cue.kind for cue in of(events, Cue)}
    assert CueKind.RAISED_VOICE in kinds
    assert CueKind.VOCAL_AROUSAL not in kinds


def test_a_usual_voice_is_not_aroused() -> None:
    assert arousal(Effort.of(0, 0, 0, 3.0), SETTINGS) < 0.1


@pytest.mark.parametrize(
    "effort",
    [Effort.of(40, 0, 0, 3), Effort.of(0, 40, 0, 3), Effort.of(0, 0, 40, 3), Effort.of(0, 0, 0, 3, bass_db=-40)],
)
def test_no_single_measure_opens_it(effort: Effort) -> None:
    assert arousal(effort, SETTINGS) < SETTINGS.open_at


@given(DISTANCES, DISTANCES, DISTANCES, DISTANCES, st.floats(0, 10))
def test_more_effort_is_never_less_arousal(level: float, alpha: float, pitch: float, bass: float, more: float) -> None:
    less = arousal(Effort.of(level, alpha, pitch, 3.0, bass_db=bass), SETTINGS)
    assert 0 <= less <= 1
    assert arousal(Effort.of(level + more, alpha + more, pitch + more, 3.0, bass_db=bass - more), SETTINGS) >= less


def test_a_lower_level_does_not_count_against_arousal() -> None:
    usual_level, turned_down = (arousal(Effort.of(level, 4.0, 5.0, 0.0), SETTINGS) for level in (0.0, -8.0))
    assert turned_down == usual_level


@pytest.mark.parametrize(
    "effort", [Effort.of(0, 3, 0, 3, bass_db=-4), Effort.of(0, 0, 3, 3, bass_db=-4), Effort.of(0, 4, 4, 3)]
)
def test_two_measures_open_it_where_gain_control_hides_the_level(effort: Effort) -> None:
    assert arousal(effort, SETTINGS) >= SETTINGS.open_at


def test_a_bass_that_a_line_adds_is_no_proof_of_calm() -> None:
    assert arousal(Effort.of(0, 6, 6, 3, bass_db=20), SETTINGS) >= SETTINGS.open_at


def test_distances_are_cut_at_their_borders() -> None:
    assert cut(-99, 99, 99, SETTINGS) == (SETTINGS.clip_bass_db, SETTINGS.clip_alpha_db, SETTINGS.clip_pitch_st)
    assert cut(1.0, 2.0, -1.0, SETTINGS) == (-1.0, 2.0, -1.0)
