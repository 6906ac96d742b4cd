"""What waits between a source and its call."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.call_info import CallInfo, Encoding
from monitor.core.events import Channel
from monitor.service.source_queue import Ending, Gap, SourceQueue
from monitor.wire.native_ingest import WordsLine

LIVE = CallInfo(call_id="c", agent="a")
FILE = CallInfo(call_id="c", agent="a", paced=False)
SECOND = 8000 * 2 * 2
LINE = WordsLine(Channel.AGENT, "again", 0.0, 0.5)


async def everything(queue: SourceQueue) -> list:
    queue.put(Ending("hung_up"))
    items = []
    while not items or not isinstance(items[-1], Ending):
        items.append(await queue.get())
    return items


async def test_neighbouring_chunks_come_out_as_one():
    queue = SourceQueue(LIVE)
    for byte in range(100):
        await queue.put_audio(bytes([byte]))
    assert await everything(queue) == [bytes(range(100)), Ending("hung_up")]


async def test_lines_keep_their_place_between_audio():
    queue = SourceQueue(LIVE)
    await queue.put_audio(b"ab")
    queue.put(LINE)
    await queue.put_audio(b"cd")
    assert await everything(queue) == [b"ab", LINE, b"cd", Ending("hung_up")]


async def test_live_source_drops_the_oldest_and_leaves_a_gap_of_its_length():
    queue = SourceQueue(LIVE)
    for number in range(5):
        await queue.put_audio(bytes([number]) * SECOND)
    assert await everything(queue) == [Gap(3 * SECOND), bytes([3]) * SECOND + bytes([4]) * SECOND, Ending("hung_up")]
    assert queue.dropped_bytes == 3 * SECOND


async def test_lines_survive_where_audio_is_dropped():
    queue = SourceQueue(LIVE)
    for number in range(4):
        await queue.put_audio(bytes([number]) * SECOND)
        queue.put(LINE)
    items = await everything(queue)
    assert items.count(LINE) == 4
    assert (
        sum(item.count if isinstance(item, Gap) else len(item) for item in items if isinstance(item, bytes | Gap))
        == 4 * SECOND
    )


async def test_file_waits_for_room_instead():
    queue = SourceQueue(FILE)
    await queue.put_audio(bytes(SECOND))
    second = asyncio.ensure_future(queue.put_audio(bytes(SECOND)))
    await asyncio.sleep(0)
    assert not second.done()
    assert len(await queue.get()) == SECOND
    await second
    assert queue.dropped_bytes == 0


async def test_file_that_waits_is_let_go_when_the_call_ends():
    queue = SourceQueue(FILE)
    await queue.put_audio(bytes(SECOND))
    second = asyncio.ensure_future(queue.put_audio(bytes(SECOND)))
    await asyncio.sleep(0)
    queue.put(Ending("service_stopped"))
    await second


async def test_nothing_is_taken_after_the_end_and_the_first_reason_counts():
    queue = SourceQueue(LIVE)
    queue.put(Ending("hung_up"))
    queue.put(Ending("connection_lost"))
    await queue.put_audio(b"abcd")
    assert await queue.get() == Ending("hung_up")


@given(st.lists(st.one_of(st.binary(max_size=3000), st.just(LINE), st.just("get"))), st.sampled_from(list(Encoding)))
def test_every_byte_comes_out_or_is_counted_in_a_gap(actions, encoding):
    async def run() -> None:
        queue = SourceQueue(CallInfo(call_id="c", agent="a", encoding=encoding, rate=8000), bound_seconds=0.05)
        sent, items = b"", []
        for action in actions:
            if action == "get":
                if queue._ready():
                    items.append(await queue.get())
            elif action is LINE:
                queue.put(LINE)
            else:
                sent += action
                await queue.put_audio(action)
        items += await everything(queue)
        at = 0
        for item in items:
            if isinstance(item, bytes):
                assert sent[at : at + len(item)] == item
            at += item.count if isinstance(item, Gap) else len(item) if isinstance(item, bytes) else 0
        assert at == len(sent)
        assert items.count(LINE) == actions.count(LINE)

    asyncio.run(run())


@pytest.mark.parametrize("size", [1, 7, 320, SECOND])
async def test_audio_is_handed_on_without_waiting_for_the_next_chunk(size):
    queue = SourceQueue(LIVE)
    for _ in range(-(-640 // size)):
        await queue.put_audio(bytes(size))
    assert len(await queue.get()) >= 640
