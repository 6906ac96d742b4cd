"""Which words a model knows, whether it lists them in a file or inside its grammar."""

from pathlib import Path

import pytest
import vosk

from monitor.edges.models.errors import ModelInstallError
from monitor.edges.models.vocabulary import GRAMMAR, WORDS, vocabulary
from monitor.edges.vosk.recognizer import load_model
from tests.edges.vosk.test_recognizer import korean_folder


@pytest.fixture
def model(tmp_path: Path) -> Path:
    (tmp_path / "graph").mkdir()
    return tmp_path


def test_a_big_model_lists_its_words_in_a_file(model: Path) -> None:
    (model / WORDS).write_text("<eps> 0\n!SIL 1\n[noise] 2\nhello 3\ntschüss 4\n#0 5\n", encoding="utf-8")
    assert vocabulary(model) == {"hello", "tschüss"}


@pytest.mark.vosk
def test_a_small_model_has_the_words_that_its_engine_knows() -> None:
    known, engine = vocabulary(korean_folder()), load_model(korean_folder())
    assert len(known) > 400_000
    for word in ("엄마", "갤럭시", "HELLO", "의사", "hello", "콜모니터"):
        assert (word in known) == (engine.vosk_model_find_word(word) >= 0)
    assert isinstance(engine, vosk.Model)


@pytest.mark.parametrize("share", [0.0, 0.001, 0.1])
def test_a_truncated_grammar_is_a_clear_error(model: Path, share: float) -> None:
    whole = (korean_folder() / GRAMMAR).read_bytes()
    (model / GRAMMAR).write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(ModelInstallError, match="models verify"):
        vocabulary(model)


def test_a_model_without_either_is_a_clear_error(model: Path) -> None:
    with pytest.raises(ModelInstallError, match=r"Gr\.fst"):
        vocabulary(model)
