"""The carried calls, played again and again."""

import asyncio
import re

import pytest
import soundfile

from monitor.core.events import CallStarted
from monitor.edges import demo_calls
from monitor.edges.demo_calls import DESKS, DemoCallsMissing, carried, keep_calling
from tests.edges.serving import Serving
from tests.service.fakes import Service
from tests.service.test_session import noise


@pytest.fixture
def folder(tmp_path):
    for name in ("calm", "hold", "hot"):
        soundfile.write(tmp_path / f"{name}.flac", noise(0.3), 8000, subtype="PCM_16")
    return tmp_path


def test_the_hot_call_comes_first(folder):
    assert [call.path.stem for call in carried(folder)] == ["hot", "calm", "hold"]


def test_no_calls_is_said(tmp_path):
    with pytest.raises(DemoCallsMissing, match="there are no calls in"):
        carried(tmp_path)


async def test_every_desk_has_a_call_and_takes_the_next_one_when_it_ends(folder, monkeypatch):
    monkeypatch.setattr(demo_calls, "STAGGER_SECONDS", 0.0)
    monkeypatch.setattr(demo_calls, "PAUSE_SECONDS", 0.0)
    enough = asyncio.Event()
    service = Service(most=20)
    begin = service.store.begin_call

    async def begun(info, started) -> None:
        await begin(info, started)
        if len(service.store.begun) >= 3 * len(DESKS):
            enough.set()

    service.store.begin_call = begun
    async with Serving(service) as serving:
        calling = asyncio.ensure_future(keep_calling(serving.http, carried(folder)))
        await enough.wait()
        calling.cancel()
        await asyncio.wait({calling})
    started: list[CallStarted] = list(service.store.begun.values())
    assert {each.agent for each in started} == {desk.agent for desk in DESKS}
    first_calls = [re.sub("-.*", "", each.call_id) for each in started if each.agent == DESKS[0].agent]
    assert first_calls[:3] == ["hot", "calm", "hold"]


async def test_refused_call_does_not_end_the_demo(folder, monkeypatch):
    monkeypatch.setattr(demo_calls, "STAGGER_SECONDS", 0.0)
    monkeypatch.setattr(demo_calls, "PAUSE_SECONDS", 0.0)
    tried = asyncio.Event()
    monkeypatch.setattr(demo_calls.logger, "warning", lambda *_: tried.set())
    async with Serving(Service(most=0)) as serving:
        calling = asyncio.ensure_future(keep_calling(serving.http, carried(folder), DESKS[:1]))
        await tried.wait()
        assert not calling.done()
        calling.cancel()
        await asyncio.wait({calling})
