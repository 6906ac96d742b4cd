from pathlib import Path

import pytest

from monitor.core.events import Channel
from monitor.edges.transcripts.words_file import WordsFileError, call_name, read_words
from monitor.wire.native_ingest import NoticeLine, WordsLine

WORD = '{"channel": "agent", "text": "hello", "start": 1.0, "end": 1.4, "confidence": 0.9}'


def written(folder: Path, text: str) -> Path:
    path = folder / "call.words.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def test_words_and_notices_come_by_the_moment_they_are_known(tmp_path: Path):
    lines = ['{"notice": "hold", "at": 1.2}', WORD, "", '{"channel": "customer", "text": "a", "start": 0, "end": 1.1}']
    assert read_words(written(tmp_path, "\n".join(lines))) == [
        WordsLine(Channel.CUSTOMER, "a", 0.0, 1.1),
        NoticeLine("hold", 1.2),
        WordsLine(Channel.AGENT, "hello", 1.0, 1.4, 0.9),
    ]


def test_unknown_keys_and_a_byte_order_mark_do_no_harm(tmp_path: Path):
    assert len(read_words(written(tmp_path, "\ufeff" + WORD[:-1] + ', "agree": true}'))) == 1


def test_an_empty_file_has_no_words(tmp_path: Path):
    assert read_words(written(tmp_path, "")) == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "line 2 is not JSON"),
        ("[1]", "line 2: it is not a JSON object"),
        ('{"channel": "agent"}', "line 2: it lacks the field 'text'"),
        ('{"channel": "boss", "text": "a", "start": 0, "end": 1}', "line 2: .*'channel'"),
        ('{"channel": "agent", "text": "a", "start": 2, "end": 1}', "line 2: .*start must not be after end"),
        ('{"notice": "hodl", "at": 1}', "line 2: .*did you mean 'hold'"),
    ],
)
def test_a_line_that_can_not_be_used_is_named(tmp_path: Path, line: str, complaint: str):
    with pytest.raises(WordsFileError, match=complaint) as raised:
        read_words(written(tmp_path, f"{WORD}\n{line}\n"))
    assert "call.words.jsonl" in str(raised.value)


def test_a_file_that_is_no_text_is_said(tmp_path: Path):
    path = tmp_path / "call.words.jsonl"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(WordsFileError, match="not text"):
        read_words(path)
    with pytest.raises(WordsFileError, match="can't be read"):
        read_words(tmp_path / "nowhere.jsonl")


def test_a_call_is_named_as_its_words_file():
    assert call_name(Path("call.words.jsonl")) == "call"
    assert call_name(Path("call.reference.jsonl")) == "call.reference"
