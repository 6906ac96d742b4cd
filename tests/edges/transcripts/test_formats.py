"""A small file of every format, written by us after its maker's documentation, and what is read from it."""

from pathlib import Path

import pytest

from monitor.cli.formats import WordsFormat
from monitor.core.events import Channel
from monitor.edges.transcripts.call_words import OWN
from monitor.edges.transcripts.formats import JSON_FORMATS, OPTIONS, format_of
from monitor.edges.transcripts.said import TranscriptError
from monitor.edges.transcripts.transcript_file import is_transcript, read_transcript

FILES = Path(__file__).parent / "files"
GOOD, MORNING = ("agent", "Good", 0.5, 0.7, 0.99), ("agent", "morning.", 0.7, 1.2, 0.9)
NOT, AGAIN = ("customer", "Not", 2.0, 2.2, 1.0), ("customer", "again!", 2.2, 2.6, 1.0)
GREETING, COMPLAINT = ("agent", "Good morning.", 0.5, 1.2, 1.0), ("customer", "Not again!", 2.0, 2.6, 1.0)

TWO_SIDED = {
    "amazon-channels.json": ("amazon transcribe", [GOOD, MORNING, NOT, AGAIN]),
    "amazon-analytics.json": ("amazon call analytics", [GOOD, MORNING, COMPLAINT]),
    "azure-batch.json": (
        "azure speech",
        [("agent", "good", 0.5, 0.7, 0.99), ("agent", "morning", 0.7, 1.2, 0.9), COMPLAINT],
    ),
    "azure-display.json": (
        "azure speech",
        [("customer", "Not", 62.0, 62.2, 1.0), ("customer", "again!", 62.2, 62.6, 1.0)],
    ),
    "azure-fast.json": ("azure speech", [("agent", "Good", 0.5, 0.7, 0.9), MORNING, COMPLAINT]),
    "google-v1.json": ("google speech", [GOOD, MORNING, NOT, AGAIN]),
    "google-operation.json": (
        "google speech",
        [("agent", "Good", 0.0, 0.7, 1.0), ("agent", "morning.", 0.7, 1.2, 1.0), ("customer", "Again!", 2.0, 2.6, 1.0)],
    ),
    "google-v2.json": ("google speech", [GOOD, ("customer", "Again!", 2.0, 2.6, 1.0)]),
    "deepgram.json": (
        "deepgram",
        [GOOD, MORNING, ("customer", "not", 2.0, 2.2, 1.0), ("customer", "again", 2.2, 2.6, 1.0)],
    ),
    "deepgram-utterances.json": (
        "deepgram",
        [("agent", "Good morning.", 0.5, 1.2, 0.9), ("customer", "again", 2.0, 2.6, 1.0)],
    ),
    "whisper-cpp.json": (
        "whisper.cpp",
        [GREETING, ("customer", "Not", 2.0, 2.2, 0.95), ("customer", "again!", 2.2, 2.6, 0.7)],
    ),
    "voices.vtt": (
        "webvtt",
        [
            GREETING,
            ("customer", "Not & again!", 2.0, 2.6, 1.0),
            ("agent", "Hello", 3.0, 3.5, 1.0),
            ("customer", "Stop!", 3.5, 4.0, 1.0),
        ],
    ),
    "names.vtt": ("webvtt", [GREETING, ("customer", "Not again: never!", 2.0, 2.6, 1.0)]),
    "call.srt": ("srt", [GREETING, COMPLAINT]),
}
ONE_SIDED = {
    "amazon-mono.json": ("amazon transcribe", [GOOD, MORNING]),
    "whisper-words.json": ("whisper", [GOOD, MORNING]),
    "whisper-api.json": ("whisper", [("agent", "Good", 0.5, 0.7, 1.0), ("agent", "morning", 0.7, 1.2, 1.0)]),
    "whisper-segments.json": ("whisper", [GREETING, ("agent", "Line 7 again.", 2.0, 2.6, 1.0)]),
    "plain.vtt": ("webvtt", [GREETING]),
}


def rows(lines) -> list[tuple]:
    return [(str(each.channel), each.text, round(each.start, 6), round(each.end, 6), each.confidence) for each in lines]


@pytest.mark.parametrize("file", TWO_SIDED)
def test_a_transcript_that_tells_the_sides_apart(file):
    name, expected = TWO_SIDED[file]
    transcript = read_transcript(FILES / file)
    assert (transcript.name, rows(transcript.lines)) == (name, expected)


@pytest.mark.parametrize("file", ONE_SIDED)
def test_a_transcript_of_one_side_needs_to_be_told_whose_it_is(file):
    name, expected = ONE_SIDED[file]
    transcript = read_transcript(FILES / file, side=Channel.AGENT)
    assert (transcript.name, rows(transcript.lines)) == (name, expected)
    with pytest.raises(TranscriptError, match=rf"{file} doesn't say who speaks: .*--words agent=FILE"):
        read_transcript(FILES / file)


def test_every_file_here_is_known_and_every_format_has_one():
    files = sorted(path.name for path in FILES.iterdir())
    assert files == sorted(TWO_SIDED | ONE_SIDED)
    found = {format_of((FILES / name).read_bytes()) for name in files}
    assert found >= set(JSON_FORMATS)
    assert all(is_transcript(FILES / name) for name in files)


def test_the_agent_may_be_in_the_other_channel():
    lines = read_transcript(FILES / "deepgram.json", agent_channel=1).lines
    assert [line.channel for line in lines] == ["customer", "customer", "agent", "agent"]
    named = read_transcript(FILES / "amazon-analytics.json", agent_channel=1).lines
    assert named[0].channel is Channel.AGENT


@pytest.mark.parametrize("file", TWO_SIDED | ONE_SIDED)
def test_a_format_may_be_forced_where_the_file_is_of_it(file):
    option = format_of((FILES / file).read_bytes()).option
    assert read_transcript(FILES / file, side=Channel.AGENT, option=option).lines
    other = "google" if option == "amazon" else "amazon"
    if file.endswith(".json"):
        with pytest.raises(TranscriptError, match=f"nothing of what a transcript by {other} holds"):
            read_transcript(FILES / file, option=other)


def test_the_command_line_offers_every_format():
    assert {str(each) for each in WordsFormat} == {OWN, *OPTIONS}
