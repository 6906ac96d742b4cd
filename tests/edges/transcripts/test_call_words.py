"""Which files a call's words are taken from, and what of them."""

import json
import logging
from pathlib import Path
from shutil import copy

import pytest

from monitor.core.events import Channel
from monitor.edges.transcripts.call_words import CallWords, WordsFile, all_in_folder, beside, in_folder, read_call_words
from monitor.edges.transcripts.said import TranscriptError
from monitor.edges.transcripts.words_file import WordsFileError
from tests.edges.transcripts.test_formats import FILES

OWN = '{"notice": "hold", "at": 3.0}\n{"channel": "agent", "text": "hello", "start": 1.0, "end": 1.4}\n'


def test_our_words_file_goes_before_transcripts(tmp_path: Path):
    audio = tmp_path / "call.flac"
    assert beside(audio) == ()
    copy(FILES / "deepgram.json", tmp_path / "call.json")
    assert beside(audio) == (WordsFile(tmp_path / "call.json"),)
    (tmp_path / "call.words.jsonl").write_text(OWN)
    assert beside(audio) == (WordsFile(tmp_path / "call.words.jsonl"),)


@pytest.mark.parametrize("name", ["call.json", "call.vtt", "call.srt", "call.wav.json"])
def test_a_transcript_beside_a_recording_is_found(tmp_path: Path, name: str):
    copy(FILES / ("deepgram.json" if name.endswith("json") else "voices.vtt"), tmp_path / name)
    assert beside(tmp_path / "call.wav") == (WordsFile(tmp_path / name),)


@pytest.mark.parametrize("content", ['{"caller": "+000", "results": 3}', "{", "", "[]", "no JSON at all"])
def test_any_other_json_beside_a_recording_is_let_be(tmp_path: Path, content: str):
    (tmp_path / "call.json").write_text(content)
    assert beside(tmp_path / "call.wav") == ()


def test_two_transcripts_beside_a_recording_are_one_a_side(tmp_path: Path):
    copy(FILES / "plain.vtt", tmp_path / "call.agent.vtt")
    copy(FILES / "whisper-words.json", tmp_path / "call.customer.json")
    files = beside(tmp_path / "call.wav")
    assert [(file.path.name, file.side, file.call) for file in files] == [
        ("call.agent.vtt", "agent", "call"),
        ("call.customer.json", "customer", "call"),
    ]
    words = read_call_words(files)
    assert words.source == "file webvtt, whisper"
    assert [(str(line.channel), line.text) for line in words.lines] == [
        ("customer", "Good"),
        ("agent", "Good morning."),
        ("customer", "morning."),
    ]


def test_two_mono_recordings_have_a_transcript_each(tmp_path: Path):
    copy(FILES / "plain.vtt", tmp_path / "mira.vtt")
    files = beside(tmp_path / "mira.wav", tmp_path / "line7.wav")
    assert files == (WordsFile(tmp_path / "mira.vtt", Channel.AGENT),)


def test_a_folder_of_words_may_hold_transcripts(tmp_path: Path):
    for name in ("b.json", "a.agent.vtt", "a.customer.vtt", "notes.txt"):
        copy(FILES / ("plain.vtt" if name.endswith("vtt") else "deepgram.json"), tmp_path / name)
    (tmp_path / "other.json").write_text("{}")
    assert [[file.path.name for file in files] for files in all_in_folder(tmp_path)] == [
        ["a.agent.vtt", "a.customer.vtt"],
        ["b.json"],
    ]
    assert in_folder(tmp_path, "b") == (WordsFile(tmp_path / "b.json"),)
    assert in_folder(tmp_path, "other") == ()


def test_the_source_says_who_wrote_the_words(tmp_path: Path):
    own = tmp_path / "call.words.jsonl"
    own.write_text(OWN)
    assert read_call_words([WordsFile(own)]).source == "file"
    assert read_call_words([WordsFile(FILES / "amazon-channels.json")]).source == "file amazon transcribe"
    own.write_text("")
    assert read_call_words([WordsFile(own)]) == CallWords("none", ()) == read_call_words([])


def test_our_words_file_is_known_by_what_is_in_it(tmp_path: Path):
    path = tmp_path / "spoken.txt"
    path.write_text(OWN)
    assert [line.__class__.__name__ for line in read_call_words([WordsFile(path)]).lines] == ["WordsLine", "NoticeLine"]
    with pytest.raises(WordsFileError, match="give it without agent="):
        read_call_words([WordsFile(path, Channel.AGENT)])
    path.write_text(json.dumps({"text": "x"}))
    with pytest.raises(WordsFileError, match="line 1"):
        read_call_words([WordsFile(path)], form="words")


def test_a_useless_transcript_is_an_error_only_where_it_was_asked_for(caplog):
    mono = [WordsFile(FILES / "whisper-words.json")]
    with pytest.raises(TranscriptError, match="doesn't say who speaks"):
        read_call_words(mono)
    with caplog.at_level(logging.WARNING):
        assert read_call_words(mono, asked=False) == CallWords()
    assert "doesn't say who speaks" in caplog.text
