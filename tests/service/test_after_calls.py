"""The notes after a call: on the agent's page until they are put away or the next call begins."""

import json

import msgspec
import pytest

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, CallStarted, Level, PromptState
from monitor.service.board import agent_topic
from monitor.service.rows import AnswerRow, NoticeRow
from tests.service.events import CALL, call_started, escalation, prompt
from tests.service.fakes import Service
from tests.service.test_board import board

AGENT = "Mira Test"


def note(prompt_id: str, state: PromptState = PromptState.SHOWN):
    return msgspec.structs.replace(prompt(90, state, prompt_id), after_call=True)


def ended(hot: bool = True) -> CallEnded:
    spoken = {"duration_seconds": 90.0, "agent_speech_seconds": 40.0, "customer_speech_seconds": 40.0}
    return CallEnded(at=90.0, call_id=CALL, hot=hot, **spoken)


def after_a_call(*events):
    """A board with a call that ended with these events, and its hub."""
    one, hub = board()
    one.begin(call_started())
    for event in events:
        one.receive(event)
    one.end(CALL)
    return one, hub


def at(started_at: str, agent: str = AGENT) -> CallStarted:
    return msgspec.structs.replace(call_started("c-2", agent), started_at=started_at)


def test_notes_of_the_last_call_stand_in_every_snapshot_between_calls():
    one, _ = after_a_call(escalation(20, Level.RAISED, 0.7), escalation(80), note("a"), note("b"), ended())
    after = one.agent_snapshot(AGENT).after
    assert after is not None
    assert [each.id for each in after.notes] == ["a", "b"]
    assert (after.seconds, after.top_level) == (90, Level.RAISED)


def test_a_note_is_no_prompt_on_show_and_one_withheld_is_not_there():
    one, _ = board()
    one.begin(call_started())
    one.receive(note("a"))
    one.receive(note("b", PromptState.WITHHELD))
    snapshot = one.agent_snapshot(AGENT)
    assert snapshot.call is not None
    assert (snapshot.call.prompt, snapshot.call.row.last_prompt, snapshot.after) == (None, None, None)
    one.end(CALL)
    after = one.agent_snapshot(AGENT).after
    assert after is not None
    assert [each.id for each in after.notes] == ["a"]


async def test_a_note_put_away_is_gone_from_all_pages_of_the_agent():
    one, hub = after_a_call(note("a"), note("b"), ended())
    page = hub.subscribe(agent_topic(AGENT), one.agent_snapshot(AGENT))
    assert one.put_away(AGENT, CALL, "a") == 90
    told = [json.loads(await page.next())["after"]["notes"] for _ in range(2)]
    assert [len(notes) for notes in told] == [2, 1]
    one.put_away(AGENT, CALL, "b")
    assert one.agent_snapshot(AGENT).after is None


@pytest.mark.parametrize("put", [("Someone Else", CALL, "a"), (AGENT, "c-9", "a"), (AGENT, CALL, "z")])
def test_a_note_of_somebody_else_or_of_no_call_is_not_put_away(put):
    one, _ = after_a_call(note("a"), ended())
    assert one.put_away(*put) is None
    assert one.agent_snapshot(AGENT).after is not None


def test_the_next_call_takes_the_notes_away():
    one, _ = after_a_call(note("a"), ended())
    one.begin(call_started("c-2"))
    assert one.agent_snapshot(AGENT).after is None
    one.end("c-2")
    assert one.agent_snapshot(AGENT).after is None


@pytest.mark.parametrize(
    ("last", "start", "agent", "after_hot"),
    [
        (ended(), "2026-01-01T10:05:00+00:00", AGENT, True),
        (ended(), "2026-01-01T11:20:00+00:00", AGENT, False),
        (ended(), "2026-01-01T10:05:00+00:00", "Someone Else", False),
        (ended(hot=False), "2026-01-01T10:05:00+00:00", AGENT, False),
    ],
    ids=["hot", "long ago", "another agent", "not hot"],
)
def test_the_next_call_soon_after_a_hot_one_is_known_to_be_so(last, start, agent, after_hot):
    one, _ = after_a_call(last)
    assert one.begin(at(start, agent)) is after_hot


async def test_the_service_begins_such_a_call_with_the_notice():
    async with Service() as service:
        service.board.begin(at("2999-01-01T10:00:00+00:00"))
        service.board.receive(msgspec.structs.replace(ended(), call_id="c-2"))
        service.board.end("c-2")
        session = await service.calls.start(CallInfo(call_id="c-3", agent=AGENT, words="file"))
        session.end("hung_up")
        await session.ended
        assert service.monitors["c-3"].notices == [("after_hot_call", 0.0)]
        assert service.store.of(NoticeRow) == [NoticeRow("c-3", 0.0, "after_hot_call")]


async def test_the_answer_to_a_note_is_stored_though_its_call_is_over():
    async with Service() as service:
        service.board.begin(call_started())
        for event in (note("a"), ended()):
            service.board.receive(event)
        service.board.end(CALL)
        service.calls.answer("Someone Else", CALL, "a", "got_it")
        service.calls.answer(AGENT, CALL, "a", "got_it")
        service.calls.answer(AGENT, CALL, "a", "got_it")
        await service.writer.flush()
        assert service.store.of(AnswerRow) == [AnswerRow(CALL, "a", "got_it", 90.0)]


async def test_a_note_put_away_while_the_call_is_on_its_way_out_does_not_come_back():
    async with Service() as service:
        session = await service.calls.start(CallInfo(call_id=CALL, agent=AGENT, words="file"))
        service.board.receive(note("a"))
        service.calls.answer(AGENT, CALL, "a", "got_it")
        session.end("hung_up")
        await session.ended
        assert service.board.agent_snapshot(AGENT).after is None
