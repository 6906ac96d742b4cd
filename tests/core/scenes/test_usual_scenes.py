"""What begins a usual, what bounds it, and what is under it: quiet speech, a flat tone."""

import pytest

from monitor.core.events import CallEnded, CueKind, Speech
from tests.core.scene_kit.script import AGENT, CUSTOMER, Talk, chat, cues, of, play
from tests.core.scenes.rows import row

CALM = chat(0, 57)
ANSWERS = Talk(CUSTOMER, 21.5, 23)


def later(talks: list[Talk], seconds: float) -> list[Talk]:
    return [Talk(talk.channel, talk.start + seconds, talk.end + seconds) for talk in talks]


@pytest.mark.parametrize(
    ("talks", "spoken"),
    [
        row(
            "The call begins",
            "a recording before it is no speech of it",
            [ANSWERS, *later(chat(0, 20), 24)],
            (9.0, 10.5),
        ),
        row("The call begins", "not while nobody answers", [], (20.0, 0.0)),
    ],
)
def test_the_call_begins(talks: list[Talk], spoken: tuple[float, float]) -> None:
    (ended,) = of(play(45, Talk(AGENT, 0.5, 20.5), *talks), CallEnded)
    assert (ended.agent_speech_seconds, ended.customer_speech_seconds) == pytest.approx(spoken, abs=0.5)


@pytest.mark.parametrize(
    ("f0_hz", "over_db"),
    [
        row("Another voice", "after a silence begins a usual of its own", 210.0, 0.0),
        row("Another voice", "the same one on a louder line is none", 110.0, 8.0),
    ],
)
def test_another_voice(f0_hz: float, over_db: float) -> None:
    talks = [Talk(AGENT, 62, 74, -18, f0_hz), Talk(CUSTOMER, 74.3, 76), Talk(AGENT, 76.3, 79, -18, f0_hz)]
    last = [speech for speech in of(play(81, *CALM, *talks), Speech) if speech.channel is AGENT][-1]
    assert last.level_over_baseline_db == pytest.approx(over_db, abs=1.5)


@pytest.mark.parametrize(
    ("voice", "aroused"),
    [
        row("A call that starts hot", "is found without a calm half minute", {"f0_hz": 330.0, "alpha_db": -0.5}, True),
        row("A call that starts hot", "is found by what bass it must lack", {"f0_hz": 275.0, "alpha_db": -3.75}, True),
        row("A call that starts hot", "a high voice is not hot", {"f0_hz": 225.0, "alpha_db": -9.0}, False),
        row("A call that starts hot", "a bright line is not hot", {"f0_hz": 150.0, "alpha_db": -1.0}, False),
    ],
)
def test_a_call_that_starts_hot(voice: dict[str, float], aroused: bool) -> None:
    assert bool(cues(play(60, *chat(0, 60, **voice)), CueKind.VOCAL_AROUSAL)) is aroused


@pytest.mark.parametrize(
    ("voice", "seconds", "is_quiet"),
    [
        row("Quiet speech", "softer, duller and faint beside the other", {"dbfs": -37.0, "alpha_db": -12.0}, 9, True),
        row("Quiet speech", "a quieter line is none", {"dbfs": -37.0}, 9, False),
        row("Quiet speech", "a soft word is none", {"dbfs": -37.0, "alpha_db": -12.0}, 1.5, False),
    ],
)
def test_quiet_speech(voice: dict[str, float], seconds: float, is_quiet: bool) -> None:
    events = play(70, *CALM, Talk(CUSTOMER, 58, 58 + seconds, **voice))
    assert [cue.channel for cue in cues(events, CueKind.QUIET_SPEECH)] == [CUSTOMER] * is_quiet


def melody(start: float, end: float, swing_st: float) -> list[Talk]:
    """The agent's syllables go up and down by so many semitones."""
    heights = [swing_st * step for step in (0.0, 0.5, 1.0, 0.5)] * round((end - start) / 2)
    return [
        Talk(AGENT, start + place / 2, start + place / 2 + 0.5, f0_hz=120 * 2 ** (height / 12))
        for place, height in enumerate(heights)
    ]


@pytest.mark.parametrize(
    ("usual_st", "swing_st", "is_flat"),
    [
        row("Flat tone", "far less melody than usual", 6.0, 0.6, True),
        row("Flat tone", "less melody than usual", 6.0, 4.0, False),
        row("Flat tone", "who never has any", 1.2, 1.0, False),
    ],
)
def test_a_flat_tone(usual_st: float, swing_st: float, is_flat: bool) -> None:
    talks = [Talk(CUSTOMER, 0, 1.5), *melody(2, 34, usual_st), *melody(36, 66, swing_st)]
    assert bool(cues(play(68, *talks), CueKind.FLAT_TONE, AGENT)) is is_flat
