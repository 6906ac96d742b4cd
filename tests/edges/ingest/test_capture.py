"""A microphone's audio as the agent's channel of a call at a real service."""

import asyncio
import sys
from contextlib import contextmanager
from functools import partial

import numpy as np
import pytest

from monitor.core.call_info import CallInfo
from monitor.edges.ingest.capture import capture
from monitor.edges.ingest.client import SendError
from monitor.edges.sound.microphone import MicrophoneError, Ring, microphone
from tests.edges.serving import Serving
from tests.edges.sound.fake_sounddevice import FakeSoundDevice
from tests.service.fakes import Service

INFO = CallInfo(call_id="c-1", agent="Mira Test", rate=8000, channels=("agent",), source="capture")
SPOKEN = np.arange(1, 1601, dtype=np.int16)


@pytest.fixture
def sounddevice(monkeypatch):
    fake = FakeSoundDevice()
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    return fake


async def test_what_is_spoken_arrives_as_the_agents_channel(sounddevice):
    stop, said = asyncio.Event(), []

    def accepted(words_from):
        said.append(words_from)
        for place in range(0, len(SPOKEN), 160):
            sounddevice.speak(SPOKEN[place : place + 160].tobytes())
        stop.set()

    async with Serving() as serving:
        ended = await capture(INFO, serving.http, partial(microphone, Ring(8000)), stop, accepted)
        heard = serving.service.monitors["c-1"].heard()
    assert (ended.reason, ended.seconds, said) == ("hung_up", 0.2, ["none"])
    assert np.array_equal(heard[:, 0], SPOKEN)
    assert not heard[:, 1].any()
    assert sounddevice.stream is None


async def test_service_that_ends_the_call_ends_the_capture(sounddevice):
    stop, live = asyncio.Event(), asyncio.Event()
    async with Serving() as serving:
        listen = partial(microphone, Ring(8000))
        capturing = asyncio.ensure_future(capture(INFO, serving.http, listen, stop, lambda _: live.set()))
        await live.wait()
        await serving.service.calls.end_all("service_stopped")
        assert (await capturing).reason == "service_stopped"


async def test_refused_call_never_opens_the_microphone(sounddevice):
    async with Serving(Service(most=0)) as serving:
        with pytest.raises(SendError, match="refused the call"):
            await capture(INFO, serving.http, partial(microphone, Ring(8000)), asyncio.Event())
    assert sounddevice.stream is None


async def test_microphone_that_fails_ends_the_call_in_order():
    @contextmanager
    def broken():
        raise MicrophoneError("unplugged")
        yield

    async with Serving() as serving:
        with pytest.raises(MicrophoneError, match="unplugged"):
            await capture(INFO, serving.http, broken, asyncio.Event())
        while (session := serving.service.calls.find("c-1")) is not None:
            await session.ended
            await asyncio.sleep(0)
