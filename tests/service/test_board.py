"""Which page hears of which call."""

import json

from monitor.service.board import FLOOR, Board, agent_topic, call_topic
from monitor.service.hub import Hub, HubSettings
from monitor.wire.browser import ServiceState
from tests.service.events import call_started, prompt

STATE = ServiceState(version="1", recogniser="off", models=(), off_because="", active_calls=0, lost_rows=0)


def board() -> tuple[Board, Hub]:
    hub = Hub(HubSettings(), lambda: 0.0)
    return Board(hub, lambda: STATE), hub


async def messages(mailbox) -> list[dict]:
    return [json.loads(await mailbox.next()) for _ in range(len(mailbox))]


async def test_agents_page_follows_the_agents_calls():
    one, hub = board()
    mailbox = hub.subscribe(agent_topic("Mira Test"), one.agent_snapshot("Mira Test"))
    one.begin(call_started())
    one.receive(prompt(3))
    one.begin(call_started("c-2", agent="Someone Else"))
    one.receive(prompt(3, call_id="c-2"))
    one.end("c-1")
    got = await messages(mailbox)
    assert [message["type"] for message in got] == ["agent_snapshot", "agent_snapshot", "event", "agent_snapshot"]
    assert [message["call"] is None for message in got if "call" in message] == [True, False, True]


async def test_agent_with_two_calls_sees_the_newest_and_then_the_other_again():
    one, hub = board()
    one.begin(call_started("old"))
    one.begin(call_started("new"))
    mailbox = hub.subscribe(agent_topic("Mira Test"), one.agent_snapshot("Mira Test"))
    one.receive(prompt(1, call_id="old"))
    one.end("new")
    first, last = await messages(mailbox)
    assert first["call"]["row"]["card"]["call_id"] == "new"
    assert last["call"]["row"]["card"]["call_id"] == "old"


async def test_who_has_an_ended_call_open_is_told_that_it_was_heard_again():
    one, hub = board()
    mailbox, other = (hub.subscribe(call_topic(each), one.call_snapshot(each)) for each in ("c-1", "c-2"))
    one.heard_again("c-1")
    assert (await messages(mailbox))[1:] == [{"type": "heard_again", "call_id": "c-1"}]
    assert len(await messages(other)) == 1


async def test_floor_gets_a_row_a_changed_call_and_a_goodbye():
    one, hub = board()
    mailbox = hub.subscribe(FLOOR, one.floor_snapshot())
    one.begin(call_started())
    one.receive(prompt(1))
    one.publish_rows()
    one.publish_rows()
    one.end("c-1")
    assert [message["type"] for message in await messages(mailbox)] == ["floor_snapshot", "row", "gone"]


async def test_row_never_follows_its_goodbye():
    one, hub = board()
    mailbox = hub.subscribe(FLOOR, one.floor_snapshot())
    one.begin(call_started())
    one.end("c-1")
    one.receive(prompt(1))
    one.publish_rows()
    assert [message["type"] for message in await messages(mailbox)] == ["floor_snapshot", "gone"]


async def test_call_page_of_an_unknown_call_says_there_is_none():
    one, hub = board()
    mailbox = hub.subscribe(call_topic("nope"), one.call_snapshot("nope"))
    assert (await messages(mailbox))[0]["call"] is None


async def test_page_that_waits_for_a_call_sees_it_begin():
    one, hub = board()
    mailbox = hub.subscribe(call_topic("c-1"), one.call_snapshot("c-1"))
    one.begin(call_started())
    before, after = await messages(mailbox)
    assert before["call"] is None
    assert after["call"]["row"]["card"]["call_id"] == "c-1"


def test_agents_are_those_in_calls_now():
    one, _ = board()
    one.begin(call_started("a", agent="Mira Test"))
    one.begin(call_started("b", agent="Mira Test"))
    one.begin(call_started("c", agent="Ada Sample"))
    assert one.agents() == ["Ada Sample", "Mira Test"]
    assert one.agent_of("a") == "Mira Test"
    assert one.agent_of("x") is None
