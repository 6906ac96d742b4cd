"""What a model's folder lacks, by name; and what the engine says where all is there."""

import os
from pathlib import Path

import pytest

from monitor.edges.models.parts import FST_MAGIC, IVECTOR, model_faults
from monitor.edges.models.trial import refusal
from tests.edges.models.model_server import FILES
from tests.edges.vosk.test_recognizer import korean_folder


def model(folder: Path, files: dict[str, bytes] = FILES) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def test_a_whole_model_lacks_nothing(tmp_path: Path):
    assert model_faults(model(tmp_path)) == []


@pytest.mark.parametrize("path", sorted(set(FILES) - {"am/final.mdl"}))
def test_a_missing_file_is_named(tmp_path: Path, path: str):
    (model(tmp_path) / path).unlink()
    assert model_faults(tmp_path) == [f"{path} is missing"]


@pytest.mark.parametrize(
    ("path", "data", "fault"),
    [("am/final.mdl", b"", "am/final.mdl is empty"), ("graph/Gr.fst", b"<html>", "graph/Gr.fst is damaged")],
)
def test_a_file_that_is_cut_off_is_named(tmp_path: Path, path: str, data: bytes, fault: str):
    (model(tmp_path) / path).write_bytes(data)
    assert model_faults(tmp_path) == [fault]


def test_one_big_graph_serves_for_two(tmp_path: Path):
    files = {path: data for path, data in FILES.items() if not path.startswith("graph/")}
    assert model_faults(model(tmp_path, files)) == ["graph/HCLG.fst is missing"]
    assert model_faults(model(tmp_path, {"graph/HCLG.fst": FST_MAGIC})) == []


def test_a_model_of_the_old_layout(tmp_path: Path):
    files = {"final.mdl": b"x", "mfcc.conf": b"x", "HCLG.fst": FST_MAGIC}
    assert model_faults(model(tmp_path, files)) == []


def test_speaker_adaptation_is_whole_or_not_there(tmp_path: Path):
    (model(tmp_path) / "ivector").mkdir()
    assert model_faults(tmp_path) == [f"ivector/{name} is missing" for name in IVECTOR]


def linked(folder: Path) -> Path:
    for path in korean_folder().rglob("*"):
        if path.is_file():
            target = folder / path.relative_to(korean_folder())
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(path)
    return folder


@pytest.mark.vosk
def test_the_engine_takes_a_real_model():
    assert model_faults(korean_folder()) == []
    assert refusal(korean_folder()) == ""


@pytest.mark.vosk
@pytest.mark.parametrize("path", ["am/final.mdl", "graph/HCLr.fst"])
def test_the_engine_says_why_it_takes_no_half_model(tmp_path: Path, path: str):
    file = linked(tmp_path) / path
    half = file.read_bytes()[: file.stat().st_size // 2]
    file.unlink()
    file.write_bytes(half)
    assert model_faults(tmp_path) == []
    assert refusal(tmp_path) != ""
    assert str(tmp_path) not in refusal(tmp_path)


@pytest.mark.vosk
def test_a_format_that_the_engine_does_not_know_is_refused_in_its_words(tmp_path: Path):
    file = linked(tmp_path) / "am/final.mdl"
    file.unlink()
    file.write_bytes(b"\0B<NewestModel>" + os.urandom(1000))
    assert "NewestModel" in refusal(tmp_path)
