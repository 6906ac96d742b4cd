"""Review over HTTP: real store, real recordings."""

import asyncio
from pathlib import Path

import httpx
import numpy as np
import pytest
import soundfile

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, Channel, Word
from monitor.edges.database.second_pass_store import StoredSecondPasses
from monitor.edges.database.store import Store
from monitor.edges.sound.recordings import Recordings
from monitor.edges.transcripts.words_file import read_words
from monitor.edges.web.app import web_app
from monitor.edges.web.peaks import peaks
from monitor.edges.web.review import Review
from monitor.service.rows import NoticeRow, StoreUnavailable, WordsRow
from monitor.service.second_pass import HeardAgain, HeardTurn
from monitor.wire.native_ingest import WordsLine
from tests.service.events import call_started, escalation, prompt, utterance
from tests.service.fakes import STATE, Service
from tests.service.test_session import noise

HERE = "http://localhost"


class Reviewing:
    """REST over a store in a folder, with one ended call ``c-1`` of two seconds."""

    def __init__(self, data: Path) -> None:
        self._data = data

    async def __aenter__(self) -> "Reviewing":
        self.recordings = Recordings(self._data / "recordings")
        self.store = await Store.open(self._data, self.recordings)
        self.service = Service()
        await self.service.__aenter__()
        review = Review(self.store, self.recordings, self.service.calls, lambda: STATE)
        transport = httpx.ASGITransport(web_app(review.routes()))
        self.http = httpx.AsyncClient(transport=transport, base_url=HERE)
        await self._one_call()
        return self

    async def __aexit__(self, *error) -> None:
        await self.http.aclose()
        await self.service.__aexit__(*error)
        await self.store.close()

    async def _one_call(self) -> None:
        file = await asyncio.to_thread(self.recordings.start, "c-1", 8000)
        await asyncio.to_thread(file.append, noise(2.0))
        await asyncio.to_thread(file.finish)
        await self.store.begin_call(CallInfo(call_id="c-1", agent="Mira Test"), call_started())
        ended = CallEnded(
            at=2.0, call_id="c-1", duration_seconds=2.0, agent_speech_seconds=0.0, customer_speech_seconds=0.0
        )
        await self.store.write([escalation(0.0), utterance(0.2, "hello there"), prompt(1.5), ended])


async def test_ended_calls_are_listed_with_what_the_page_shows(tmp_path):
    async with Reviewing(tmp_path) as one:
        (call,) = (await one.http.get("/api/calls")).json()["calls"]
    assert (call["call_id"], call["seconds"], call["ended"], call["prompts"]) == ("c-1", 2.0, "hung_up", 1)
    assert (call["top_level"], call["has_recording"]) == ("calm", True)


async def test_call_comes_with_its_events_in_order(tmp_path):
    async with Reviewing(tmp_path) as one:
        detail = (await one.http.get("/api/calls/c-1")).json()
    assert detail["call"]["call_id"] == "c-1"
    kinds = [event["type"] for event in detail["events"]]
    assert kinds == ["call_started", "escalation", "prompt", "utterance", "call_ended"]


async def heard_again(one: Reviewing) -> None:
    passes = StoredSecondPasses(one.store)
    await passes.begin("c-1", "vosk big")
    turn = HeardTurn(Channel.AGENT, (Word("hello", 0.2, 0.5, 0.9), Word("dear", 0.5, 0.8)))
    await passes.succeed("c-1", HeardAgain("whisper small", (turn,), "vosk big: no memory"))


async def test_better_words_come_with_their_source_and_live_ones_stay(tmp_path):
    async with Reviewing(tmp_path) as one:
        before = (await one.http.get("/api/calls/c-1")).json()
        await heard_again(one)
        after = (await one.http.get("/api/calls/c-1")).json()
    assert before["second_pass"] is None
    assert after["events"] == before["events"]
    (utterance_,) = after["second_pass"].pop("utterances")
    assert after["second_pass"] == {"words_from": "whisper small", "because": "", "instead": "vosk big: no memory"}
    assert (utterance_["text"], utterance_["channel"], utterance_["start"], utterance_["end"]) == (
        "hello dear",
        "agent",
        0.2,
        0.8,
    )


async def test_a_second_hearing_that_failed_says_why(tmp_path):
    async with Reviewing(tmp_path) as one:
        passes = StoredSecondPasses(one.store)
        await passes.begin("c-1", "vosk big")
        await passes.fail("c-1", "it has no recording")
        second = (await one.http.get("/api/calls/c-1")).json()["second_pass"]
    assert second == {"words_from": "vosk big", "because": "it has no recording", "utterances": [], "instead": ""}


async def test_words_of_either_source_come_as_a_words_file(tmp_path):
    words = (Word("hello", 0.2, 0.5, 0.5), Word("there", 0.5, 0.8))
    async with Reviewing(tmp_path) as one:
        kept = [
            WordsRow("c-1", 0.6, Channel.CUSTOMER, words[:1], False),
            WordsRow("c-1", 1.0, Channel.CUSTOMER, words, True),
            NoticeRow("c-1", 0.6, "hold"),
            NoticeRow("c-1", 0.7, "debrief"),
        ]
        await one.store.write(kept)
        await heard_again(one)
        live = await one.http.get("/api/calls/c-1/words")
        second = await one.http.get("/api/calls/c-1/words?source=second")
    path = tmp_path / "call.words.jsonl"
    assert live.headers["content-disposition"].endswith('.words.jsonl"')
    path.write_bytes(live.content)
    assert [getattr(line, "text", "hold") for line in read_words(path)] == ["hello", "hold", "there"]
    path.write_bytes(second.content)
    lines = [(line.text, line.confidence) for line in read_words(path) if isinstance(line, WordsLine)]
    assert lines == [("hello", 0.9), ("dear", 1.0)]


