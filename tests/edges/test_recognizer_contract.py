"""What every recogniser keeps to: the fake one, Vosk and Whisper with real models."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from monitor.edges.vosk.recognizer import VoskRecognizer, load_model
from monitor.service.recognition import Recognizer, Transcript
from tests.edges.vosk.test_recognizer import MOTHER, RATES, korean_folder
from tests.edges.whisper.tiny import afternoon, tiny
from tests.hearing import FakeRecognizer, finals, hear, spoken


def burst(rate: int) -> np.ndarray:
    """What the fake one hears as a word."""
    samples = np.zeros(rate * 3, np.int16)
    samples[rate : rate * 7 // 5] = 5000
    return samples


@dataclass
class Engine:
    """How recognisers are made, and something that they hear."""

    make: Callable[[int], Recognizer]
    said: Callable[[int], np.ndarray]
    partials: bool = True
    """Whether words come while the turn goes on."""
    heard: dict[int, list[Transcript]] = field(default_factory=dict)
    """What a new one hears, by sample rate."""

    def hear(self, rate: int) -> list[Transcript]:
        if rate not in self.heard:
            self.heard[rate] = hear(self.make(rate), self.said(rate), rate)
        return self.heard[rate]


@pytest.fixture(
    scope="module",
    params=["fake", pytest.param("vosk", marks=pytest.mark.vosk), pytest.param("whisper", marks=pytest.mark.whisper)],
)
def engine(request: pytest.FixtureRequest):
    if request.param == "fake":
        yield Engine(FakeRecognizer, burst)
    elif request.param == "vosk":
        model = load_model(korean_folder())
        yield Engine(lambda rate: VoskRecognizer(model, rate), lambda rate: spoken(MOTHER, rate))
    else:
        model = tiny()
        yield Engine(lambda rate: model.recognizer(rate, "en"), afternoon, partials=False)
        model.close()


@pytest.mark.parametrize("rate", RATES)
def test_silence_has_no_words(engine: Engine, rate: int):
    assert finals(hear(engine.make(rate), np.zeros(rate * 3, np.int16), rate)) == ""


@pytest.mark.parametrize("rate", RATES)
def test_words_are_final_once_and_partial_before_where_the_engine_has_partials(engine: Engine, rate: int):
    heard = engine.hear(rate)
    assert heard[-1].final
    assert heard[-1].words
    assert sum(each.final for each in heard) == 1
    assert heard[0].final is not engine.partials
    assert heard[0].words


@pytest.mark.parametrize("rate", RATES)
def test_words_are_where_they_were_said(engine: Engine, rate: int):
    loud = np.flatnonzero(np.abs(engine.said(rate)) > 1000) / rate
    for transcript in engine.hear(rate):
        for word in transcript.words:
            assert loud[0] - 0.35 <= word.start <= word.end <= loud[-1] + 0.35
            assert 0.0 <= word.confidence <= 1.0


@pytest.mark.parametrize("rate", RATES)
def test_words_come_in_their_order_without_spaces_around_them(engine: Engine, rate: int):
    for transcript in engine.hear(rate):
        starts = [word.start for word in transcript.words]
        assert starts == sorted(starts)
        assert all(word.text and word.text == word.text.strip() for word in transcript.words)


def test_after_its_end_a_turn_has_no_more_words(engine: Engine):
    recognizer = engine.make(8000)
    hear(recognizer, engine.said(8000))
    assert recognizer.finish_turn() is None


def test_after_a_reset_it_hears_what_a_new_one_hears(engine: Engine):
    recognizer = engine.make(8000)
    for _ in range(2):
        assert hear(recognizer, engine.said(8000)) == engine.hear(8000)
        recognizer.reset()


def test_a_second_turn_goes_on_with_the_clock(engine: Engine):
    recognizer = engine.make(8000)
    said = engine.said(8000)
    hear(recognizer, said)
    first, second = engine.hear(8000)[-1].words[0].start, hear(recognizer, said)[-1].words[0].start
    assert second == pytest.approx(first + len(said) / 8000, abs=0.3)


def test_a_reset_in_the_middle_of_a_turn_drops_its_words(engine: Engine):
    recognizer = engine.make(8000)
    said = engine.said(8000)
    for block in range(0, len(said) // 2, 1600):
        recognizer.accept(said[block : block + 1600].tobytes())
    recognizer.reset()
    assert recognizer.finish_turn() is None
