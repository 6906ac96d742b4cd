"""A raised voice is loud with effort, or all effort; a louder line is not."""

import pytest

from monitor.core.cues.raised_voice import RaisedVoiceSettings, is_loud, is_strained
from monitor.core.events import CHANNELS, Channel, Cue, CueKind, CueState
from monitor.core.voices.voice import Effort
from tests.core.scene_kit.script import AGENT, CUSTOMER, USUAL_HZ, Talk, chat, cues, of, play

CALM = chat(0, 27)
SETTINGS = RaisedVoiceSettings()


def raised(channel: Channel, seconds: float = 7.0, *, semitones: float = 0.0, **voice: float) -> list[Cue]:
    """A calm call, then this channel speaks so."""
    hz = USUAL_HZ[channel] * 2 ** (semitones / 12)
    events = play(30 + seconds, *CALM, Talk(channel, 28, 28 + seconds, f0_hz=hz, **voice))
    return cues(events, CueKind.RAISED_VOICE)


@pytest.mark.parametrize("channel", CHANNELS)
def test_loud_with_effort_is_raised(channel: Channel) -> None:
    (cue,) = raised(channel, dbfs=-16, alpha_db=-4, semitones=3)
    assert cue.channel is channel
    assert 29.5 <= cue.at <= 31.5


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("gain_db", [8, 12, 20])
def test_a_line_that_gets_louder_is_not_raised(channel: Channel, gain_db: float) -> None:
    assert raised(channel, dbfs=-26 + gain_db) == []


@pytest.mark.parametrize("channel", CHANNELS)
def test_effort_is_raised_though_gain_control_hides_the_level(channel: Channel) -> None:
    assert len(raised(channel, dbfs=-26, alpha_db=-1, semitones=5)) == 1


@pytest.mark.parametrize("voice", [{"alpha_db": -1}, {"semitones": 5}], ids=["brightness", "pitch"])
def test_brightness_or_pitch_alone_is_not_raised(voice: dict) -> None:
    assert raised(AGENT, **voice) == []


def test_one_loud_word_is_not_raised() -> None:
    assert raised(CUSTOMER, 0.7, dbfs=-10, alpha_db=-2, semitones=6) == []


def test_nothing_is_raised_before_a_usual_is_known() -> None:
    events = play(6, Talk(CUSTOMER, 0, 1.5), Talk(CUSTOMER, 1.5, 3.5, dbfs=-12, alpha_db=-2, f0_hz=280))
    assert cues(events, CueKind.RAISED_VOICE) == []


def test_a_loud_voice_that_was_never_otherwise_is_its_usual() -> None:
    assert cues(play(40, *chat(0, 40, dbfs=-12, alpha_db=-2, f0_hz=280)), CueKind.RAISED_VOICE) == []


def test_the_cue_shows_what_it_rests_on() -> None:
    (cue,) = raised(AGENT, dbfs=-16, alpha_db=-4, semitones=3)
    measures = {measure.name: measure for measure in cue.evidence.measures}
    assert measures["level_over_usual"].value == pytest.approx(10, abs=0.6)
    assert (measures["level"].unit, measures["level"].usual) == ("dBFS", pytest.approx(-26))
    assert (measures["brightness"].unit, measures["brightness"].usual) == ("dB", pytest.approx(-8))
    assert measures["pitch"].value - (measures["pitch"].usual or 0) == pytest.approx(3, abs=0.2)
    assert 28.0 <= cue.start < cue.at


def test_it_closes_once_the_voice_is_calm_again() -> None:
    loud = Talk(CUSTOMER, 28, 33, dbfs=-16, alpha_db=-4, f0_hz=230)
    events = play(45, *CALM, loud, Talk(CUSTOMER, 33, 45))
    opened, closed = [cue for cue in of(events, Cue) if cue.kind is CueKind.RAISED_VOICE]
    assert (opened.state, closed.state) == (CueState.OPENED, CueState.CLOSED)
    assert opened.id == closed.id
    assert 34 <= closed.at <= 39


@pytest.mark.parametrize(
    ("effort", "loud", "strained"),
    [
        (Effort.of(6.0, 2.5, 1.0, 2.0), True, False),
        (Effort.of(6.0, 3.8, 0.0, 2.0), True, False),
        (Effort.of(6.0, 0.0, 3.0, 2.0), True, False),
        (Effort.of(5.9, 4.0, 4.0, 2.0), False, False),
        (Effort.of(20.0, 2.5, 0.9, 2.0), False, False),
        (Effort.of(9.5, 1.0, 2.0, 2.0), False, False),
        (Effort.of(0.0, 5.0, 4.2, 2.0), False, True),
        (Effort.of(0.0, 5.0, 4.1, 2.0), False, False),
        (Effort.of(-3.0, 9.0, 9.0, 2.0), False, True),
    ],
)
def test_limits(effort: Effort, loud: bool, strained: bool) -> None:
    assert (is_loud(effort, SETTINGS), is_strained(effort, SETTINGS)) == (loud, strained)