async def test_calls_are_found_by_what_was_said_and_the_better_words_count(tmp_path):
    async with Reviewing(tmp_path) as one:
        found = (await one.http.get("/api/search", params={"words": '"there'})).json()
        await heard_again(one)
        gone = (await one.http.get("/api/search", params={"words": "there"})).json()
        better = (await one.http.get("/api/search", params={"words": "dear hel"})).json()
    ((call,), more) = (found["calls"], found["more"])
    assert (call["call"]["call_id"], call["count"], more) == ("c-1", 1, False)
    assert call["lines"] == [{"channel": "agent", "at": 1.2, "pieces": ["hello ", "there", ""]}]
    assert gone == {"calls": [], "more": False}
    assert better["calls"][0]["lines"] == [{"channel": "agent", "at": 0.2, "pieces": ["", "hello", " ", "dear", ""]}]


async def test_a_search_without_a_word_says_what_to_type(tmp_path):
    async with Reviewing(tmp_path) as one:
        response = await one.http.get("/api/search", params={"words": '"?!'})
    assert (response.status_code, response.text) == (400, "Type a word that was said.")


async def test_a_search_that_the_store_cannot_do_says_why(tmp_path, monkeypatch):
    async def broken(*_):
        raise StoreUnavailable("the disk is broken: check it")

    monkeypatch.setattr("monitor.edges.web.review.find", broken)
    async with Reviewing(tmp_path) as one:
        response = await one.http.get("/api/search?words=refund")
    assert (response.status_code, response.text) == (503, "the disk is broken: check it")


async def test_recording_is_served_whole_and_in_ranges(tmp_path):
    async with Reviewing(tmp_path) as one:
        whole = await one.http.get("/api/calls/c-1/audio")
        part = await one.http.get("/api/calls/c-1/audio", headers={"range": "bytes=4-9"})
    assert whole.headers["content-type"] == "audio/flac"
    assert (part.status_code, part.content) == (206, whole.content[4:10])


async def test_outline_of_the_recording(tmp_path):
    async with Reviewing(tmp_path) as one:
        outline = (await one.http.get("/api/calls/c-1/peaks?points=10")).json()
    expected = np.abs(noise(2.0).astype(int)).reshape(10, 1600, 2).max(axis=1) / 32768
    assert outline["seconds"] == 2.0
    assert outline["agent"] == pytest.approx(expected[:, 0], abs=1e-4)
    assert outline["customer"] == pytest.approx(expected[:, 1], abs=1e-4)


async def test_person_flags_an_ended_call(tmp_path):
    async with Reviewing(tmp_path) as one:
        response = await one.http.post("/api/calls/c-1/flags", json={"reason": " worth a look "})
        (call,) = (await one.http.get("/api/calls")).json()["calls"]
    assert (response.status_code, response.json()["reason"]) == (201, "worth a look")
    assert [flag["reason"] for flag in call["flags"]] == ["worth a look"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/api/calls/none", None, 404),
        ("GET", "/api/calls/none/audio", None, 404),
        ("GET", "/api/calls/none/words", None, 404),
        ("GET", "/api/calls/c-1/words?source=best", None, 400),
        ("GET", "/api/calls/c-1/words?source=second", None, 404),
        ("GET", "/api/calls/..%2f..%2fx/audio", None, 404),
        ("GET", "/api/calls?limit=0", None, 400),
        ("GET", "/api/search", None, 400),
        ("GET", "/api/search?words=x&limit=0", None, 400),
        ("GET", f"/api/search?words={'x' * 201}", None, 400),
        ("GET", "/api/calls?limit=many", None, 400),
        ("GET", "/api/calls?before=none", None, 404),
        ("GET", "/api/calls/c-1/peaks?points=999999", None, 400),
        ("POST", "/api/calls/none/flags", b'{"reason": "x"}', 404),
        ("POST", "/api/calls/c-1/flags", b'{"reason": "  "}', 400),
        ("POST", "/api/calls/c-1/flags", b'{"raeson": "x"}', 400),
        ("POST", "/api/calls/c-1/flags", b"nonsense", 400),
        ("POST", "/api/calls/c-1/flags", b" " * 20_000, 413),
        ("GET", "/api/calls/c-1/flags", None, 405),
    ],
)
async def test_what_cannot_be_had_is_said(tmp_path, method, path, body, status):
    async with Reviewing(tmp_path) as one:
        assert (await one.http.request(method, path, content=body)).status_code == status


async def test_other_sites_may_not_flag(tmp_path):
    async with Reviewing(tmp_path) as one:
        response = await one.http.post(
            "/api/calls/c-1/flags", json={"reason": "x"}, headers={"origin": "http://evil.example"}
        )
    assert response.status_code == 403


async def test_state_says_what_works(tmp_path):
    async with Reviewing(tmp_path) as one:
        assert (await one.http.get("/api/state")).json()["recogniser"] == "off"


@pytest.mark.parametrize(("seconds", "points"), [(0.001, 5), (0.5, 1), (150.0, 700), (61.3, 333)])
def test_outline_is_that_of_the_whole_file(tmp_path, seconds, points):
    samples = noise(seconds)
    path = tmp_path / "call.flac"
    soundfile.write(path, samples, 8000, subtype="PCM_16")
    outline = peaks(path, points)
    count = max(1, min(points, len(samples)))
    assert len(outline.agent) == count
    edges = np.linspace(0, len(samples), count + 1).astype(int)
    for place in range(count):
        part = np.abs(samples[edges[place] : edges[place + 1], 0].astype(int))
        assert outline.agent[place] == pytest.approx(part.max(initial=0) / 32768, abs=1e-4)
