"""Syllables, speech rate, fast speech."""

from itertools import pairwise

import pytest

from monitor.core.events import CueKind, Speech
from tests.core.scene_kit.ears import hear
from tests.core.scene_kit.lines import Line, gain_control
from tests.core.scene_kit.scene import Scene
from tests.core.scene_kit.script import AGENT, CUSTOMER, Talk, cues, of, play
from tests.core.scene_kit.sounds import Noise, Part, Voice
from tests.core.scenes.rows import row

PACES = (3.0, 4.5, 6.0, 7.0)


@pytest.mark.parametrize(
    ("voice", "more", "lines"),
    [
        *[
            row("Speech rate", f"{pace} syllables/s", Voice(0.5, 4.5, syllables_per_second=pace), (), ())
            for pace in PACES
        ],
        row("Speech rate", "a high voice", Voice(0.5, 4.5, f0_hz=260), (), ()),
        row("Speech rate", "a quiet voice", Voice(0.5, 4.5, -40), (), ()),
        row("Speech rate", "shallow dips", Voice(0.5, 4.5, dip_db=6), (), ()),
        row("Speech rate", "noise 20 dB below", Voice(0.5, 4.5), (Noise(0, 5, -55),), ()),
        row("Speech rate", "gain control", Voice(0.5, 4.5, -38), (), (gain_control(CUSTOMER),)),
    ],
)
def test_speech_rate(voice: Voice, more: tuple[Part, ...], lines: tuple[Line, ...]) -> None:
    heard = of(hear(Scene(5).customer(voice, *more).through(*lines)), Speech)
    assert sum(speech.syllables for speech in heard) == pytest.approx(voice.syllables, abs=2)


def test_pauses_are_no_part_of_the_rate() -> None:
    halves = hear(Scene(7).customer(Voice(0.5, 2.5), Voice(4.5, 6.5)))
    rates = [speech.syllables_per_second for speech in of(halves, Speech)]
    assert rates == pytest.approx([5.0, 5.0], abs=0.5)


def usual(pace: float = 5.0, until: float = 40.0) -> list[Talk]:
    """The agent's turns of 3.5 s, half a second apart."""
    starts = [4.0 * turn for turn in range(round(until / 4) + 1)]
    return [Talk(AGENT, start, after - 0.5, syllables_per_second=pace) for start, after in pairwise(starts)]


def swinging() -> list[Talk]:
    """The same turns, two slow and two quick in turn; 4.6 syllables a second in all."""
    turns = enumerate(usual())
    return [Talk(AGENT, turn.start, turn.end, syllables_per_second=(3.0, 6.2)[place // 2 % 2]) for place, turn in turns]


@pytest.mark.parametrize(
    ("before", "pace", "seconds", "is_fast"),
    [
        row("Fast speech", "far over the usual", usual(), 7.0, 12, True),
        row("Fast speech", "a little over the usual", usual(), 5.6, 12, False),
        row("Fast speech", "over a slow usual, and yet ordinary", usual(3.5), 4.7, 12, False),
        row("Fast speech", "far over a slow usual", usual(3.8), 5.6, 12, True),
        row("Fast speech", "far over a very slow usual, and yet slow", usual(3.0), 4.6, 12, False),
        row("Fast speech", "a fifth over the usual, and yet ordinary", usual(4.5), 5.4, 12, False),
        row("Fast speech", "a third over a steady usual", usual(4.6), 6.1, 12, True),
        row("Fast speech", "a third over a usual that swings as far", swinging(), 6.1, 12, False),
        row("Fast speech", "who always speaks fast", usual(6.8), 7.2, 12, False),
        row("Fast speech", "one quick sentence", usual(), 7.0, 2, False),
        row("Fast speech", "no usual known, ordinary haste", [], 7.0, 8, False),
        row("Fast speech", "no usual known, a rush", [], 8.5, 10, True),
    ],
)
def test_fast_speech(before: list[Talk], pace: float, seconds: float, is_fast: bool) -> None:
    start = before[-1].end + 0.5 if before else 0.5
    events = play(start + seconds + 2, *before, Talk(AGENT, start, start + seconds, syllables_per_second=pace))
    assert bool(cues(events, CueKind.FAST_SPEECH, AGENT)) is is_fast


def test_the_customer_may_speak_as_fast_as_they_like() -> None:
    events = play(24, Talk(AGENT, 0, 3), Talk(CUSTOMER, 4, 22, syllables_per_second=8.5))
    assert cues(events, CueKind.FAST_SPEECH) == []
