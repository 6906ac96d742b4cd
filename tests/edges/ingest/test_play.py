"""A recording played into a real service over a real socket."""

import asyncio
import json

import numpy as np
import pytest
import soundfile

from monitor.core.call_info import CallInfo
from monitor.edges.ingest.client import SendError, ingest_url
from monitor.edges.ingest.play import call_id_for, play, playable
from monitor.edges.sound.recorded_audio import RecordingError
from monitor.edges.transcripts.words_file import WordsFileError
from tests.edges.serving import Serving
from tests.service.fakes import Service
from tests.service.test_session import noise

INFO = CallInfo(call_id="c-1", agent="Mira Test", paced=False, words="fallback")
LINES = [
    {"channel": "agent", "text": "hello", "start": 0.2, "end": 0.6},
    {"channel": "customer", "text": "again", "start": 0.9, "end": 1.3, "confidence": 0.5},
    {"notice": "hold", "at": 1.5},
]
FAST = 1000.0


@pytest.fixture
def call(tmp_path):
    path = tmp_path / "call.flac"
    soundfile.write(path, noise(2.0), 8000, subtype="PCM_16")
    (tmp_path / "call.words.jsonl").write_text("\n".join(json.dumps(line) for line in LINES))
    return path


async def test_recording_arrives_sample_for_sample_with_its_words_in_step(call):
    async with Serving() as serving:
        ended = await play(playable(call), INFO, serving.http, FAST)
    monitor = serving.service.monitors["c-1"]
    assert (ended.seconds, ended.reason) == (2.0, "hung_up")
    assert np.array_equal(monitor.heard(), noise(2.0))
    heard = [(words[0].text, round(at, 1)) for _, words, _, at in monitor.words]
    assert heard == [("hello", 0.6), ("again", 1.3)]
    assert monitor.notices == [("hold", 1.5)]


async def test_a_transcripts_words_arrive_with_the_name_of_what_wrote_it(call):
    call.with_name("call.words.jsonl").unlink()
    call.with_name("call.vtt").write_text("WEBVTT\n\n00:00.200 --> 00:00.600\n<v Agent>hello\n")
    async with Serving() as serving:
        said = []
        await play(playable(call), INFO, serving.http, FAST, said.append)
    assert said == ["file webvtt"]
    assert [words[0].text for _, words, _, _ in serving.service.monitors["c-1"].words] == ["hello"]


async def test_words_stay_away_where_the_service_hears_but_notices_come(call):
    async with Serving(Service(languages=("en",))) as serving:
        said = []
        await play(playable(call), INFO, serving.http, FAST, said.append)
    assert said == ["vosk tiny"]
    assert {words[0].text for _, words, _, _ in serving.service.monitors["c-1"].words} == {"heard"}
    assert serving.service.monitors["c-1"].notices == [("hold", 1.5)]


async def test_missing_service_is_said_clearly(call):
    with pytest.raises(SendError, match=r"no service answers at http://127\.0\.0\.1:1: start one"):
        await play(playable(call), INFO, "http://127.0.0.1:1")


async def test_refusal_is_passed_on(call):
    async with Serving(Service(most=0)) as serving:
        with pytest.raises(SendError, match="the service refused the call: 0 calls are live"):
            await play(playable(call), INFO, serving.http)


async def test_service_that_stops_ends_the_playing(call):
    async with Serving() as serving:
        accepted = asyncio.Event()
        playing = asyncio.ensure_future(
            play(playable(call), INFO, serving.http, 0.1, lambda words_from: accepted.set())
        )
        await accepted.wait()
        await serving.service.calls.end_all("service_stopped")
        assert (await playing).reason == "service_stopped"


async def test_cancelled_playing_hangs_up(call):
    async with Serving() as serving:
        accepted = asyncio.Event()
        playing = asyncio.ensure_future(
            play(playable(call), INFO, serving.http, 0.1, lambda words_from: accepted.set())
        )
        await accepted.wait()
        session = serving.service.calls.find("c-1")
        playing.cancel()
        assert (await session.ended).reason == "hung_up"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: soundfile.write(path, noise(1.0)[:, 0], 8000), "is mono"),
        (lambda path: soundfile.write(path, noise(1.0)[:0], 8000), "holds no audio"),
        (lambda path: path.write_bytes(b"RIFF nonsense"), "can't be read as audio"),
        (lambda path: path.write_bytes(b""), "is empty"),
        (lambda path: None, "is not there"),
    ],
    ids=["mono", "no audio", "corrupt", "empty", "missing"],
)
def test_file_that_is_no_call_is_named(tmp_path, make, said):
    path = tmp_path / "bad.wav"
    make(path)
    with pytest.raises(RecordingError, match=said):
        playable(path)


async def test_words_file_mistake_names_its_line(call):
    call.with_name("call.words.jsonl").write_text('{"notice": "hold", "at": 1}\n{"channel": "agent"}\n')
    async with Serving() as serving:
        with pytest.raises(WordsFileError, match=r"call\.words\.jsonl, line 2: .*lacks the field 'text'"):
            await play(playable(call), INFO, serving.http, FAST)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://127.0.0.1:8710", "ws://127.0.0.1:8710/ingest"),
        ("http://127.0.0.1:8710/", "ws://127.0.0.1:8710/ingest"),
        ("127.0.0.1:8710", "ws://127.0.0.1:8710/ingest"),
        ("ws://localhost:1/ingest", "ws://localhost:1/ingest"),
        ("https://example.org", "wss://example.org/ingest"),
    ],
)
def test_address_of_the_service_may_be_its_pages(url, address):
    assert ingest_url(url) == address


def test_address_that_is_none_is_said():
    with pytest.raises(SendError, match="is not an address"):
        ingest_url("ftp://example.org")


def test_call_ids_are_new_and_take_the_files_name(tmp_path):
    one, two = (call_id_for(tmp_path / "my call (1).flac") for _ in range(2))
    assert one.startswith("my-call--1-")
    assert one != two
