"""Search over what was said, on SQLite: what is found, what is not, and what can be typed."""

import sqlite3
from contextlib import closing

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, Channel, Flag, Joined, Utterance, Word
from monitor.edges.database.second_pass_store import StoredSecondPasses
from monitor.edges.database.store import DATABASE
from monitor.edges.database.word_index import LONGEST_QUERY, NothingToLookFor
from monitor.edges.database.word_search import LINES_SHOWN, WORDS_SHOWN, find
from monitor.service.second_pass import HeardAgain, HeardTurn
from tests.service.events import call_started, utterance


def said(call_id: str, start: float, text: str, channel: Channel = Channel.CUSTOMER, final: bool = True) -> Utterance:
    return replace(utterance(start, text, final, channel), call_id=call_id)


def closed_empty(of: Utterance) -> Utterance:
    return replace(of, text="", words=(), final=True)


def turn(start: float, text: str) -> HeardTurn:
    return HeardTurn(
        Channel.AGENT, tuple(Word(word, start + at, start + at + 1) for at, word in enumerate(text.split()))
    )


async def a_call(store, call_id: str, *lines: Utterance, minute: int = 0, flagged: bool = False, ends: bool = True):
    started = replace(call_started(call_id), started_at=f"2026-01-01T10:{minute:02}:00+00:00")
    await store.begin_call(CallInfo(call_id=call_id, agent="Mira Test"), started)
    seconds = {"duration_seconds": 60.0, "agent_speech_seconds": 2.0, "customer_speech_seconds": 0.0}
    flags = [Flag(at=1.0, call_id=call_id, id="f", reason="raised")] if flagged else []
    await store.write([*lines, *flags, *([CallEnded(at=60.0, call_id=call_id, **seconds)] if ends else [])])


async def heard_again(store, call_id: str, *turns: HeardTurn) -> None:
    passes = StoredSecondPasses(store)
    await passes.begin(call_id, "whisper small")
    await passes.succeed(call_id, HeardAgain("whisper small", turns))


async def found(store, typed: str) -> list[str]:
    return [each.call.call_id for each in (await find(store, typed)).calls]


async def test_line_is_found_with_who_said_it_when_and_what_matched(store):
    await a_call(store, "c", said("c", 4.0, "I want a refund today"), said("c", 20.0, "thanks", Channel.AGENT))
    (call,) = (await find(store, "refund")).calls
    (line,) = call.lines
    assert (call.call.call_id, call.call.agent, call.count) == ("c", "Mira Test", 1)
    assert (line.channel, line.at, line.pieces) == (Channel.CUSTOMER, 7.0, ("I want a ", "refund", " today"))


async def test_long_line_is_cut_around_the_first_match_and_both_matches_are_marked(store):
    words = [f"w{place}" for place in range(60)]
    words[30], words[33] = "Refund,", "manager!"
    await a_call(store, "c", said("c", 100.0, " ".join(words)))
    ((line,),) = [call.lines for call in (await find(store, "manager refund")).calls]
    assert line.at == 130.0
    assert line.pieces[:3] == ("… w25 w26 w27 w28 w29 ", "Refund", ", w31 w32 ")
    assert line.pieces[3] == "manager"
    assert line.pieces[4].endswith(" w42 …")
    assert len("".join(line.pieces).replace("…", "").split()) == WORDS_SHOWN


FINDING = [
    *("manager speak", "MANAGER", "manag", '"speak to your manager"', '"to your" speak', '"your manager', "don't"),
    *("don\u2019t", "“speak to your manager”", "elmondtam?!", "manager -", "manager AND", "manager*", "(manager"),
    *("visszateritest", "Visszatérítés", "visszate\u0301ri\u0301te\u0301st", "uzlet", "manager; --", "man%"),
]
NOT_FINDING = [
    *("manager refund", '"manager your"', '"speak your"', '"manag"', "anager", "text:manager", "manager NOT speak"),
    *("m%r", "manager OR refund", "NEAR(speak manager)"),
]


@pytest.mark.parametrize("typed", FINDING)
async def test_what_finds_the_line(store, typed):
    await a_call(store, "c", said("c", 0.0, "I don't speak to your manager elmondtam az üzlet visszatérítést AND"))
    assert await found(store, typed) == ["c"]


@pytest.mark.parametrize("typed", NOT_FINDING)
async def test_what_does_not_find_the_line(store, typed):
    await a_call(store, "c", said("c", 0.0, "speak to your manager"))
    assert await found(store, typed) == []


@pytest.mark.parametrize("typed", ["", "  ", '"', '""', '"?!" -', "*", "\0", "“ ”", "x" * (LONGEST_QUERY + 1)])
async def test_what_has_no_word_is_said_to_have_none(store, typed):
    with pytest.raises(NothingToLookFor):
        await find(store, typed)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\"'*()^:-+{}%;\0 aAN"), max_size=LONGEST_QUERY))
async def test_whatever_is_typed_is_no_error(store, typed):
    try:
        assert (await find(store, typed)).calls == ()
    except NothingToLookFor:
        assert not any(map(str.isalnum, typed))


