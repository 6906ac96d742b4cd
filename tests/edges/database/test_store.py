"""SQLite alone: what review and a new analysis ask for."""

import asyncio
import sqlite3
from contextlib import closing

import numpy as np
import pytest

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, Channel, Flag, Level, PromptState, Word
from monitor.core.signal.frames import FRAME_DTYPE, empty_frames
from monitor.edges.database.errors import UnknownCall
from monitor.edges.database.store import DATABASE, RECORDINGS, Store
from monitor.edges.sound.recordings import Recordings
from monitor.service.rows import AnswerRow, FrameBlock, LossRow, NoticeRow, RowRefused, WordsRow
from tests.service.events import call_started, escalation, prompt


async def begin(store: Store, call_id: str, minute: int = 0) -> None:
    started = call_started(call_id)
    at = f"2026-01-01T10:{minute:02}:00+00:00"
    await store.begin_call(CallInfo(call_id=call_id, agent="Mira Test"), replaced(started, started_at=at))


def replaced(event, **fields):
    return type(event)(**{name: getattr(event, name) for name in event.__struct_fields__} | fields)


def ended(call_id: str, seconds: float = 60.0, reason: str = "hung_up") -> CallEnded:
    speech = {"agent_speech_seconds": 0.0, "customer_speech_seconds": 0.0}
    return CallEnded(at=seconds, call_id=call_id, duration_seconds=seconds, reason=reason, **speech)


def flag(call_id: str, flag_id: str = "f1", at: float = 5.0, state: str = "open") -> Flag:
    return Flag(at=at, call_id=call_id, id=flag_id, reason="raised for a minute", state=state)


async def listed(store: Store, **asked) -> list[str]:
    return [call.call_id for call in await store.ended_calls(**asked)]


async def test_ended_call_is_summed_up(store):
    await begin(store, "c")
    levels = [escalation(at, level, call_id="c") for at, level in [(0.0, Level.CALM), (9.0, Level.RAISED)]]
    shown = [prompt(4.0, state, "p1", "c") for state in (PromptState.DUE, PromptState.SHOWN, PromptState.CLOSED)]
    others = [prompt(5.0, PromptState.WITHHELD, "p2", "c"), prompt(6.0, PromptState.SHOWN, "p3", "c")]
    await store.write([*levels, escalation(20.0, call_id="c"), *shown, *others, flag("c"), flag("c", state="closed")])
    assert await store.call("c") is None
    await store.write([ended("c", 61.5)])
    call = await store.call("c")
    assert (call.seconds, call.ended, call.top_level, call.prompts) == (61.5, "hung_up", Level.RAISED, 2)
    assert call.flags == (flag("c", state="closed"),)
    assert (call.agent, call.team, call.started_at) == ("Mira Test", "Returns", "2026-01-01T10:00:00+00:00")
    assert await store.ended_calls() == [call]


async def test_call_that_said_no_level_was_calm(store):
    await begin(store, "c")
    await store.write([ended("c")])
    assert (await store.call("c")).top_level is Level.CALM


async def test_flagged_calls_come_first_then_the_newest(store):
    for minute, call_id in enumerate(["oldest", "old", "new", "newest", "running"]):
        await begin(store, call_id, minute)
    await store.write([ended(call_id) for call_id in ("oldest", "old", "new", "newest")])
    await store.write([flag("oldest"), flag("running")])
    assert await listed(store) == ["oldest", "newest", "new", "old"]


