"""Transcripts that are damaged, of another kind, or have impossible times."""

import json
import logging
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.events import Channel
from monitor.edges.transcripts import transcript_file
from monitor.edges.transcripts.said import Said, TranscriptError
from monitor.edges.transcripts.sides import sided
from monitor.edges.transcripts.transcript_file import is_transcript, read_transcript
from tests.edges.transcripts.test_formats import FILES


def written(folder: Path, content: str | bytes, name: str = "call.json") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def deepgram(*words: tuple[str, float, float], channels: int = 2) -> str:
    inside = [{"word": text, "start": start, "end": end} for text, start, end in words]
    return json.dumps({"results": {"channels": [{"alternatives": [{"words": inside}]}, {}][:channels]}})


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "is empty"),
        (" \n", "is empty"),
        ('{"results": {"channels": [', "is not whole JSON, was it cut off"),
        ((FILES / "google-v1.json").read_text()[:300], "is not whole JSON, was it cut off"),
        (b'{"results": "\xff\xe4"}', "is not text in UTF-8: save it as UTF-8"),
        ('{"orders": [1], "customer": {}}', r"no transcript that is known here \(its keys: customer, orders\): Amazon"),
        ("{}", r"no transcript that is known here \(its keys: none\)"),
        ("[]", "no transcript that is known here"),
        ("[[[[[[1]]]]]]", "no transcript that is known here"),
        ("good morning", "is no transcript that is known here: Amazon Transcribe, .* was expected"),
        (
            '{"results": {"channels": [{"alternatives": 7}]}}',
            r"not as expected: Expected array \| null, got int - at \$.results",
        ),
        ('{"segments": [{"text": "a"}]}', "missing required field start"),
        ('{"Transcript": [{"BeginOffsetMillis": "soon"}]}', "Expected float, got str"),
        ('{"recognizedPhrases": [{"offset": "1:02", "duration": "PT1S", "nBest": [{"display": "a"}]}]}', "PT1.25S was"),
        ('{"results": [{"alternatives": [{"words": [{"word": "a", "startTime": "soon"}]}]}]}', "1.300s were expected"),
        ('{"results": [{"alternatives": [{"transcript": "good morning"}]}]}', "no times of words: ask the service"),
        (
            '{"results": [{"alternatives": [{"words": [{"word": "a", "end_time": "1s"}]}]}]}',
            "keep the names in its JSON",
        ),
        ('{"results": {"channel_labels": {"channels": [{"channel_label": "left"}]}}}', "ch_0 and ch_1 were expected"),
        (
            '{"Transcript": [{"ParticipantRole": "Mira", "Content": "a", "EndOffsetMillis": 5}]}',
            "a speaker 'Mira': only such names as Agent and Customer",
        ),
        (
            '{"results": [{"channelTag": 3, "alternatives": [{"words": [{"word": "a", "endTime": "1s"}]}]}]}',
            "words in channel 2: a call has two",
        ),
        (deepgram(("a", -3, -2), ("b", 4, 3), ("c", 1e12, 1e12)), "no word with a possible time"),
        ("WEBVTT\n\n0:0.5 --> 0:0.7\nhello\n", r"a cue with the time '0:0.5 --> 0:0.7': 00:01.250 --> 00:02.500 was"),
    ],
)
def test_what_can_not_be_used_is_named_with_what_was_expected(tmp_path, content, complaint):
    path = written(tmp_path, content)
    with pytest.raises(TranscriptError, match=complaint) as raised:
        read_transcript(path)
    assert str(raised.value).startswith(f"{path} ")


def test_a_file_too_large_for_a_call_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(transcript_file, "LARGEST_BYTES", 100)
    path = written(tmp_path, deepgram(*[("a", 1.0, 2.0)] * 10))
    with pytest.raises(TranscriptError, match="no transcript of a call is larger"):
        read_transcript(path)
    assert not is_transcript(path)


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(TranscriptError, match=r"nowhere\.json can't be read: No such file"):
        read_transcript(tmp_path / "nowhere.json")


