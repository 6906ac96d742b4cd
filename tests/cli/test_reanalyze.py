"""``call-monitor reanalyze`` over calls that a real service took."""

import asyncio
import json
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import numpy as np
import pytest
import soundfile

from monitor.cli import main
from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, Channel, Word
from monitor.edges.database.second_pass_store import StoredSecondPasses
from monitor.edges.database.store import RECORDINGS, Store
from monitor.edges.sound.recordings import Recordings
from monitor.service.rows import WordsRow
from monitor.service.second_pass import HeardAgain, HeardTurn
from tests.cli.test_analyze import lines, said
from tests.running import Running, command
from tests.service.events import call_started

DEMO = Path(__file__).parents[2] / "demo" / "calls"
SECONDS = 78
ENDED = CallEnded(
    at=9.0, call_id="c-1", duration_seconds=9.0, agent_speech_seconds=2.0, customer_speech_seconds=0.0, reason="hung_up"
)


@pytest.fixture(scope="module")
def taken(tmp_path_factory) -> Path:
    """The data folder of a service that took the beginning of a carried call, with words, as ``hot``."""
    folder = tmp_path_factory.mktemp("taken")
    samples, rate = soundfile.read(DEMO / "hot.flac", dtype="int16", frames=8000 * SECONDS)
    soundfile.write(folder / "hot.flac", samples, rate)
    said = lines((DEMO / "hot.words.jsonl").read_text(encoding="utf-8"))
    said = [line for line in said if line.get("end", line.get("at")) < SECONDS]
    said.append({"notice": "hold", "at": 33.33})
    (folder / "hot.words.jsonl").write_text("\n".join(map(json.dumps, said)))

    async def take() -> None:
        async with Running(folder / "data") as service:
            told = ("--to", service.url, "--speed", "1000", "--call-id", "hot")
            assert (await command("play", str(folder / "hot.flac"), *told))[0] == 0

    asyncio.run(take())
    return folder / "data"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture):
    """Run the command: exit code, output, errors."""

    def reanalyze(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["call-monitor", "reanalyze", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        out, error = capsysbinary.readouterr()
        return int(ended.value.code or 0), out.decode(), error.decode()

    return reanalyze


@pytest.fixture
def stored(tmp_path: Path):
    """Store a call of nine silent seconds: ended, recorded and heard again, or not."""

    def store(*, ended: bool = True, recorded: bool = True, again: tuple[HeardTurn, ...] | str | None = None) -> Path:
        asyncio.run(_store(tmp_path, ended, again))
        if recorded:
            file = Recordings(tmp_path / RECORDINGS).start("c-1", 8000)
            file.append(np.zeros((72000, 2), np.int16))
            file.finish()
        return tmp_path

    return store


async def _store(data: Path, ended: bool, again: tuple[HeardTurn, ...] | str | None) -> None:
    async with opened(data) as store:
        await store.begin_call(CallInfo(call_id="c-1", agent="Mira Test", language="en"), call_started("c-1"))
        await store.write([WordsRow("c-1", 2.0, Channel.AGENT, (Word("mourning", 1.0, 1.8),), True)])
        if ended:
            await store.write([ENDED])
        if again is not None:
            passes = StoredSecondPasses(store)
            await passes.begin("c-1", "whisper small")
            await (
                passes.fail("c-1", again)
                if isinstance(again, str)
                else passes.succeed("c-1", HeardAgain("whisper small", again))
            )


@asynccontextmanager
async def opened(data: Path):
    store = await Store.open(data, exclusive=False)
    try:
        yield store
    finally:
        await store.close()


async def _live(data: Path) -> list[dict]:
    async with opened(data) as store:
        return lines("\n".join(msgspec.json.encode(event).decode() for event in await store.events("hot")))


def _kept(events: list[dict]) -> list[str]:
    """All but partial words, of which the store keeps the last alone; in any order."""
    return sorted(json.dumps(event) for event in events if event["type"] != "utterance" or event["final"])


def test_recorded_equals_live(taken: Path, run):
    code, out, error = run("hot", "--data", taken, "--detail", "--format", "jsonl")
    assert (code, error) == (0, "")
    assert _kept(lines(out)) == _kept(asyncio.run(_live(taken)))
    assert {"prompt", "hold", "cue", "utterance"} <= {event["type"] for event in lines(out)}


def test_with_the_settings_of_the_live_call_nothing_differs(taken: Path, run):
    assert run("hot", "--data", taken, "--compare") == (0, "hot: the same prompts and levels as live\n", "")


def test_other_thresholds_show_what_went(taken: Path, tmp_path: Path, run):
    (tmp_path / "playbook.toml").write_text('[[rule]]\nid = "empathise_more"\nprompts = "off"\n')
    (tmp_path / "thresholds.toml").write_text("[escalation]\nenter_watch = 0.5\n")
    asked = ("hot", "--data", taken, "--config", tmp_path, "--compare")
    found = {each["name"]: each for each in lines(run(*asked, "--format", "jsonl")[1])}
    assert (found["empathise_more"]["change"], found["empathise_more"]["at"]) == ("went", None)
    assert found["watch"]["change"] == "moved"
    assert found["watch"]["at"] > found["watch"]["live_at"]
    assert "went    prompt  empathise_more" in run(*asked)[1]


def test_words_are_those_heard_live_or_those_heard_again(stored, run):
    data = stored(again=(HeardTurn(Channel.AGENT, (Word("Good", 0.5, 1.0), Word("morning.", 1.0, 1.8))),))
    for words, by, text in (("live", "file", "mourning"), ("second", "whisper small", "Good morning.")):
        events = lines(run("c-1", "--data", data, "--words", words, "--format", "jsonl")[1])
        assert (events[0]["words_from"], said(events)) == (by, [text])


def test_out_keeps_the_events_beside_the_comparison(stored, tmp_path: Path, run):
    code, out, _ = run("c-1", "--data", stored(), "--compare", "--out", tmp_path / "events")
    assert code == 0
    assert "the same prompts and levels as live" in out
    assert said(lines((tmp_path / "events" / "c-1.events.jsonl").read_text())) == ["mourning"]


@pytest.mark.parametrize(
    ("made", "options", "complaint"),
    [
        ({}, ("--words", "second"), "has not been heard again yet"),
        ({"again": "no memory"}, ("--words", "second"), "could not be heard again: no memory"),
        ({"recorded": False}, (), "no recording of the call c-1 is kept"),
        ({"ended": False}, (), "still live"),
    ],
)
def test_what_can_not_be_judged_again_is_one_clear_line(stored, run, made, options, complaint):
    code, out, error = run("c-1", "--data", stored(**made), *options)
    assert (code, out) == (1, "")
    assert complaint in error
    assert len(error.splitlines()) == 1


def test_one_unknown_call_does_not_keep_the_others_from_their_events(stored, run):
    code, out, error = run("c-2", "c-1", "--data", stored(), "--format", "jsonl")
    assert code == 1
    assert "no stored call has the id c-2" in error
    assert said(lines(out)) == ["mourning"]


def test_a_folder_without_calls_is_left_as_it_is(tmp_path: Path, run):
    code, _, error = run("c-1", "--data", tmp_path / "nowhere")
    assert (code, "there are no calls in" in error) == (1, True)
    assert not (tmp_path / "nowhere").exists()


def test_a_recording_that_ends_before_its_call_is_said(stored, run, caplog):
    data = stored(recorded=False)
    file = Recordings(data / RECORDINGS).start("c-1", 8000)
    file.append(np.zeros((16000, 2), np.int16))
    file.finish()
    assert run("c-1", "--data", data, "--format", "jsonl")[0] == 0
    assert "2 of its 9 s were recorded" in caplog.text
