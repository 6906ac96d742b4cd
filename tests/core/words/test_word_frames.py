"""A call of words alone has frames in which its speakers are active, and no voice."""

import numpy as np

from monitor.core.signal.frames import NO_LEVEL
from monitor.core.words.word_frames import WordFrames
from tests.core.scene_kit.script import AGENT, CUSTOMER


def test_who_speaks_is_active_and_nothing_else_is_known() -> None:
    it = WordFrames()
    it.speak(AGENT, 0.02, 0.1)
    it.speak(CUSTOMER, 0.1, 0.15)
    frames = it.until(0.2)
    assert frames["active"].tolist() == [[0b11100, 0], [0b11111, 0], [0, 0b11111], [0, 0]]
    assert (frames["level"] == NO_LEVEL).all()
    assert not any(frames[name].any() for name in ("alpha", "f0", "nuclei", "flags"))


def test_frames_are_given_once() -> None:
    it = WordFrames()
    it.speak(AGENT, 0.0, 1.0)
    assert [len(it.until(at)) for at in (0.25, 0.25, 0.1, 0.5)] == [5, 0, 0, 5]


def test_speech_told_while_the_clock_runs_is_still_to_come() -> None:
    it = WordFrames()
    it.until(1.0)
    it.speak(AGENT, 0.5, 1.5)
    assert np.count_nonzero(it.until(2.0)["active"]) == 10
