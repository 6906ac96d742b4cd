from pathlib import Path

import pytest

from monitor.edges.analysis_inputs import InputError, find_calls


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.flac", "a.wav", "a.words.jsonl", "notes.txt"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_folders_recordings_come_by_name_with_the_words_beside_them(folder: Path):
    calls = find_calls([folder], None)
    assert [(call.name, call.words, call.asked) for call in calls] == [
        ("a", folder / "a.words.jsonl", False),
        ("b", None, False),
    ]


def test_words_that_were_asked_for_serve_in_any_case(folder: Path):
    (call,) = find_calls([folder / "b.flac"], folder / "a.words.jsonl")
    assert (call.name, call.words, call.asked) == ("b", folder / "a.words.jsonl", True)


def test_a_folder_of_words_gives_each_recording_its_own(folder: Path, tmp_path: Path):
    words = tmp_path / "words"
    words.mkdir()
    for name in ("a.words.jsonl", "b.jsonl"):
        (words / name).touch()
    calls = find_calls([folder], words)
    assert [call.words for call in calls] == [words / "a.words.jsonl", words / "b.jsonl"]


def test_words_alone_are_calls_without_audio(folder: Path):
    (folder / "c.words.jsonl").touch()
    (folder / "other.jsonl").touch()
    assert [(call.name, call.audio) for call in find_calls([], folder)] == [("a", ()), ("c", ())]
    assert [call.name for call in find_calls([], folder / "other.jsonl")] == ["other"]


def test_two_mono_files_are_one_call(folder: Path):
    (call,) = find_calls([], None, (folder / "a.wav", folder / "b.flac"))
    assert (call.name, len(call.audio), call.words) == ("a", 2, folder / "a.words.jsonl")


def test_nothing_given_is_said():
    with pytest.raises(InputError, match="nothing to analyse"):
        find_calls([], None)


def test_what_does_not_go_together_is_said(folder: Path, tmp_path: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    pair = (folder / "a.wav", folder / "b.flac")
    with pytest.raises(InputError, match="either recordings"):
        find_calls([folder / "a.wav"], None, pair)
    with pytest.raises(InputError, match="two inputs are named a"):
        find_calls([folder / "a.wav", folder / "a.flac"], None)
    with pytest.raises(InputError, match="give a folder of words"):
        find_calls([folder], folder / "a.words.jsonl")
    with pytest.raises(InputError, match="no words for"):
        find_calls([folder / "b.flac"], empty)
    with pytest.raises(InputError, match="no recording in"):
        find_calls([empty], None)
    with pytest.raises(InputError, match="no words file in"):
        find_calls([], empty)
    with pytest.raises(InputError, match="is not there"):
        find_calls([], tmp_path / "nowhere.jsonl")
