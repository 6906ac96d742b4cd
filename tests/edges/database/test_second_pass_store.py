"""Second hearings in SQLite: what is due in which order, and what is kept of them."""

import pytest

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, Channel, Flag, Word
from monitor.edges.database.second_pass_store import StoredSecondPasses
from monitor.edges.database.store import Store
from monitor.service.second_pass import CUT_OFF, DueCall, HeardAgain, HeardTurn, Kind, SecondPass
from tests.service.events import call_started

TURNS = (HeardTurn(Channel.AGENT, (Word("hello", 0.5, 0.9, 0.75), Word("there", 0.9, 1.2))),)
VOSK = Kind("en", "vosk small")


@pytest.fixture
async def store(tmp_path):
    opened = await Store.open(tmp_path)
    yield opened
    await opened.close()


@pytest.fixture
def passes(store):
    return StoredSecondPasses(store)


async def ended_call(store, call_id, *, flagged=True, words_from="vosk small", ends=True):
    await store.begin_call(CallInfo(call_id=call_id, agent="Mira"), call_started(call_id, words_from=words_from))
    seconds = {"duration_seconds": 9.0, "agent_speech_seconds": 0.0, "customer_speech_seconds": 0.0}
    rows = [Flag(at=1.0, call_id=call_id, id="f", reason="raised")] if flagged else []
    await store.write([*rows, *([CallEnded(at=9.0, call_id=call_id, **seconds)] if ends else [])])


async def due(passes, which="flagged", attempts=2):
    call = await passes.next_due(await passes.kinds_due(which, attempts), which, attempts)
    return call.call_id if call else None


async def test_ended_flagged_calls_are_due_and_all_where_that_is_set(store, passes):
    await ended_call(store, "live", ends=False)
    await ended_call(store, "calm", flagged=False)
    assert await due(passes) is None
    assert await due(passes, "all") == "calm"
    await ended_call(store, "hot")
    assert await due(passes, "all") == "hot"
    assert await passes.next_due([VOSK], "flagged", 2) == DueCall("hot", VOSK)


async def test_words_that_a_source_sent_are_not_bettered(store, passes):
    await ended_call(store, "a", words_from="file")
    await ended_call(store, "b", words_from="file amazon transcribe")
    assert await passes.kinds_due("all", 2) == []
    await ended_call(store, "c", words_from="none")
    assert await passes.kinds_due("all", 2) == [Kind("en", "none")]


async def test_only_calls_of_the_kinds_asked_for_come(store, passes):
    await ended_call(store, "a")
    assert await passes.next_due([Kind("en", "none"), Kind("de", "vosk small")], "all", 2) is None


async def test_words_come_back_equal(store, passes):
    await ended_call(store, "a")
    assert await passes.of_call("a") is None
    await passes.begin("a", "vosk big")
    assert await passes.of_call("a") == SecondPass("vosk big", 1, CUT_OFF, None)
    await passes.succeed("a", HeardAgain("whisper tiny", TURNS, "vosk big: no memory"))
    assert await passes.of_call("a") == SecondPass("whisper tiny", 1, "vosk big: no memory", TURNS)
    assert await due(passes) is None


async def test_failures_come_after_untried_calls_until_they_are_given_up(store, passes):
    await ended_call(store, "a")
    await ended_call(store, "b")
    await passes.begin("a", "vosk big")
    await passes.fail("a", "it has no recording")
    assert await due(passes) == "b"
    await passes.begin("b", "vosk big")
    await passes.succeed("b", HeardAgain("vosk big", ()))
    assert await due(passes) == "a"
    await passes.begin("a", "whisper small")
    assert await passes.of_call("a") == SecondPass("whisper small", 2, CUT_OFF, None)
    assert await due(passes) is None
    await passes.give_back("a")
    assert await due(passes) == "a"


async def test_what_was_due_is_due_after_a_restart(tmp_path):
    store = await Store.open(tmp_path)
    await ended_call(store, "a")
    await StoredSecondPasses(store).begin("a", "vosk big")
    await store.close()
    store = await Store.open(tmp_path)
    assert await due(StoredSecondPasses(store)) == "a"
    await store.close()
