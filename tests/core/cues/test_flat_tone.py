"""A flat tone: the agent's pitch moves far less than it usually does, over 20 s of speech."""

import pytest

from monitor.core.events import Cue, CueKind
from tests.core.scene_kit.script import AGENT, CUSTOMER, Talk, cues, play

SYLLABLE = 0.5


def melody(channel: str, start: float, end: float, swing_st: float) -> list[Talk]:
    """Syllable by syllable up and down by so many semitones."""
    steps = range(round((end - start) / SYLLABLE))
    height = [0.0, 0.5, 1.0, 0.5]
    return [
        Talk(
            channel,
            start + SYLLABLE * step,
            start + SYLLABLE * (step + 1),
            f0_hz=120 * 2 ** (swing_st * height[step % 4] / 12),
        )
        for step in steps
    ]


def flat(swing_st: float, channel: str = AGENT, usual_st: float = 6.0) -> list[Cue]:
    """Half a minute as usual, half a minute so."""
    hello = Talk(channel.other, 0, 1.5)
    talks = [hello, *melody(channel, 2, 35, usual_st), *melody(channel, 36, 66, swing_st)]
    return cues(play(70, *talks), CueKind.FLAT_TONE)


def test_a_voice_that_hardly_moves_is_flat() -> None:
    (cue,) = flat(0.6)
    (measure,) = cue.evidence.measures
    assert cue.channel is AGENT
    assert (measure.name, measure.unit) == ("pitch_range", "st")
    assert measure.value < 2 < (measure.usual or 0)
    assert cue.at > 45


@pytest.mark.parametrize("swing_st", [3.5, 6.0, 9.0])
def test_a_voice_that_moves_is_not(swing_st: float) -> None:
    assert flat(swing_st) == []


@pytest.mark.parametrize(("usual_st", "swing_st"), [(1.2, 1.0), (1.8, 0.3), (0.0, 0.0)])
def test_a_voice_that_never_moved_is_its_usual(usual_st: float, swing_st: float) -> None:
    assert flat(swing_st, usual_st=usual_st) == []


def test_the_customers_tone_is_nobodys_business() -> None:
    assert flat(0.6, channel=CUSTOMER) == []