async def test_pages_follow_each_other_without_a_hole_even_among_calls_of_one_moment(store):
    names = [f"call {number}" for number in range(9)]
    for number, call_id in enumerate(names):
        await begin(store, call_id, minute=number // 4)
        await store.write([ended(call_id)])
    await store.write([flag(names[0]), flag(names[6])])
    whole = await listed(store)
    pages, last = [], None
    while page := await listed(store, limit=2, before=last):
        pages += page
        last = page[-1]
    assert pages == whole
    assert sorted(whole) == names


async def test_list_after_an_unknown_call_is_refused_in_words(store):
    with pytest.raises(UnknownCall, match="load the list again"):
        await store.ended_calls(before="gone")


async def test_person_flags_a_call_at_its_last_moment(store):
    await begin(store, "c")
    await store.write([ended("c", 61.5)])
    flagged = await store.add_flag("c", "please look at this")
    assert (flagged.at, flagged.reason, flagged.state) == (61.5, "please look at this", "open")
    again = await store.add_flag("c", "and at this", at=12.0)
    assert (await store.call("c")).flags == (again, flagged)
    assert flagged in await store.events("c")


async def test_flag_on_an_unknown_call_is_refused_in_words(store):
    with pytest.raises(UnknownCall, match="nobody"):
        await store.add_flag("nobody", "why")


async def test_call_with_a_recording_says_so(tmp_path):
    recordings = Recordings(tmp_path / RECORDINGS)
    store = await Store.open(tmp_path)
    for call_id in ("heard", "silent"):
        await begin(store, call_id)
        await store.write([ended(call_id)])
    file = recordings.start("heard", 8000)
    file.append(np.ones((8000, 2), np.int16))
    file.finish()
    assert {call.call_id: call.has_recording for call in await store.ended_calls()} == {"heard": True, "silent": False}
    await store.close()


async def test_crashed_call_ends_where_the_last_of_it_was_seen(store):
    await begin(store, "c")
    await begin(store, "whole")
    frames = empty_frames(40)
    frames["active"][:20, 0] = 0b11111
    frames["active"][30, 1] = 0b00011
    await store.write([FrameBlock("c", 0, frames.tobytes(), 40), escalation(1.5, call_id="c"), ended("whole")])
    assert await store.unfinished_calls() == ["c"]
    crash = await store.end_crashed_call("c", 1.75)
    assert (crash.at, crash.duration_seconds, crash.reason) == (2.0, 2.0, "crash")
    assert crash.agent_speech_seconds == pytest.approx(1.0)
    assert crash.customer_speech_seconds == pytest.approx(0.02)
    assert await store.unfinished_calls() == []
    assert (await store.events("c"))[-1] == crash
    assert (await store.call("c")).ended == "crash"


@pytest.mark.parametrize(("recorded", "length"), [(0.0, 7.0), (9.5, 9.5)])
async def test_crashed_call_without_frames_is_as_long_as_its_events_or_its_recording(store, recorded, length):
    await begin(store, "c")
    await store.write([escalation(7.0, call_id="c")])
    assert (await store.end_crashed_call("c", recorded)).duration_seconds == length


async def test_frames_come_back_in_their_place_and_shed_ones_are_empty(store):
    await begin(store, "c")
    frames = np.zeros((60, 2), FRAME_DTYPE)
    frames["level"] = np.arange(120).reshape(60, 2) - 4000
    blocks = [FrameBlock("c", first, frames[first : first + 20].tobytes(), 20) for first in (40, 0)]
    await store.write(blocks)
    read = await store.frames("c")
    expected = frames.copy()
    expected[20:40] = empty_frames(20)
    assert np.array_equal(read, expected)
    assert (await store.frames("unknown")).shape == (0, 2)


async def test_frames_of_a_wrong_size_are_refused(store):
    await begin(store, "c")
    with pytest.raises(RowRefused, match="20 frames are 440 bytes, not 399"):
        await store.write([FrameBlock("c", 0, b"x" * 399, 20)])


async def test_what_a_new_analysis_is_fed_comes_back_as_it_was(store):
    await begin(store, "c")
    words = [
        WordsRow("c", 2.0, Channel.AGENT, (Word("good", 1.0, 1.2, 0.5),), False),
        WordsRow("c", 2.4, Channel.AGENT, (Word("good", 1.0, 1.2, 0.75), Word("morning", 1.3, 1.8)), True),
        WordsRow("c", 2.2, Channel.CUSTOMER, (), True),
    ]
    notices = [NoticeRow("c", 3.0, "hold"), NoticeRow("c", 9.0, "resume")]
    answers = [AnswerRow("c", "p1", "got_it", 4.0)]
    await store.write([words[0], notices[0], *words[1:], *answers, notices[1]])
    assert await store.words("c") == words
    assert await store.kept("c", NoticeRow) == notices
    assert await store.kept("c", AnswerRow) == answers
    assert await store.kept("c", LossRow) == []
    assert await store.info("c") == CallInfo(call_id="c", agent="Mira Test")
    assert await store.info("unknown") is None


async def test_loss_marks_the_call_as_thinned(store, tmp_path):
    await begin(store, "c")
    await begin(store, "whole")
    await store.write([LossRow("c", "frames", 3), LossRow("c", "speech", 1)])
    assert await store.kept("c", LossRow) == [LossRow("c", "frames", 3), LossRow("c", "speech", 1)]
    with closing(sqlite3.connect(tmp_path / "data" / DATABASE)) as database:
        thinned = database.execute("SELECT call_id, thinned FROM calls ORDER BY call_id").fetchall()
    assert thinned == [("c", 1), ("whole", 0)]


@pytest.mark.parametrize(
    "event",
    [
        escalation(float("nan"), call_id="c"),
        escalation(1.0, score=float("inf"), call_id="c"),
        prompt(1.0, prompt_id="\ud800", call_id="c"),
        replaced(flag("c"), reason="\udfff"),
    ],
)
async def test_event_that_would_not_read_back_is_refused(store, event):
    await begin(store, "c")
    with pytest.raises(RowRefused):
        await store.write([event])
    assert await store.events("c") == [replaced(call_started("c"))]


@pytest.mark.parametrize("call_id", ["\ud800", "c"])
async def test_call_whose_start_is_no_time_or_whose_id_is_no_text_is_refused(store, call_id):
    with pytest.raises(RowRefused):
        await store.begin_call(
            CallInfo(call_id=call_id, agent="Mira Test"), replaced(call_started(call_id), started_at="yesterday")
        )


async def test_reopened_store_goes_on_where_it_was(tmp_path):
    first = await Store.open(tmp_path)
    await begin(first, "c")
    await first.write([prompt(1.0, prompt_id="before", call_id="c")])
    await first.close()
    second = await Store.open(tmp_path)
    await second.write([prompt(1.0, prompt_id="after", call_id="c")])
    assert [event.id for event in (await second.events("c"))[1:]] == ["before", "after"]
    await second.close()


async def test_many_tasks_and_another_process_write_and_read_at_once(store, tmp_path):
    await begin(store, "c")
    other = await Store.open(tmp_path / "data", exclusive=False)

    async def write(into: Store, number: int) -> None:
        await into.write([prompt(float(number), prompt_id=f"p{number}", call_id="c")])
        await into.events("c")

    await asyncio.gather(*(write(into, number + 20 * into_other) for number in range(20)
                           for into_other, into in enumerate([store, other])))  # fmt: skip
    assert [event.id for event in (await store.events("c"))[1:]] == [f"p{number}" for number in range(40)]
    await other.close()


async def test_cancelled_reader_or_writer_harms_no_other(store):
    await begin(store, "c")
    for turns in range(12):
        work = asyncio.ensure_future(store.write([prompt(1.0, prompt_id=f"p{turns}", call_id="c")]))
        reading = asyncio.ensure_future(store.events("c"))
        for _ in range(turns):
            await asyncio.sleep(0)
        work.cancel()
        reading.cancel()
        await asyncio.wait({work, reading})
    await store.write([prompt(2.0, prompt_id="last", call_id="c")])
    ids = [event.id for event in (await store.events("c"))[1:]]
    assert ids[-1] == "last"
    assert len(ids) == len(set(ids))
