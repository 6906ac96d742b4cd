"""Real sources on real sockets: what is taken, what is refused, and who is harmed by it."""

import asyncio
import json

import numpy as np
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from monitor.core.events import CallEnded
from monitor.edges.ingest import native
from tests.edges.serving import Serving
from tests.service.fakes import Service
from tests.service.test_session import noise

FIRST = {"call_id": "c-1", "agent": "Mira Test", "paced": False}


async def begin(socket, **more) -> dict:
    await socket.send(json.dumps({**FIRST, **more}))
    return json.loads(await socket.recv())


async def end(socket) -> dict:
    await socket.send('{"end": true}')
    return json.loads(await socket.recv())


async def test_call_is_accepted_heard_and_ended():
    audio = noise(2.0)
    async with Serving() as serving, connect(f"{serving.ws}/ingest") as socket:
        assert await begin(socket, words="file") == {"type": "accepted", "call_id": "c-1", "words_from": "file"}
        await socket.send(audio.tobytes())
        await socket.send(json.dumps({"channel": "customer", "text": "again", "start": 0.5, "end": 1.0}))
        await socket.send(json.dumps({"notice": "hold", "at": 1.5}))
        assert await end(socket) == {"type": "ended", "call_id": "c-1", "seconds": 2.0, "reason": "hung_up"}
    monitor = serving.service.monitors["c-1"]
    assert np.array_equal(monitor.heard(), audio)
    assert [words[0].text for _, words, _, _ in monitor.words] == ["again"]
    assert monitor.notices == [("hold", 1.5)]


async def test_chunks_of_one_byte_are_heard():
    audio = noise(0.1)
    async with Serving() as serving, connect(f"{serving.ws}/ingest") as socket:
        await begin(socket)
        for byte in audio.tobytes():
            await socket.send(bytes([byte]))
        assert (await end(socket))["seconds"] == 0.1
    assert np.array_equal(serving.service.monitors["c-1"].heard(), audio)


@pytest.mark.parametrize(
    ("first", "code", "said"),
    [
        ("hello", 1008, "not a JSON object"),
        (json.dumps({"agent": "Mira Test"}), 1008, "lacks the field 'call_id'"),
        (json.dumps({**FIRST, "rate": 100}), 1008, "rate 100 can't be used"),
        (json.dumps({**FIRST, "channels": ["mix"]}), 1008, "can't be used"),
        (json.dumps({**FIRST, "lnaguage": "en"}), 1008, "did you mean 'language'"),
        (b"\0\0\0\0", 1008, "audio came before the first message"),
        (bytes(10_000_000), 1008, "audio came before the first message"),
    ],
)
async def test_wrong_beginning_gets_one_clear_message_and_is_closed(first, code, said):
    async with Serving() as serving, connect(f"{serving.ws}/ingest") as socket:
        await socket.send(first)
        answer = json.loads(await socket.recv())
        assert answer["type"] == "error"
        assert said in answer["message"]
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code == code
        assert serving.service.calls.find("c-1") is None


async def test_chunk_of_ten_megabytes_ends_its_call_and_harms_no_other():
    async with Serving() as serving, connect(f"{serving.ws}/ingest") as good, connect(f"{serving.ws}/ingest") as bad:
        await begin(good, call_id="good")
        await begin(bad, call_id="bad")
        for socket in (good, bad):
            await socket.send(noise(1.0).tobytes())
        await bad.send(bytes(10_000_000))
        answer = json.loads(await bad.recv())
        assert "a chunk of 10000000 bytes is too large" in answer["message"]
        with pytest.raises(ConnectionClosed):
            await bad.recv()
        assert bad.close_code == 1009
        await good.send(noise(1.0).tobytes())
        assert (await end(good))["seconds"] == 2.0
    ended = {row.call_id: (row.reason, row.duration_seconds) for row in serving.service.store.of(CallEnded)}
    assert ended == {"bad": ("bad_input", 1.0), "good": ("hung_up", 2.0)}


