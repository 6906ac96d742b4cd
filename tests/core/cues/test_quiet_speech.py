"""Quiet speech lost effort and is faint beside the other side; a quieter line is not it."""

import pytest

from monitor.core.events import CHANNELS, Channel, Cue, CueKind
from tests.core.scene_kit.script import USUAL_HZ, Talk, chat, cues, play

CALM = chat(0, 57)


def quiet(channel: Channel, *, before: list[Talk] = CALM, seconds: float = 9.0, **voice: float) -> list[Cue]:
    """A calm call, then this channel speaks so."""
    talk = Talk(channel, 58, 58 + seconds, f0_hz=USUAL_HZ[channel], **voice)
    return cues(play(70, *before, talk), CueKind.QUIET_SPEECH)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_voice_that_sinks_is_quiet(channel: Channel) -> None:
    (cue,) = quiet(channel, dbfs=-37, alpha_db=-12)
    assert cue.channel is channel
    measures = {measure.name: measure.value for measure in cue.evidence.measures}
    assert measures["level_over_usual"] == pytest.approx(-11, abs=0.5)
    assert measures["level_under_other_side"] == pytest.approx(11, abs=0.5)
    assert 60 < cue.at < 66


@pytest.mark.parametrize(
    "voice",
    [{}, {"dbfs": -37}, {"dbfs": -32, "alpha_db": -12}, {"alpha_db": -12}, {"dbfs": -37, "alpha_db": -6}],
    ids=["as usual", "a quieter line", "a little softer", "duller alone", "quieter and brighter"],
)
@pytest.mark.parametrize("channel", CHANNELS)
def test_anything_else_is_not(channel: Channel, voice: dict[str, float]) -> None:
    assert quiet(channel, **voice) == []


def test_a_soft_word_is_not() -> None:
    assert quiet(Channel.AGENT, seconds=1.5, dbfs=-37, alpha_db=-12) == []


def test_who_is_still_as_loud_as_the_other_side_is_well_heard() -> None:
    faint_customer = chat(0, 57, dbfs=-40)
    assert quiet(Channel.AGENT, before=faint_customer, dbfs=-37, alpha_db=-12) == []
