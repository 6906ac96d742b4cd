"""Fast speech of the agent is held against the agent's own usual."""

import pytest

from monitor.core.events import Cue, CueKind, CueState
from tests.core.scene_kit.script import AGENT, CUSTOMER, Talk, chat, cues, of, play


def paced(usual: float, then: float, seconds: float = 14.0) -> list[Cue]:
    """An agent who speaks at a usual pace for a while, then at another."""
    before = [Talk(AGENT, 4.0 * turn, 4.0 * turn + 3.5, syllables_per_second=usual) for turn in range(12)]
    events = play(50 + seconds, *before, Talk(AGENT, 50, 50 + seconds, syllables_per_second=then))
    return cues(events, CueKind.FAST_SPEECH)


def test_a_quarter_over_the_own_usual_is_fast() -> None:
    (cue,) = paced(5.0, 6.8)
    assert cue.channel is AGENT
    assert 52 < cue.at < 60
    (measure,) = cue.evidence.measures
    assert (measure.name, measure.unit) == ("speech_rate", "syll/s")
    assert measure.usual == pytest.approx(5.0, abs=0.3)
    assert measure.limit is not None
    assert measure.value >= measure.limit > 5.0


def test_a_fast_speakers_usual_pace_is_not_fast() -> None:
    assert paced(6.6, 6.6) == []


def test_a_little_faster_is_not_fast() -> None:
    assert paced(5.0, 5.6) == []


def test_a_slow_speaker_at_an_ordinary_pace_is_not_fast() -> None:
    assert paced(3.0, 4.6) == []


def test_a_short_rush_is_not_fast() -> None:
    assert paced(5.0, 7.5, seconds=1.5) == []


def test_without_a_usual_only_a_very_high_pace_is_fast() -> None:
    assert cues(play(12, Talk(AGENT, 0, 11, syllables_per_second=7.0)), CueKind.FAST_SPEECH) == []
    assert cues(play(12, Talk(AGENT, 0, 11, syllables_per_second=8.5)), CueKind.FAST_SPEECH)


def test_the_customers_pace_is_no_cue() -> None:
    events = play(60, *chat(0, 44), Talk(CUSTOMER, 45, 58, syllables_per_second=8))
    assert cues(events, CueKind.FAST_SPEECH) == []


def test_it_closes_when_the_agent_slows_down() -> None:
    before = [Talk(AGENT, 4.0 * turn, 4.0 * turn + 3.5) for turn in range(12)]
    fast = Talk(AGENT, 50, 60, syllables_per_second=7)
    events = play(90, *before, fast, Talk(AGENT, 60, 85, syllables_per_second=4.6))
    opened, closed = [cue for cue in of(events, Cue) if cue.kind is CueKind.FAST_SPEECH]
    assert (opened.id, closed.state) == (closed.id, CueState.CLOSED)
    assert 60 < closed.at < 72


def test_a_long_rush_does_not_become_the_usual() -> None:
    before = [Talk(AGENT, 4.0 * turn, 4.0 * turn + 3.5) for turn in range(12)]
    events = play(130, *before, Talk(AGENT, 50, 130, syllables_per_second=7))
    closed = [cue for cue in of(events, Cue) if cue.kind is CueKind.FAST_SPEECH and cue.state is CueState.CLOSED]
    assert [cue.at for cue in closed] == [130.0]
