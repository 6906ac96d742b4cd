"""How speech is cut into pieces for Whisper, and what becomes of a lost one; with an engine that only listens."""

import numpy as np
import pytest

from monitor.core.events import Word
from monitor.edges.whisper.engine import UnitLost
from monitor.edges.whisper.messages import Unit
from monitor.edges.whisper.recognizer import WhisperRecognizer, whisper_intake
from monitor.edges.whisper.settings import WhisperSettings
from tests.hearing import blocks

RATE = 8000
SETTINGS = WhisperSettings(early_seconds=3, longest_seconds=8)


class Listening:
    """Keeps the units; hears one word in each, or loses it."""

    def __init__(self) -> None:
        self.units: list[Unit] = []
        self.loses = False

    def decode(self, unit: Unit) -> tuple[Word, ...]:
        self.units.append(unit)
        if self.loses:
            raise UnitLost("the process failed")
        return (Word("word", 0.1, 0.5, 0.9),)

    @property
    def seconds(self) -> list[float]:
        return [round(unit.seconds, 1) for unit in self.units]


@pytest.fixture
def engine() -> Listening:
    return Listening()


@pytest.fixture
def recognizer(engine: Listening) -> WhisperRecognizer:
    return WhisperRecognizer(engine, RATE, "hu", SETTINGS)


def sound(seconds: float, level: int = 3000) -> np.ndarray:
    return np.random.default_rng(1).normal(0, level, round(seconds * RATE)).astype("<i2")


def take(recognizer: WhisperRecognizer, *parts: np.ndarray) -> list[tuple[float, bool]]:
    """The starts of the words that come while it listens."""
    heard = [recognizer.accept(block) for block in blocks(np.concatenate(parts))]
    return [(word.start, each.final) for each in heard if each for word in each.words]


def test_a_turn_is_one_piece_in_the_calls_language(engine: Listening, recognizer: WhisperRecognizer):
    assert take(recognizer, sound(2), sound(0.6, 20)) == []
    last = recognizer.finish_turn()
    assert last is not None
    assert last.words == (Word("word", 0.1, 0.5, 0.9),)
    assert engine.seconds == [2.6]
    assert {unit.language for unit in engine.units} == {"hu"}
    assert engine.units[0].rate == RATE


def test_a_pause_ends_a_piece_that_is_long_enough(engine: Listening, recognizer: WhisperRecognizer):
    quiet = sound(0.4, 20)
    assert take(recognizer, sound(2), quiet, sound(2), quiet, sound(1)) == [(0.1, True)]
    recognizer.finish_turn()
    assert engine.seconds == [4.6, 1.2]


def test_without_a_pause_it_is_cut_at_the_quietest_moment(engine: Listening, recognizer: WhisperRecognizer):
    softer = sound(0.4, 1000)
    take(recognizer, sound(5), softer, sound(6))
    recognizer.finish_turn()
    assert engine.seconds[0] == pytest.approx(5.2, abs=0.01)
    assert sum(engine.seconds) == pytest.approx(11.4)
    assert max(engine.seconds) <= SETTINGS.longest_seconds


def test_the_silence_after_a_piece_is_no_piece(engine: Listening, recognizer: WhisperRecognizer):
    take(recognizer, sound(3), sound(1.0, 20))
    assert recognizer.finish_turn() is None
    assert len(engine.units) == 1


def test_silence_is_not_decoded(engine: Listening, recognizer: WhisperRecognizer):
    take(recognizer, sound(2, 3))
    assert recognizer.finish_turn() is None
    assert engine.units == []


def test_a_lost_piece_is_told_and_the_clock_goes_on(engine: Listening, recognizer: WhisperRecognizer, caplog):
    engine.loses = True
    take(recognizer, sound(2))
    lost = recognizer.finish_turn()
    assert lost is not None
    assert lost.lost
    assert lost.words == ()
    assert "2.0 s of speech have no words: the process failed" in caplog.text
    engine.loses = False
    take(recognizer, sound(1))
    after = recognizer.finish_turn()
    assert after is not None
    assert after.words[0].start == pytest.approx(2.1)


def test_a_channel_may_wait_longer_than_for_vosk():
    intake = whisper_intake(SETTINGS)
    assert intake.waiting_seconds == 30
    assert intake.gate.hangover_seconds == SETTINGS.pause_seconds