async def test_as_many_words_as_fit_can_be_typed(store):
    assert await found(store, "a " * (LONGEST_QUERY // 2)) == []


async def test_partial_corrected_and_emptied_lines_are_not_found(store):
    emptied, corrected = said("c", 30.0, "emptied"), said("c", 40.0, "corrected")
    await a_call(store, "c", said("c", 10.0, "partial", final=False), emptied, corrected, ends=False)
    await store.write([closed_empty(emptied), said("c", 40.0, "right")])
    same_batch = said("c", 50.0, "mistaken")
    ended = CallEnded(
        at=60.0, call_id="c", duration_seconds=60.0, agent_speech_seconds=0.0, customer_speech_seconds=0.0
    )
    await store.write([same_batch, closed_empty(same_batch), ended])
    assert await found(store, "right") == ["c"]
    for typed in ("partial", "emptied", "corrected", "mistaken"):
        assert await found(store, typed) == []


async def test_live_calls_are_found_once_they_have_ended(store):
    await a_call(store, "c", said("c", 0.0, "refund"), ends=False)
    assert await found(store, "refund") == []
    ended = CallEnded(
        at=60.0, call_id="c", duration_seconds=60.0, agent_speech_seconds=0.0, customer_speech_seconds=0.0
    )
    await store.write([ended])
    assert await found(store, "refund") == ["c"]


async def test_better_words_are_found_in_place_of_the_live_ones(store):
    await a_call(store, "c", said("c", 1.0, "hello deer customer"))
    await a_call(store, "other", said("other", 1.0, "hello deer"))
    await heard_again(store, "c", turn(1.5, "Hello, dear"), turn(8.0, "customer."))
    assert await found(store, "deer") == ["other"]
    (call,) = (await find(store, "dear")).calls
    assert (call.call.call_id, call.lines[0].at, call.lines[0].pieces) == ("c", 2.5, ("Hello, ", "dear", ""))


async def test_live_words_stay_where_the_second_hearing_failed_or_heard_nothing(store):
    for call_id in ("empty", "failed"):
        await a_call(store, call_id, said(call_id, 1.0, "refund"))
    await heard_again(store, "empty")
    passes = StoredSecondPasses(store)
    await passes.begin("failed", "whisper small")
    await passes.fail("failed", "it has no recording")
    assert await found(store, "refund") == ["empty", "failed"]


async def test_flagged_calls_come_first_then_the_newest_and_more_is_told(store):
    for minute, call_id in enumerate(["flagged", "old", "new"]):
        await a_call(store, call_id, said(call_id, 0.0, "refund"), minute=minute, flagged=call_id == "flagged")
    assert await found(store, "refund") == ["flagged", "new", "old"]
    few = await find(store, "refund", limit=2)
    assert ([each.call.call_id for each in few.calls], few.more) == (["flagged", "new"], True)
    assert not (await find(store, "refund", limit=3)).more


async def test_of_many_lines_the_first_are_shown_and_all_are_counted(store):
    count = LINES_SHOWN + 4
    await a_call(store, "c", *(said("c", 10.0 * place, "refund") for place in reversed(range(count))))
    (call,) = (await find(store, "refund")).calls
    assert [line.at for line in call.lines] == [10.0 * place for place in range(LINES_SHOWN)]
    assert call.count == count


async def test_words_with_white_space_and_marks_in_them_keep_their_moments(store):
    words = (Word("New\x1fYork", 1.0, 2.0), Word(" ", 2.0, 2.5), Word("refund", 3.0, 4.0))
    await a_call(store, "c", replace(said("c", 1.0, "x"), words=words))
    ((line,),) = [call.lines for call in (await find(store, "refund")).calls]
    assert (line.at, line.pieces) == (3.0, ("New York ", "refund", ""))


async def test_words_that_came_as_text_alone_are_found_at_their_start(store):
    await a_call(store, "c", replace(said("c", 10.0, "a refund please"), words=()))
    ((line,),) = [call.lines for call in (await find(store, "refund")).calls]
    assert (line.at, line.pieces) == (10.0, ("a ", "refund", " please"))


async def test_figures_are_found_as_review_shows_them(store):
    line = said("c", 10.0, "it is five five five one two two three please")
    await a_call(store, "c", replace(line, joined=(Joined(2, 7, "555 1223"),)))
    ((line,),) = [call.lines for call in (await find(store, '"555 1223"')).calls]
    assert (line.at, line.pieces) == (12.0, ("it is ", "555 1223", " please"))
    ((line,),) = [call.lines for call in (await find(store, "please")).calls]
    assert line.at == 19.0


async def test_text_of_a_deleted_call_is_gone_from_the_index(store, tmp_path):
    await a_call(store, "c", said("c", 0.0, "refund"))
    await a_call(store, "other", said("other", 0.0, "refund"))
    with closing(sqlite3.connect(tmp_path / "data" / DATABASE)) as database, database:
        database.execute("PRAGMA foreign_keys=ON")
        database.execute("DELETE FROM calls WHERE call_id = 'c'")
        assert database.execute("SELECT rowid FROM lines_index WHERE lines_index MATCH 'refund'").fetchall() == [(2,)]
        database.execute("INSERT INTO lines_index (lines_index, rank) VALUES ('integrity-check', 1)")
    assert await found(store, "refund") == ["other"]
