"""What pages get over their sockets, and what they may say."""

import contextlib
import json

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from monitor.core.call_info import CallInfo
from monitor.service.hub import HubSettings
from monitor.wire.browser import GoneMessage
from tests.edges.serving import Serving
from tests.service.fakes import Service

INFO = CallInfo(call_id="c-1", agent="Mira Test", words="file")


async def received(socket) -> dict:
    return json.loads(await socket.recv())


async def until_closed(socket) -> None:
    with contextlib.suppress(ConnectionClosed):
        while True:
            await socket.recv()


async def test_agent_page_gets_a_snapshot_then_the_call_that_starts():
    async with Serving() as serving, connect(f"{serving.ws}/ws/agent/Mira%20Test") as page:
        assert (await received(page))["call"] is None
        session = await serving.service.calls.start(INFO)
        assert (await received(page))["call"]["row"]["card"]["call_id"] == "c-1"
        session.fault("bleed", None)
        assert (await received(page))["event"]["kind"] == "bleed"
        session.end("hung_up")
        kinds = [(await received(page)) for _ in range(2)]
        assert kinds[0]["event"]["type"] == "call_ended"
        assert kinds[1]["call"] is None


async def test_agents_answer_reaches_their_own_call():
    async with Serving() as serving, connect(f"{serving.ws}/ws/agent/Mira%20Test") as page:
        session = await serving.service.calls.start(INFO)
        await page.send(json.dumps({"type": "answer", "call_id": "c-1", "prompt_id": "p1", "verdict": "got_it"}))
        await page.send(json.dumps({"type": "help", "call_id": "c-1"}))
        while not serving.service.monitors["c-1"].notices:
            await received_pong(page)
        assert serving.service.monitors["c-1"].answers == [("p1", "got_it")]
        assert serving.service.board.floor_snapshot().rows[0].help_since is not None
        session.end("hung_up")


async def test_agents_keys_and_ticks_reach_their_call_and_the_floor():
    async with Serving() as serving, connect(f"{serving.ws}/ws/agent/Mira%20Test") as page:
        session = await serving.service.calls.start(INFO)
        for message in (
            {"type": "notice", "call_id": "c-1", "notice": "quiet"},
            {"type": "notice", "call_id": "c-1", "notice": "question"},
            {"type": "tick", "call_id": "c-1", "item": "greet"},
        ):
            await page.send(json.dumps(message))
        while len(serving.service.monitors["c-1"].notices) < 3:
            await received_pong(page)
        kinds = [kind for kind, _ in serving.service.monitors["c-1"].notices]
        assert kinds == ["quiet", "question", "tick greet"]
        snapshot = serving.service.board.agent_snapshot("Mira Test").call
        assert snapshot.quiet
        assert snapshot.row.help_since is not None, "a question puts the call at the top of the floor"
        session.end("hung_up")


async def test_a_notice_that_is_none_closes_the_page():
    async with Serving() as serving, connect(f"{serving.ws}/ws/agent/Mira%20Test") as page:
        await serving.service.calls.start(INFO)
        await page.send(json.dumps({"type": "notice", "call_id": "c-1", "notice": "ring"}))
        await until_closed(page)
        assert page.close_code == 1008


async def received_pong(page) -> None:
    await (await page.ping())


async def test_agent_cannot_answer_for_another():
    async with Serving() as serving, connect(f"{serving.ws}/ws/agent/Someone%20Else") as page:
        await serving.service.calls.start(INFO)
        await page.send(json.dumps({"type": "help", "call_id": "c-1"}))
        await page.send(json.dumps({"type": "help"}))
        await until_closed(page)
        assert page.close_code == 1008
        assert serving.service.monitors["c-1"].notices == []


async def test_floor_gets_rows_and_goodbyes():
    async with Serving() as serving, connect(f"{serving.ws}/ws/floor") as page:
        assert (await received(page))["rows"] == []
        session = await serving.service.calls.start(INFO)
        serving.service.board.publish_rows()
        assert (await received(page))["row"]["card"]["agent"] == "Mira Test"
        session.end("hung_up")
        assert await received(page) == {"type": "gone", "call_id": "c-1"}


async def test_call_page_follows_one_call():
    async with Serving() as serving:
        session = await serving.service.calls.start(INFO)
        async with connect(f"{serving.ws}/ws/call/c-1") as page:
            assert (await received(page))["call"]["row"]["card"]["call_id"] == "c-1"
            session.fault("bleed", None)
            assert (await received(page))["event"]["type"] == "fault"


async def test_page_that_does_not_read_is_cut_off_with_1013_and_a_new_one_resyncs():
    service = Service()
    service.hub._settings = HubSettings(mailbox_messages=50)
    async with Serving(service) as serving, connect(f"{serving.ws}/ws/floor", max_queue=1) as slow:
        await received(slow)
        while not service.hub.cut_off:
            service.hub.publish("floor", GoneMessage(call_id="x" * 100_000))
        await until_closed(slow)
        async with connect(f"{serving.ws}/ws/floor") as again:
            assert (await received(again))["type"] == "floor_snapshot"
    assert slow.close_code == 1013


async def test_stopping_service_closes_pages_as_going_away():
    async with Serving() as serving, connect(f"{serving.ws}/ws/floor") as page:
        await received(page)
        serving.service.hub.close()
        with pytest.raises(ConnectionClosed):
            await received(page)
        assert page.close_code == 1001


@pytest.mark.parametrize("path", ["/ws/floor", "/ws/agent/a", "/ws/call/a", "/ingest"])
async def test_other_sites_cannot_open_a_socket(path):
    async with Serving() as serving:
        with pytest.raises(InvalidStatus):
            await connect(f"{serving.ws}{path}", origin="http://evil.example").__aenter__()
        with pytest.raises(InvalidStatus):
            await connect(f"{serving.ws}{path}", additional_headers={"Host": "evil.example"}).__aenter__()
        async with connect(f"{serving.ws}{path}", origin=serving.http):
            pass
