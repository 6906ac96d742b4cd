from pathlib import Path

import pytest

from monitor.core.events import Channel
from monitor.edges.analysis_inputs import InputError, find_calls, words_files
from monitor.edges.transcripts.call_words import WordsFile


def given(path: Path) -> tuple[WordsFile, ...]:
    return (WordsFile(path),)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.flac", "a.wav", "a.words.jsonl", "notes.txt"):
        (tmp_path / name).touch()
    return tmp_path


def test_a_folders_recordings_come_by_name_with_the_words_beside_them(folder: Path):
    calls = find_calls([folder])
    assert [(call.name, call.words, call.asked) for call in calls] == [
        ("a", given(folder / "a.words.jsonl"), False),
        ("b", (), False),
    ]


def test_words_that_were_asked_for_serve_in_any_case(folder: Path):
    (call,) = find_calls([folder / "b.flac"], given(folder / "a.words.jsonl"))
    assert (call.name, call.words, call.asked) == ("b", given(folder / "a.words.jsonl"), True)


def test_a_folder_of_words_gives_each_recording_its_own(folder: Path, tmp_path: Path):
    words = tmp_path / "words"
    words.mkdir()
    for name in ("a.words.jsonl", "b.jsonl"):
        (words / name).touch()
    calls = find_calls([folder], given(words))
    assert [call.words for call in calls] == [given(words / "a.words.jsonl"), given(words / "b.jsonl")]


def test_words_alone_are_calls_without_audio(folder: Path):
    (folder / "c.words.jsonl").touch()
    (folder / "other.jsonl").touch()
    assert [(call.name, call.audio) for call in find_calls([], given(folder))] == [("a", ()), ("c", ())]
    assert [call.name for call in find_calls([], given(folder / "other.jsonl"))] == ["other"]


def test_two_mono_files_are_one_call(folder: Path):
    (call,) = find_calls([], (), (folder / "a.wav", folder / "b.flac"))
    assert (call.name, len(call.audio), call.words) == ("a", 2, given(folder / "a.words.jsonl"))


def test_nothing_given_is_said():
    with pytest.raises(InputError, match="nothing to analyse"):
        find_calls([])


def test_what_does_not_go_together_is_said(folder: Path, tmp_path: Path):
    empty = tmp_path / "empty"
    empty.mkdir()
    pair = (folder / "a.wav", folder / "b.flac")
    with pytest.raises(InputError, match="either recordings"):
        find_calls([folder / "a.wav"], (), pair)
    with pytest.raises(InputError, match="two inputs are named a"):
        find_calls([folder / "a.wav", folder / "a.flac"])
    with pytest.raises(InputError, match="give a folder of words"):
        find_calls([folder], given(folder / "a.words.jsonl"))
    with pytest.raises(InputError, match="no words for"):
        find_calls([folder / "b.flac"], given(empty))
    with pytest.raises(InputError, match="no recording in"):
        find_calls([empty])
    with pytest.raises(InputError, match="no words file in"):
        find_calls([], given(empty))


@pytest.mark.parametrize(
    ("texts", "complaint"),
    [
        (["nowhere.jsonl"], "nowhere.jsonl is not there"),
        (["a.words.jsonl", "a.wav"], "--words is given once, or twice for the two sides"),
        (["agent=a.wav", "agent=b.flac"], "--words is given once, or twice for the two sides"),
        (["agent=a.wav", "a.words.jsonl"], "--words is given once, or twice for the two sides"),
        (["agent=."], "is a folder: agent= takes a file"),
    ],
)
def test_words_that_do_not_go_together_are_said(folder: Path, monkeypatch, texts, complaint):
    monkeypatch.chdir(folder)
    with pytest.raises(InputError, match=complaint):
        words_files(texts)


def test_each_side_may_have_a_file_of_its_own(folder: Path):
    agent, customer = folder / "a.agent.vtt", folder / "a=1.vtt"
    agent.touch(), customer.touch()
    files = words_files([f"agent={agent}", f"customer={customer}"])
    assert files == (WordsFile(agent, Channel.AGENT), WordsFile(customer, Channel.CUSTOMER))
    assert [call.name for call in find_calls([], files)] == ["a"]
    assert words_files([str(customer)]) == given(customer)
