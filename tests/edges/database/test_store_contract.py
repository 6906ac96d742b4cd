"""What every ``EventStore`` does: the same tests on the fake and on SQLite."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, Channel, PromptState, Utterance
from monitor.edges.database.store import Store
from monitor.service.rows import CallBegun, CallExists, RowRefused
from tests.edges.any_event import events
from tests.fakes import MemoryStore
from tests.service.events import CALL, call_started, escalation, levels, prompt, utterance

INFO = CallInfo(call_id=CALL, agent="Mira Test")
STARTED = call_started()
ids = count()


@pytest.fixture(params=["memory", "sqlite"])
async def anything(request, tmp_path):
    """An open store of either kind."""
    if request.param == "memory":
        yield MemoryStore()
        return
    opened = await Store.open(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
async def store_with_call(anything):
    await anything.begin_call(INFO, STARTED)
    return anything


def ended(at: float = 60.0, reason: str = "hung_up") -> CallEnded:
    seconds = {"duration_seconds": at, "agent_speech_seconds": 1.5, "customer_speech_seconds": 2.5}
    return CallEnded(at=at, call_id=CALL, reason=reason, **seconds)


async def test_events_come_back_equal_and_in_order_of_their_moment(store_with_call):
    written = [escalation(0.0), prompt(3.0), utterance(1.0, "good morning"), ended()]
    await store_with_call.write(written[:1])
    await store_with_call.write(written[1:])
    expected = [STARTED, written[0], written[2], written[1], written[3]]
    assert await store_with_call.events(CALL) == expected


async def test_events_of_one_moment_keep_the_order_in_which_they_were_written(store_with_call):
    written = [prompt(2.0, prompt_id="b"), escalation(2.0), prompt(2.0, prompt_id="a"), utterance(1.0, "so")]
    await store_with_call.write([written[0]])
    await store_with_call.write(written[1:])
    assert await store_with_call.events(CALL) == [STARTED, utterance(1.0, "so"), *written[:3]]


async def test_every_state_of_a_prompt_is_kept(store_with_call):
    states = [prompt(float(at), state) for at, state in enumerate(PromptState, 1)]
    await store_with_call.write(states)
    assert await store_with_call.events(CALL) == [STARTED, *states]


async def test_a_taken_id_is_refused_and_the_first_call_keeps_it(store_with_call):
    with pytest.raises(CallExists, match=CALL):
        await store_with_call.begin_call(INFO, call_started(agent="Someone Else"))
    assert await store_with_call.events(CALL) == [STARTED]


async def test_a_call_that_could_not_begin_at_its_start_is_stored_with_its_events(anything):
    await anything.write([CallBegun(INFO, STARTED), escalation(0.0)])
    assert await anything.events(CALL) == [STARTED, escalation(0.0)]


async def test_a_refused_row_leaves_the_whole_batch_out(store_with_call):
    with pytest.raises(RowRefused):
        await store_with_call.write([escalation(1.0), escalation(1.0, call_id="unknown"), escalation(2.0)])
    assert await store_with_call.events(CALL) == [STARTED]


async def test_calls_are_kept_apart(store_with_call):
    await store_with_call.begin_call(CallInfo(call_id="c-2", agent="Tom Test"), call_started("c-2"))
    await store_with_call.write([escalation(1.0), escalation(2.0, call_id="c-2")])
    assert await store_with_call.events(CALL) == [STARTED, escalation(1.0)]
    assert await store_with_call.events("c-2") == [call_started("c-2"), escalation(2.0, call_id="c-2")]


async def test_an_unknown_call_has_no_events(anything):
    assert await anything.events("unknown") == []


async def test_nothing_to_write_is_no_work(anything):
    await anything.write([])
    assert await anything.events(CALL) == []


async def test_meters_are_not_stored_and_a_call_starts_once(store_with_call):
    await store_with_call.write([STARTED, levels(1.0), escalation(1.0)])
    assert await store_with_call.events(CALL) == [STARTED, escalation(1.0)]


def partial(start: float, text: str, channel: Channel = Channel.AGENT) -> Utterance:
    return utterance(start, text, final=False, channel=channel)


@pytest.mark.parametrize("batches", [1, 4])
async def test_a_later_partial_replaces_the_one_of_the_same_start(store_with_call, batches):
    rows = [partial(1.0, "my"), partial(1.0, "my router"), partial(1.0, "my router is"), partial(9.0, "and")]
    await _in_batches(store_with_call, rows, batches)
    assert await store_with_call.events(CALL) == [STARTED, *rows[2:]]


@pytest.mark.parametrize("batches", [1, 4])
async def test_a_final_replaces_the_partials_that_it_covers(store_with_call, batches):
    other, later = partial(1.2, "yes", Channel.CUSTOMER), partial(8.0, "then")
    rows = [partial(1.0, "my"), partial(1.1, "my router"), later, other, utterance(1.05, "my router is broken")]
    await _in_batches(store_with_call, rows, batches)
    kept = [other, rows[-1], later]
    assert await store_with_call.events(CALL) == [STARTED, *sorted(kept, key=lambda event: event.at)]


async def _in_batches(store, rows, batches: int) -> None:
    size = -(-len(rows) // batches)
    for first in range(0, len(rows), size):
        await store.write(rows[first : first + size])


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_events_come_back_as_written_whatever_the_batches(store, data):
    call_id = f"call {next(ids)}"
    memory = MemoryStore()
    started = call_started(call_id)
    for each in (store, memory):
        await each.begin_call(CallInfo(call_id=call_id, agent="Mira Test"), started)
    written = [started]
    for batch in data.draw(st.lists(st.lists(events(call_id), max_size=6), max_size=3)):
        written += batch
        await store.write(batch)
        await memory.write(batch)
    read = await store.events(call_id)
    assert read == await memory.events(call_id)
    if not any(isinstance(event, Utterance) and not event.final for event in written):
        assert read == sorted(written, key=lambda event: event.at)
