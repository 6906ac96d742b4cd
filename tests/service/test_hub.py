"""Mailboxes: what coalesces, what never drops, and when a reader is cut off."""

import asyncio
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.service.hub import Hub, HubSettings, Mailbox, MailboxClosed
from monitor.wire.browser import EventMessage, FloorSnapshot, GoneMessage, RowMessage, ServiceState
from tests.service.events import call_started, levels, prompt

STATE = ServiceState(version="1", recogniser="off", models=(), off_because="no model", active_calls=0, lost_rows=0)
SNAPSHOT = FloorSnapshot(service=STATE, rows=())


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def hub(most: int = 8, clock: Clock | None = None) -> Hub:
    return Hub(HubSettings(mailbox_messages=most, slow_seconds=5.0), clock or Clock())


async def drained(mailbox: Mailbox) -> list[dict]:
    return [json.loads(await mailbox.next()) for _ in range(len(mailbox))]


async def test_snapshot_comes_first_and_messages_in_order():
    one = hub()
    mailbox = one.subscribe("floor", SNAPSHOT)
    one.publish("floor", GoneMessage(call_id="a"))
    one.publish("floor", GoneMessage(call_id="b"))
    assert [message["type"] for message in await drained(mailbox)] == ["floor_snapshot", "gone", "gone"]


async def test_levels_coalesce_by_call_and_keep_the_newest():
    one = hub()
    mailbox = one.subscribe("call c-1", SNAPSHOT)
    await mailbox.next()
    for at in range(100):
        one.publish("call c-1", EventMessage(event=levels(at)))
    assert [message["event"]["at"] for message in await drained(mailbox)] == [99]


async def test_prompts_are_never_coalesced():
    one = hub()
    mailbox = one.subscribe("call c-1", SNAPSHOT)
    for at in range(5):
        one.publish("call c-1", EventMessage(event=prompt(at)))
        one.publish("call c-1", EventMessage(event=levels(at)))
    kinds = [message.get("event", {}).get("type") for message in await drained(mailbox)]
    assert kinds.count("prompt") == 5
    assert kinds.count("levels") == 1


async def test_reader_over_the_cap_is_cut_off_and_others_go_on():
    one = hub(most=8)
    slow, quick = one.subscribe("floor", SNAPSHOT), one.subscribe("floor", SNAPSHOT)
    for number in range(20):
        one.publish("floor", GoneMessage(call_id=str(number)))
        await quick.next()
    assert slow.closed_because == "too slow"
    assert not quick.closed_because
    assert one.cut_off == 1
    with pytest.raises(MailboxClosed):
        await slow.next()


async def test_reader_above_half_for_too_long_is_cut_off():
    clock = Clock()
    one = hub(most=8, clock=clock)
    mailbox = one.subscribe("floor", SNAPSHOT)
    for number in range(5):
        one.publish("floor", GoneMessage(call_id=str(number)))
    clock.seconds = 4.0
    one.publish("floor", GoneMessage(call_id="x"))
    assert not mailbox.closed_because
    clock.seconds = 5.1
    one.publish("floor", GoneMessage(call_id="y"))
    assert mailbox.closed_because == "too slow"


async def test_reader_that_catches_up_is_not_cut_off():
    clock = Clock()
    one = hub(most=8, clock=clock)
    mailbox = one.subscribe("floor", SNAPSHOT)
    for number in range(5):
        one.publish("floor", GoneMessage(call_id=str(number)))
    await drained(mailbox)
    clock.seconds = 60.0
    for number in range(5):
        one.publish("floor", GoneMessage(call_id=str(number)))
    assert not mailbox.closed_because


async def test_next_waits_until_something_is_published():
    one = hub()
    mailbox = one.subscribe("floor", SNAPSHOT)
    await mailbox.next()
    waiting = asyncio.ensure_future(mailbox.next())
    await asyncio.sleep(0)
    one.publish("floor", GoneMessage(call_id="a"))
    assert json.loads(await waiting)["call_id"] == "a"


async def test_closing_the_hub_wakes_every_reader():
    one = hub()
    mailbox = one.subscribe("floor", SNAPSHOT)
    await mailbox.next()
    waiting = asyncio.ensure_future(mailbox.next())
    await asyncio.sleep(0)
    one.close()
    with pytest.raises(MailboxClosed):
        await waiting


async def test_unsubscribed_topic_is_forgotten():
    one = hub()
    mailbox = one.subscribe("floor", SNAPSHOT)
    assert one.followed("floor")
    one.unsubscribe("floor", mailbox)
    one.unsubscribe("floor", mailbox)
    assert not one.followed("floor")


@given(st.lists(st.sampled_from(["levels", "prompt", "take"]), max_size=60))
def test_prompts_arrive_all_and_in_order_unless_cut_off(actions):
    async def run() -> None:
        one = hub(most=16)
        mailbox = one.subscribe("call c-1", SNAPSHOT)
        sent, got = [], []
        for at, action in enumerate(actions):
            if action == "take" and len(mailbox):
                got.append(json.loads(await mailbox.next()))
            elif action == "prompt":
                sent.append(at)
                one.publish("call c-1", EventMessage(event=prompt(at)))
            elif action == "levels":
                one.publish("call c-1", EventMessage(event=levels(at)))
        if mailbox.closed_because:
            return
        got += await drained(mailbox)
        assert [m["event"]["at"] for m in got if m.get("event", {}).get("type") == "prompt"] == sent
        assert len(mailbox) <= 16

    asyncio.run(run())


def test_rows_coalesce_by_call():
    from monitor.service.floor import CallView
    from monitor.service.hub import coalescing_key

    row = CallView(call_started()).row()
    assert coalescing_key(RowMessage(row=row)) == ("row", "c-1")
    assert coalescing_key(GoneMessage(call_id="c-1")) is None
