"""Another voice on a channel starts a new usual; anger, a mood or a louder line does not."""

import numpy as np
import pytest

from monitor.core.signal.frames import empty_frames
from monitor.core.voices.voice import Frame, Voice, VoiceSettings
from tests.core.scene_kit.script import AGENT, Talk, frames

BEFORE = [Talk(AGENT, 6.0 * turn, 6.0 * turn + 4, f0_hz=110, alpha_db=-10) for turn in range(5)]
TALKS = 28.0
"""Seconds after which ``BEFORE`` is over."""


def heard(*talks: Talk, hold_at: float | None = None) -> Voice:
    voice = Voice(AGENT, VoiceSettings())
    voice.begin(0.0)
    for number, (agent, _) in enumerate(frames(TALKS + 20, [*BEFORE, *talks]).tolist()):
        voice.hold(hold_at is not None and hold_at <= number * 0.05 < hold_at + 1)
        voice.receive(Frame(*agent), frozen=False)
    return voice


@pytest.mark.parametrize(
    ("hz", "alpha_db", "dbfs"),
    [(210, -10, -26), (210, -8.5, -20), (75, -10, -26), (80, -6, -18)],
    ids=["higher", "higher, a little brighter, on a better line", "lower", "lower and brighter"],
)
def test_another_voice_after_a_silence_starts_a_new_usual(hz: float, alpha_db: float, dbfs: float) -> None:
    voice = heard(Talk(AGENT, TALKS + 4, TALKS + 14, f0_hz=hz, alpha_db=alpha_db, dbfs=dbfs))
    assert voice.restarts == 1
    assert voice.level.usual == pytest.approx(dbfs)
    assert voice.alpha.usual == pytest.approx(alpha_db)
    assert voice.level.confidence < 0.5


@pytest.mark.parametrize(
    "talk",
    [
        Talk(AGENT, TALKS + 4, TALKS + 14, f0_hz=220, alpha_db=-3, dbfs=-14),
        Talk(AGENT, TALKS + 4, TALKS + 14, f0_hz=220, alpha_db=-5),
        Talk(AGENT, TALKS + 4, TALKS + 14, f0_hz=220, alpha_db=-8, dbfs=-12),
        Talk(AGENT, TALKS + 4, TALKS + 14, f0_hz=110, alpha_db=-10, dbfs=-10),
        Talk(AGENT, TALKS + 4, TALKS + 14, f0_hz=135, alpha_db=-10),
        Talk(AGENT, TALKS + 4, TALKS + 8, f0_hz=210, alpha_db=-10),
        Talk(AGENT, TALKS + 0.5, TALKS + 10, f0_hz=210, alpha_db=-10),
    ],
    ids=["anger", "anger under gain control", "shouting", "a louder line", "a livelier tone", "a phrase", "no silence"],
)
def test_the_same_person_keeps_the_usual(talk: Talk) -> None:
    assert heard(talk).restarts == 0


def test_after_a_hold_less_is_enough() -> None:
    other = Talk(AGENT, TALKS + 4, TALKS + 14, f0_hz=110 * 2 ** (4.5 / 12), alpha_db=-10)
    assert heard(other).restarts == 0
    assert heard(other, hold_at=TALKS + 1).restarts == 1


def test_nothing_is_learnt_or_judged_on_hold() -> None:
    voice = heard(Talk(AGENT, TALKS + 1, TALKS + 4, dbfs=-10, alpha_db=0, f0_hz=220))
    loud = frames(20, [Talk(AGENT, 0, 20, dbfs=-10, alpha_db=0, f0_hz=220)])
    voice.hold(True)
    before = voice.level.confidence
    for agent, _ in loud.tolist():
        voice.receive(Frame(*agent), frozen=False)
        assert voice.effort() is None
    assert voice.level.confidence == before


def test_silence_is_no_voice() -> None:
    voice = Voice(AGENT, VoiceSettings())
    voice.begin(0.0)
    for agent, _ in np.concatenate([empty_frames(400)]).tolist():
        voice.receive(Frame(*agent), frozen=False)
    assert (voice.restarts, voice.level.usual) == (0, None)