def test_subtitles_that_are_none_are_said_where_they_were_asked_for(tmp_path):
    with pytest.raises(TranscriptError, match="has no cue"):
        read_transcript(written(tmp_path, "good morning"), option="srt")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_do_no_harm(tmp_path, encoding):
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>Grüß Gott\n"
    lines = read_transcript(written(tmp_path, text.encode(encoding), "call.vtt")).lines
    assert [line.text for line in lines] == ["Grüß Gott"]


def test_no_words_are_no_mistake(tmp_path):
    silent = {"results": {"channel_labels": {"channels": [{"channel_label": "ch_0"}, {"channel_label": "ch_1"}]}}}
    assert read_transcript(written(tmp_path, json.dumps(silent))).lines == ()
    assert read_transcript(written(tmp_path, deepgram())).lines == ()
    nothing = (
        '{"results": {"channels": [{"alternatives": null}, {"alternatives": [{"words": null}]}], "utterances": null}}'
    )
    assert read_transcript(written(tmp_path, nothing)).lines == ()
    assert read_transcript(written(tmp_path, '{"segments": [], "words": null}')).lines == ()
    assert read_transcript(written(tmp_path, "WEBVTT\n")).lines == ()


def test_impossible_times_are_left_out_and_counted_in_the_log(tmp_path, caplog):
    path = written(tmp_path, deepgram(("before", -2, -1), ("hello", 1, 2), ("backwards", 4, 3), ("late", 1e9, 1e9)))
    with caplog.at_level(logging.WARNING):
        assert [line.text for line in read_transcript(path).lines] == ["hello"]
    assert "3 words have impossible times and are left out" in caplog.text
    assert "backwards" not in caplog.text


def test_overlapping_words_of_one_side_follow_each_other(tmp_path):
    said = [
        Said(0, "one two", 0.0, 5.0),
        Said(0, "three", 3.0, 4.0),
        Said(0, "four", 3.0, 3.5),
        Said(1, "five", 3.2, 3.6),
    ]
    lines = [(line.text, line.start, line.end) for line in sided(said).lines]
    assert lines == [("one two", 0.0, 3.0), ("four", 3.0, 3.01), ("five", 3.2, 3.6), ("three", 3.01, 4.0)]


def test_what_a_file_has_twice_counts_once():
    word = Said(0, "again", 1.0, 1.5)
    assert len(sided([word, word]).lines) == 1


times = st.floats(-10, 100) | st.sampled_from([0.0, 1.0, float("nan"), float("inf"), 1e300])
words = st.builds(Said, st.sampled_from([0, 1, "Agent", "customer"]), st.sampled_from(["a", "b c", " "]), times, times)


@given(st.lists(words, max_size=20))
def test_any_words_become_ordered_lines(said):
    try:
        found = sided(said)
    except TranscriptError:
        return
    ends = [line.end for line in found.lines]
    assert ends == sorted(ends)
    assert len(found.lines) + found.left_out == len({each for each in said if each.text.strip()})
    for channel in Channel:
        of = [line for line in found.lines if line.channel is channel]
        assert all(0 <= line.start <= line.end for line in of)
        assert all(one.start < next_.start and one.end <= next_.start for one, next_ in pairwise(of))


@given(
    st.permutations([Said(0, "a", 0.0, 1.0), Said(1, "b", 0.5, 1.5), Said(0, "c", 0.5, 1.2), Said(0, "d", 2.0, 3.0)])
)
def test_the_order_in_the_file_makes_no_difference(said):
    assert sided(said) == sided(
        [Said(0, "a", 0.0, 1.0), Said(1, "b", 0.5, 1.5), Said(0, "c", 0.5, 1.2), Said(0, "d", 2.0, 3.0)]
    )


@given(st.text() | st.binary())
def test_any_file_is_read_or_refused(tmp_path_factory, content):
    path = written(
        tmp_path_factory.getbasetemp(), content if isinstance(content, bytes) else content.encode("utf-8", "ignore")
    )
    try:
        lines = read_transcript(path).lines
    except TranscriptError:
        lines = ()
    assert all(line.text for line in lines)