async def test_second_client_with_the_same_call_id_is_refused_and_the_first_goes_on():
    async with Serving() as serving, connect(f"{serving.ws}/ingest") as one, connect(f"{serving.ws}/ingest") as two:
        await begin(one)
        assert "is live already" in (await begin(two))["message"]
        await one.send(noise(1.0).tobytes())
        assert (await end(one))["seconds"] == 1.0


async def test_client_that_vanishes_ends_its_call_and_what_came_is_kept():
    async with Serving() as serving:
        async with connect(f"{serving.ws}/ingest") as socket:
            await begin(socket)
            await socket.send(noise(1.0).tobytes())
            session = serving.service.calls.find("c-1")
            socket.transport.abort()
        ended = await session.ended
    assert ended.reason == "connection_lost"
    assert len(serving.service.recordings.files["c-1"].samples()) == round(ended.duration_seconds * 8000)


async def test_client_that_closes_without_an_end_has_hung_up():
    async with Serving() as serving:
        async with connect(f"{serving.ws}/ingest") as socket:
            await begin(socket)
            await socket.send(noise(1.0).tobytes())
            session = serving.service.calls.find("c-1")
        assert (await session.ended).reason == "hung_up"
        assert len(serving.service.recordings.files["c-1"].samples()) == 8000


async def test_full_service_asks_to_come_back_later():
    async with Serving(Service(most=0)) as serving, connect(f"{serving.ws}/ingest") as socket:
        assert "try again later" in (await begin(socket))["message"]
        with pytest.raises(ConnectionClosed):
            await socket.recv()
        assert socket.close_code == 1013


async def test_wrong_lines_are_told_once_and_the_call_goes_on():
    async with Serving() as serving, connect(f"{serving.ws}/ingest") as socket:
        await begin(socket)
        for _ in range(3):
            await socket.send('{"notice": "hodl", "at": 1}')
        await socket.send(noise(1.0).tobytes())
        answers = [json.loads(await socket.recv()), await end(socket)]
    assert [answer["type"] for answer in answers] == ["ignored", "ended"]
    assert "did you mean 'hold'" in answers[0]["message"]


async def test_stopping_service_tells_the_source():
    async with Serving() as serving, connect(f"{serving.ws}/ingest") as socket:
        await begin(socket)
        await serving.service.calls.end_all("service_stopped")
        assert json.loads(await socket.recv())["reason"] == "service_stopped"


async def test_file_source_is_slowed_to_what_is_heard_and_nothing_is_dropped():
    audio = noise(60.0)
    async with Serving() as serving, connect(f"{serving.ws}/ingest") as socket:
        await begin(socket)
        data = audio.tobytes()
        for first in range(0, len(data), 100_000):
            await socket.send(data[first : first + 100_000])
        assert (await end(socket))["seconds"] == 60.0
    assert np.array_equal(serving.service.monitors["c-1"].heard(), audio)


async def test_source_that_says_nothing_is_refused(monkeypatch):
    monkeypatch.setattr(native, "FIRST_MESSAGE_SECONDS", 0.01)
    async with Serving() as serving, connect(f"{serving.ws}/ingest") as socket:
        assert "no first message" in json.loads(await socket.recv())["message"]


async def test_failing_call_tells_its_source_and_harms_no_other():
    service = Service(fail_at={"bad": 0.5})
    async with (
        Serving(service) as serving,
        connect(f"{serving.ws}/ingest") as bad,
        connect(f"{serving.ws}/ingest") as good,
    ):
        await begin(bad, call_id="bad")
        await begin(good, call_id="good")
        await bad.send(noise(1.0).tobytes())
        assert json.loads(await bad.recv())["reason"] == "failed"
        await good.send(noise(1.0).tobytes())
        assert (await end(good))["reason"] == "hung_up"


async def test_many_calls_at_once_each_get_their_own_audio():
    async def one(serving: Serving, number: int) -> None:
        async with connect(f"{serving.ws}/ingest") as socket:
            await begin(socket, call_id=f"c-{number}")
            await socket.send(noise(1.0, number).tobytes())
            await end(socket)

    async with Serving(Service(most=20)) as serving:
        await asyncio.gather(*(one(serving, number) for number in range(10)))
    for number in range(10):
        assert np.array_equal(serving.service.monitors[f"c-{number}"].heard(), noise(1.0, number))
