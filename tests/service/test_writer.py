"""The writer: in order, in batches, and through every trouble of the store."""

import asyncio
import logging
from contextlib import asynccontextmanager

import pytest

from monitor.core.call_info import CallInfo
from monitor.service.rows import CallBegun, FrameBlock, LossRow, RowRefused
from monitor.service.writer import BATCH_ROWS, Writer
from tests.fakes import MemoryStore
from tests.service.events import CALL, call_started, escalation, levels, prompt

STARTED = call_started()
FRAMES = FrameBlock(CALL, 0, b"", 0)


@pytest.fixture
async def store():
    memory = MemoryStore()
    await memory.begin_call(CallInfo(call_id=CALL, agent="Mira Test"), STARTED)
    return memory


def writer_of(store, **settings) -> Writer:
    return Writer(store, **{"interval_seconds": 0.0, "retry_seconds": 0.0} | settings)


@asynccontextmanager
async def running(writer: Writer):
    task = asyncio.ensure_future(writer.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})


def stored(store: MemoryStore) -> list:
    return store.rows[1:]


async def test_rows_are_stored_in_order_without_being_asked_for(store):
    writer = writer_of(store)
    rows = [prompt(float(number)) for number in range(5)]
    async with running(writer):
        for row in rows:
            writer.submit(row)
        await store.when(lambda: stored(store) == rows)
    assert (writer.waiting, writer.trouble, writer.lost) == (0, "", {})


async def test_rows_of_one_moment_are_one_batch(store):
    writer = writer_of(store)
    for number in range(BATCH_ROWS):
        writer.submit(prompt(float(number)))
    attempts = store.attempts
    assert await writer.drain() == 0
    assert store.attempts == attempts + 1


async def test_many_rows_do_not_wait_for_the_interval(store):
    writer = writer_of(store, interval_seconds=3600.0)
    async with running(writer):
        for number in range(BATCH_ROWS):
            writer.submit(prompt(float(number)))
        await store.when(lambda: len(stored(store)) == BATCH_ROWS)


async def test_meters_are_not_stored(store):
    writer = writer_of(store)
    writer.submit(levels(1.0))
    assert writer.waiting == 0


async def test_rows_wait_while_the_store_is_away_and_say_why(store, caplog):
    writer = writer_of(store)
    store.away = "The disk is full: free some space"
    async with running(writer):
        writer.submit(prompt(1.0))
        attempts = store.attempts
        await store.when(lambda: store.attempts >= attempts + 3)
        writer.submit(prompt(2.0))
        assert writer.trouble == "The disk is full: free some space; calls go on, rows wait"
        assert writer.waiting == 2
        store.away = ""
        await store.when(lambda: stored(store) == [prompt(1.0), prompt(2.0)])
    assert (writer.waiting, writer.trouble, writer.lost) == (0, "", {})
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 1
    assert errors[0].exc_info is None


async def test_store_that_fails_in_an_unknown_way_is_logged_with_its_trace(store, caplog):
    writer = writer_of(store)
    broken = store._write

    def fail(batch):
        store._write = broken
        raise ZeroDivisionError

    store._write = fail
    writer.submit(prompt(1.0))
    await writer.drain()
    assert stored(store) == [prompt(1.0)]
    assert "ZeroDivisionError" in caplog.text
    assert any(record.exc_info for record in caplog.records)


async def test_refused_row_is_left_out_and_counted_and_its_batch_stored(store, caplog):
    writer = writer_of(store)
    rows = [prompt(1.0), prompt(2.0, call_id="unknown"), escalation(3.0)]
    for row in rows:
        writer.submit(row)
    assert await writer.drain() == 0
    assert stored(store) == [rows[0], rows[2]]
    assert writer.lost == {"prompt": 1}
    assert "call unknown: a row of kind prompt can't be stored" in caplog.text


async def test_call_that_waited_for_the_store_begins_before_its_events(store):
    writer = writer_of(store)
    store.away = "locked"
    begun = CallBegun(CallInfo(call_id="c-2", agent="Tom Test"), call_started("c-2"))
    for row in (begun, escalation(0.0, call_id="c-2")):
        writer.submit(row)
    assert await writer.drain(timeout_seconds=0.01) == 2
    store.away = ""
    assert await writer.drain() == 0
    assert await store.events("c-2") == [call_started("c-2"), escalation(0.0, call_id="c-2")]


async def test_shed_rows_are_counted_and_mark_their_call(store):
    writer = writer_of(store, capacity=2)
    for row in (FRAMES, prompt(1.0), FRAMES, prompt(2.0)):
        writer.submit(row)
    assert writer.lost == {"frames": 2}
    assert await writer.drain() == 0
    assert stored(store) == [prompt(1.0), prompt(2.0), LossRow(CALL, "frames", 2)]


async def test_shed_row_of_an_unknown_call_is_counted_once(store):
    writer = writer_of(store, capacity=1)
    unknown = FrameBlock("unknown", 0, b"", 0)
    for row in (unknown, prompt(1.0)):
        writer.submit(row)
    assert await writer.drain() == 0
    assert writer.lost == {"frames": 1}


async def test_drain_tells_what_the_store_would_not_take(store, caplog):
    writer = writer_of(store)
    store.away = "The disk is full"
    writer.submit(prompt(1.0))
    assert await writer.drain(timeout_seconds=0.01) == 1
    assert "1 rows could not be stored before the end" in caplog.text


async def test_cancelled_writer_neither_loses_nor_repeats_the_batch_under_way(store):
    entered, go_on = asyncio.Event(), asyncio.Event()
    write = store.write

    async def slow(batch):
        entered.set()
        await go_on.wait()
        await write(batch)

    store.write = slow
    writer = writer_of(store)
    writer.submit(prompt(1.0))
    task = asyncio.ensure_future(writer.run())
    await entered.wait()
    task.cancel()
    go_on.set()
    await asyncio.wait({task})
    assert task.cancelled()
    writer.submit(prompt(2.0))
    assert await writer.drain() == 0
    assert stored(store) == [prompt(1.0), prompt(2.0)]


async def test_refusal_in_the_middle_of_trouble_loses_no_other_row(store):
    writer = writer_of(store)
    write, calls = store._write, []

    def moody(batch):
        calls.append(batch)
        if len(calls) == 1:
            raise RowRefused("one of them")
        if len(calls) in (3, 5):
            store.away = "locked"
        try:
            write(batch)
        finally:
            store.away = ""

    store._write = moody
    rows = [prompt(float(number)) for number in range(4)]
    for row in rows:
        writer.submit(row)
    assert await writer.drain() == 0
    assert stored(store) == rows
