"""What a model takes is told before it is loaded, and a small machine refuses a big one."""

from pathlib import Path

import pytest

from monitor.edges import engines
from monitor.edges.engines import load
from monitor.edges.models.installed import InstalledModel, best_for
from monitor.edges.models.memory import free_mb, loaded_mb, recognisers_mb, too_large
from monitor.edges.vosk.recognizer import ModelError
from monitor.edges.vosk.settings import VoskSettings
from monitor.edges.whisper.settings import WhisperSettings
from tests.edges.models.model_server import FILES

BIG = InstalledModel("vosk-model-de-0.21", "de", Path("x"), None, "vosk", 4_000_000_000)
SMALL = InstalledModel("vosk-model-small-de-0.15", "de", Path("x"), None, "vosk", 70_000_000)


def test_a_model_takes_about_twice_its_files_and_its_recognisers_beside_it():
    assert (loaded_mb(SMALL), recognisers_mb(SMALL, 4)) == (140, 400)


def test_a_model_that_does_not_fit_is_refused_with_figures_and_what_to_do():
    why = too_large(BIG, 3_000)
    assert "needs about 8200 MB" in why
    assert "3000 MB are free" in why
    assert "recogniser.vosk.load_anyway" in why
    assert too_large(BIG, 8_200) == ""


def test_calls_are_heard_by_the_small_model_where_both_are_installed():
    assert best_for("de", [BIG, SMALL]) == SMALL
    assert best_for("de", [BIG]) == BIG


@pytest.mark.parametrize(
    ("most", "used", "free"),
    [("2000000000", "1500000000", 500), ("1000", "2000", 0), ("max", "5", None), ("", "", None)],
)
def test_a_container_has_what_it_was_given(tmp_path: Path, most: str, used: str, free: int | None):
    (tmp_path / "memory.max").write_text(most)
    (tmp_path / "memory.current").write_text(used)
    of_the_machine = free_mb(tmp_path / "none")
    assert of_the_machine > 0
    if free is not None:
        assert free_mb(tmp_path) == min(free, of_the_machine)
    else:
        assert abs(free_mb(tmp_path) - of_the_machine) < of_the_machine / 2


def installed(folder: Path, **without: bytes | None) -> InstalledModel:
    for path, data in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return InstalledModel("vosk-model-small-xx-1.0", "xx", folder, None, "vosk", 1000)


def test_the_engine_is_not_asked_for_a_model_that_does_not_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engines, "free_mb", lambda: 100)
    with pytest.raises(ModelError, match="100 MB are free"):
        load(installed(tmp_path), WhisperSettings())


def test_a_setting_asks_it_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(engines, "free_mb", lambda: 100)
    with pytest.raises(ModelError, match="can't be loaded"):  # the engine's word: it is no real model
        load(installed(tmp_path), WhisperSettings(), VoskSettings(load_anyway=True))


def test_a_file_that_is_missing_is_named(tmp_path: Path):
    model = installed(tmp_path)
    (tmp_path / "graph/Gr.fst").unlink()
    with pytest.raises(ModelError, match=r"damaged: graph/Gr\.fst is missing; install it again"):
        load(model, WhisperSettings())
