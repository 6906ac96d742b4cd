"""How long calls are kept: which go when, and that nothing of them stays."""

import numpy as np
import pytest
from msgspec.structs import replace

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, Channel, Flag, Word
from monitor.edges.database.second_pass_store import StoredSecondPasses
from monitor.edges.database.store import DATABASE, RECORDINGS, Store
from monitor.edges.database.word_search import find
from monitor.edges.sound.recordings import Recordings
from monitor.service.retention import Retention, RetentionSettings
from monitor.service.rows import FrameBlock, NoticeRow, StoreUnavailable, WordsRow
from monitor.service.second_pass import HeardAgain, HeardTurn
from tests.running import Running
from tests.service.events import call_started, escalation, prompt, utterance

DAY = "2026-03-{:02}T10:00:00+00:00"
NOW = 1775037600.0  # 2026-04-01, 10:00
SECONDS = {"duration_seconds": 9.0, "agent_speech_seconds": 2.0, "customer_speech_seconds": 0.0}


@pytest.fixture
def recordings(tmp_path):
    return Recordings(tmp_path / RECORDINGS)


@pytest.fixture
async def store(tmp_path, recordings):
    opened = await Store.open(tmp_path, recordings)
    yield opened
    await opened.close()


async def a_call(store: Store, recordings: Recordings, day: int, *, flagged: bool = False, ended: bool = True) -> str:
    """A call of that day in March, with something in every table and a recording."""
    call_id = f"march-{day}"
    started = replace(call_started(call_id), started_at=DAY.format(day))
    await store.begin_call(CallInfo(call_id=call_id, agent="Mira Test"), started)
    word = Word("refund", 1.0, 1.5)
    rows = [
        replace(utterance(1.0, "the refund"), call_id=call_id),
        prompt(2.0, call_id=call_id),
        escalation(0.0, call_id=call_id),
        WordsRow(call_id, 2.0, Channel.AGENT, (word,), True),
        NoticeRow(call_id, 2.0, "hold"),
        FrameBlock(call_id, 0, bytes(22), 1),
        *([Flag(at=1.0, call_id=call_id, id="f", reason="raised")] if flagged else []),
        *([CallEnded(at=9.0, call_id=call_id, **SECONDS)] if ended else []),
    ]
    await store.write(rows)
    passes = StoredSecondPasses(store)
    await passes.begin(call_id, "whisper small")
    await passes.succeed(call_id, HeardAgain("whisper small", (HeardTurn(Channel.AGENT, (word,)),)))
    file = recordings.start(call_id, 8000)
    file.append(np.zeros((800, 2), np.int16))
    file.finish()
    return call_id


async def kept(store: Store) -> list[str]:
    return sorted(call.call_id for call in await store.ended_calls())


def retention(store, recordings, days: float, flagged_days: float = 0.0) -> Retention:
    return Retention(RetentionSettings(days=days, flagged_days=flagged_days), store, recordings, lambda: NOW)


async def test_what_is_too_old_goes_with_all_that_is_known_of_it(store, recordings, tmp_path, caplog):
    old, young = await a_call(store, recordings, 1), await a_call(store, recordings, 30)
    caplog.set_level("INFO")
    await retention(store, recordings, 10).sweep()
    assert await kept(store) == [young]
    assert recordings.path(old) is None
    assert recordings.path(young)
    assert await store.events(old) == []
    assert await store.words(old) == []
    assert await StoredSecondPasses(store).of_call(old) is None
    assert [found.call.call_id for found in (await find(store, "refund")).calls] == [young]
    assert f"call {old}: its time is up; recording, words and events are deleted" in caplog.text


async def test_no_table_holds_anything_of_a_deleted_call(store, recordings, tmp_path):
    old = await a_call(store, recordings, 1, flagged=True)
    await retention(store, recordings, 10).sweep()
    await store.close()
    assert old.encode() not in (tmp_path / DATABASE).read_bytes()
    assert list((tmp_path / RECORDINGS).iterdir()) == []


async def test_flagged_calls_can_be_kept_longer_but_no_shorter(store, recordings):
    plain, flagged = await a_call(store, recordings, 10), await a_call(store, recordings, 11, flagged=True)
    await retention(store, recordings, 30, 5).sweep()
    assert await kept(store) == [plain, flagged]
    await retention(store, recordings, 5, 30).sweep()
    assert await kept(store) == [flagged]
    await retention(store, recordings, 5).sweep()
    assert await kept(store) == []


async def test_a_call_that_still_runs_is_let_be(store, recordings):
    live = await a_call(store, recordings, 1, ended=False)
    await retention(store, recordings, 10).sweep()
    assert recordings.path(live)
    assert await store.info(live)


async def test_without_a_limit_all_is_kept(store, recordings):
    old = await a_call(store, recordings, 1)
    await retention(store, recordings, 0.0, 1.0).run()
    assert await kept(store) == [old]


async def test_more_calls_than_are_asked_for_at_once_go_in_one_sweep(store, recordings, monkeypatch):
    monkeypatch.setattr("monitor.service.retention.CALLS_AT_ONCE", 2)
    for day in range(1, 6):
        await a_call(store, recordings, day)
    await retention(store, recordings, 10).sweep()
    assert await kept(store) == []


async def test_a_recording_that_can_not_be_deleted_keeps_its_call(store, recordings, monkeypatch, caplog):
    old = await a_call(store, recordings, 1)

    def refuse(_: str) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(recordings, "delete", refuse)
    await retention(store, recordings, 10).sweep()
    assert await kept(store) == [old]
    assert "its recording can't be deleted" in caplog.text


async def test_a_store_that_is_away_is_no_end_of_it(store, recordings, monkeypatch, caplog):
    async def away(*_: object) -> list[str]:
        raise StoreUnavailable("the disk is full")

    monkeypatch.setattr(store, "ended_before", away)
    await retention(store, recordings, 10).sweep()
    assert "can't be deleted: the disk is full" in caplog.text


async def test_the_service_does_so_once_it_is_told(tmp_path):
    recordings = Recordings(tmp_path / RECORDINGS)
    store = await Store.open(tmp_path, recordings)
    old = await a_call(store, recordings, 1)
    await store.close()
    async with Running(tmp_path, log=True, CALL_MONITOR_RETENTION_DAYS="1") as service:
        assert old in await service.logged("its time is up")
