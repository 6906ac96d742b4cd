"""What a Whisper model's folder says about it, and what is missing in it."""

import struct
from pathlib import Path

import pytest

from monitor.edges.models.installed import InstalledModel, best_for, for_second_pass, installed_models
from monitor.edges.whisper.model import (
    MULTI,
    memory_mb,
    read_shape,
    whisper_code,
    whisper_faults,
    whisper_language,
)


def text(value: str) -> bytes:
    return struct.pack("<H", len(value) + 1) + value.encode() + b"\0"


def weights(width: int = 384, tokens: int = 51864, bands: int = 80, version: int = 6) -> bytes:
    """A file laid out as CTranslate2's, with the two variables that tell what a model is, and hardly any data."""
    shapes = {"decoder/embeddings/weight": (tokens, width), "encoder/conv1/weight": (width, bands, 3)}
    head = struct.pack("<I", version) + text("WhisperSpec") + struct.pack("<II", 3, len(shapes))
    variables = [
        text(name) + struct.pack(f"<B{len(shape)}I", len(shape), *shape) + struct.pack("<BI", 1, 100) + bytes(100)
        for name, shape in shapes.items()
    ]
    return head + b"".join(variables)


def model(folder: Path, data: bytes) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(data)
    for name in ("config.json", "tokenizer.json", "vocabulary.json"):
        (folder / name).write_text("{}")
    return folder


@pytest.mark.parametrize(
    ("width", "tokens", "name", "language"),
    [
        (384, 51864, "tiny.en", "en"),
        (768, 51865, "small", MULTI),
        (1280, 51866, "large", MULTI),
        (640, 9, "own.en", "en"),
    ],
)
def test_its_weights_say_what_it_is(tmp_path: Path, width: int, tokens: int, name: str, language: str):
    folder = model(tmp_path / "model", weights(width, tokens))
    shape = read_shape(folder)
    assert shape is not None
    assert shape.name == name
    assert whisper_language(folder) == language
    assert whisper_faults(folder) == []


def test_what_is_missing_is_named(tmp_path: Path):
    folder = model(tmp_path / "model", weights())
    (folder / "tokenizer.json").unlink()
    (folder / "vocabulary.json").unlink()
    assert whisper_faults(folder) == ["tokenizer.json is missing", "vocabulary.txt (or vocabulary.json) is missing"]


@pytest.mark.parametrize("kept", [0, 3, 40, 150, -1])
def test_weights_that_are_cut_off_are_told(tmp_path: Path, kept: int):
    folder = model(tmp_path / "model", weights()[:kept])
    assert whisper_faults(folder) == ["model.bin is cut off or damaged"]


def test_a_damaged_part_is_told(tmp_path: Path):
    folder = model(tmp_path / "model", weights())
    (folder / "tokenizer.json").write_text('{"cut')
    assert whisper_faults(folder) == ["tokenizer.json is no JSON, so it is damaged"]


def test_the_newest_models_need_one_part_more(tmp_path: Path):
    folder = model(tmp_path / "model", weights(1280, 51866, bands=128))
    assert whisper_faults(folder) == ["preprocessor_config.json is missing"]


def test_a_format_of_later_years_is_told(tmp_path: Path):
    folder = model(tmp_path / "model", weights(version=9))
    assert whisper_faults(folder) == [
        "model.bin has the format 9, which is newer than this call-monitor knows: update it"
    ]


def test_memory_is_known_before_loading(tmp_path: Path):
    assert memory_mb(model(tmp_path / "model", weights() + bytes(30_000_000))) == 280


@pytest.mark.parametrize(
    ("language", "code"),
    [("hu", "hu"), ("ro-RO", "ro"), ("de-AT", "de"), ("nb", "no"), ("EN-us", "en"), ("tlh", None), ("", None)],
)
def test_calls_languages_have_whispers_codes(language: str, code: str | None):
    assert whisper_code(language) == code


def vosk(language: str, size: int = 50) -> InstalledModel:
    return InstalledModel(f"vosk-model-{language}", language, Path("x"), None, "vosk", size)


def whisper(name: str, language: str = MULTI, size: int = 70) -> InstalledModel:
    return InstalledModel(f"whisper-{name}", language, Path("x"), None, "whisper", size)


ALL = [whisper("large-v3", size=3000), whisper("small", size=480), whisper("tiny.en", "en"), vosk("de"), vosk("en-us")]


@pytest.mark.parametrize(
    ("language", "live", "second"),
    [
        ("en", "vosk vosk-model-en-us", "whisper large-v3"),
        ("de-AT", "vosk vosk-model-de", "whisper large-v3"),
        ("hu", "whisper small", "whisper large-v3"),
        ("ro-RO", "whisper small", "whisper large-v3"),
        ("tlh", None, None),
    ],
)
def test_vosk_hears_live_whisper_the_rest_and_the_biggest_afterwards(language: str, live: str, second: str):
    chosen = best_for(language, ALL)
    assert (chosen.words_from if chosen else None) == live
    assert [model.words_from for model in for_second_pass(language, ALL)][:1] == ([second] if second else [])


def test_of_whisper_the_model_of_the_language_alone_goes_first():
    best = best_for("en", [whisper("base"), whisper("tiny.en", "en")])
    assert best is not None
    assert best.words_from == "whisper tiny.en"


def test_a_folder_copied_by_hand_is_found(tmp_path: Path):
    model(tmp_path / "faster-whisper-small", weights(768, 51865))
    [found] = installed_models(tmp_path)
    assert (found.engine, found.language, found.words_from) == ("whisper", MULTI, "whisper small")
