"""Each trouble with the data folder is one clear message, and rows that wait through it are stored after it."""

import asyncio
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event

from monitor.core.call_info import CallInfo
from monitor.edges.database.errors import StoreDamaged, StoreFull, StoreLocked, StoreReadOnly, StoreTooNew
from monitor.edges.database.store import DATABASE, Store
from monitor.service.rows import StoreUnavailable
from monitor.service.writer import Writer
from tests.edges.hindrances import no_file_longer_than, without_privileges
from tests.service.events import CALL, call_started, prompt

INFO = CallInfo(call_id=CALL, agent="Mira Test")


async def made(folder) -> None:
    store = await Store.open(folder)
    await store.begin_call(INFO, call_started())
    await store.close()


def test_read_only_parent_is_said(tmp_path):
    tmp_path.chmod(0o555)
    with without_privileges(), pytest.raises(StoreReadOnly, match=r"make folder and file writable.* --data"):
        asyncio.run(Store.open(tmp_path / "data"))


def test_read_only_folder_with_a_store_is_said(tmp_path):
    asyncio.run(made(tmp_path))
    for file in tmp_path.iterdir():
        file.chmod(0o444)
    tmp_path.chmod(0o555)
    with without_privileges(), pytest.raises(StoreReadOnly, match="--data"):
        asyncio.run(Store.open(tmp_path))


def test_read_only_database_is_said(tmp_path):
    asyncio.run(made(tmp_path))
    (tmp_path / DATABASE).chmod(0o444)
    with without_privileges(), pytest.raises(StoreReadOnly, match=DATABASE):
        asyncio.run(Store.open(tmp_path, exclusive=False))


async def test_file_in_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "data").write_text("no folder")
    with pytest.raises(StoreUnavailable, match="data"):
        await Store.open(tmp_path / "data")


@pytest.mark.parametrize("content", [b"this is no database, and long enough to be sure of it\n" * 100])
async def test_file_that_is_no_database_is_said_and_kept(tmp_path, content):
    (tmp_path / DATABASE).write_bytes(content)
    with pytest.raises(StoreDamaged, match=r"move the file .* aside and restore"):
        await Store.open(tmp_path)
    assert (tmp_path / DATABASE).read_bytes() == content


async def test_damaged_database_is_said_when_it_is_read(tmp_path):
    store = await Store.open(tmp_path)
    await store.begin_call(INFO, call_started())
    for number in range(20):
        await store.write([prompt(float(number), prompt_id="x" * 3000)])
    await store.close()
    content = (tmp_path / DATABASE).read_bytes()
    (tmp_path / DATABASE).write_bytes(content[: len(content) // 2] + b"\xff" * (len(content) - len(content) // 2))
    store = await Store.open(tmp_path)
    with pytest.raises(StoreDamaged, match="restore"):
        await store.events(CALL)
    await store.close()


async def test_store_of_a_newer_program_is_said_and_left_alone(tmp_path):
    await made(tmp_path)
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    with pytest.raises(StoreTooNew, match=r"newer version of call-monitor \(layout 9999\): install that version"):
        await Store.open(tmp_path)


async def test_database_of_another_program_is_said_and_left_alone(tmp_path):
    with closing(sqlite3.connect(tmp_path / DATABASE)) as database:
        database.execute("CREATE TABLE calls (number TEXT)")
    with pytest.raises(StoreUnavailable, match="another program"):
        await Store.open(tmp_path)


async def test_folder_that_could_not_be_opened_can_be_opened_once_it_is_mended(tmp_path):
    (tmp_path / DATABASE).write_bytes(b"no database at all, but long enough\n" * 100)
    with pytest.raises(StoreDamaged):
        await Store.open(tmp_path)
    (tmp_path / DATABASE).unlink()
    await made(tmp_path)


async def test_second_service_on_a_folder_is_refused_until_the_first_is_gone(tmp_path):
    first = await Store.open(tmp_path)
    with pytest.raises(StoreLocked, match=r"in use by another call-monitor: stop that one"):
        await Store.open(tmp_path)
    await first.close()
    await made(tmp_path)


async def test_database_held_by_another_program_is_said_and_works_again_afterwards(tmp_path, monkeypatch):
    monkeypatch.setattr("monitor.edges.database.store.BUSY_SECONDS", 0.01)
    store = await Store.open(tmp_path)
    await store.begin_call(INFO, call_started())
    with closing(sqlite3.connect(tmp_path / DATABASE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked, match="held by another program"):
            await store.write([prompt(1.0)])
        other.execute("ROLLBACK")
    await store.write([prompt(1.0)])
    assert await store.events(CALL) == [call_started(), prompt(1.0)]
    await store.close()


class Disk:
    """A disk of so many database pages as it is told; SQLite itself says that it is full."""

    def __init__(self, store: Store) -> None:
        self.pages = 2**31
        event.listen(store._engine.sync_engine, "checkout", self._limit)

    def _limit(self, connection, *_) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count = {self.pages}")
        cursor.close()


async def test_full_disk_is_said(store):
    disk = Disk(store)
    disk.pages = 1
    with pytest.raises(StoreFull, match=r"disk of .*data is full: free some space"):
        await store.begin_call(INFO, call_started("a call of a " + "long id" * 1000))


@pytest.mark.parametrize("hindered_by", ["pages", "files"])
async def test_writer_keeps_rows_through_a_full_disk_and_writes_all_when_space_is_back(store, tmp_path, hindered_by):
    await store.begin_call(INFO, call_started())
    disk = Disk(store)
    writer = Writer(store, interval_seconds=0.0, retry_seconds=0.0)
    rows = [prompt(float(number), prompt_id=f"{number} " + "x" * 3000) for number in range(200)]
    for row in rows[:10]:
        writer.submit(row)
    await writer.drain()
    log = max(file.stat().st_size for file in (tmp_path / "data").iterdir())
    disk.pages = 1 if hindered_by == "pages" else disk.pages
    for row in rows[10:]:
        writer.submit(row)
    with no_file_longer_than(log + 4096 if hindered_by == "files" else 2**40):
        assert await writer.drain(timeout_seconds=0.2) == 190
    assert "calls go on, rows wait" in writer.trouble
    disk.pages = 2**31
    assert await writer.drain() == 0
    assert (writer.trouble, writer.lost) == ("", {})
    assert await store.events(CALL) == [call_started(), *rows]


async def test_call_begins_after_the_trouble_if_it_could_not_at_its_start(store):
    disk = Disk(store)
    disk.pages = 1
    with pytest.raises(StoreFull):
        await store.begin_call(CallInfo(call_id="b" * 5000, agent="Mira Test"), call_started("b" * 5000))
    disk.pages = 2**31
    await asyncio.gather(*(store.begin_call(INFO, call_started()), store.unfinished_calls()))
    assert await store.unfinished_calls() == [CALL]
