"""The migrations make exactly the tables that the code works with, all of them or none."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager

import msgspec
import numpy as np
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from msgspec.structs import replace
from sqlalchemy import Connection, create_engine, delete, insert, select
from sqlalchemy.pool import NullPool

from monitor.core.events import Channel, Joined, Word
from monitor.core.signal.frames import FRAME_DTYPE, frames_from_bytes
from monitor.edges.database.migrations.versions.r0002_bass_in_frames import widened
from monitor.edges.database.schema import calls, metadata, second_passes, utterances
from monitor.edges.database.schema_version import MIGRATIONS, upgrade
from monitor.edges.database.store import DATABASE, Store
from monitor.edges.database.stored_rows import columns_of
from monitor.edges.database.word_search import find
from monitor.service.second_pass import HeardTurn
from tests.service.events import utterance

OLD_FRAME = np.dtype(FRAME_DTYPE.descr[:-1])
"""As it was before the bass."""
NUMBERS = {"started_epoch": 0.0, "flagged": True, "thinned": False, "ended_seconds": 9.0}


def layout(path) -> dict[str, str]:
    """Each table's and index's SQL."""
    asked = "SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE 'alembic%'"
    with closing(sqlite3.connect(path)) as database:
        return {name: " ".join(sql.split()) for name, sql in database.execute(asked)}


@pytest.fixture
def migrated(tmp_path):
    path = tmp_path / "migrated.sqlite"
    upgrade(path)
    return path


def test_migrations_make_exactly_the_metadata(migrated, tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'made.sqlite'}", poolclass=NullPool)
    metadata.create_all(engine)
    assert layout(migrated) == layout(tmp_path / "made.sqlite")


def is_no_index_of_words(name, kind, _parents) -> bool:
    """FTS5 keeps its index in tables that no metadata knows; their layout is compared above."""
    return kind != "table" or not name.startswith("lines_index")


def test_alembic_sees_no_difference_either(migrated):
    engine = create_engine(f"sqlite:///{migrated}", poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_no_index_of_words})
        assert compare_metadata(context, metadata) == []


def test_upgrade_of_an_up_to_date_store_changes_nothing(migrated):
    before = layout(migrated)
    upgrade(migrated)
    assert layout(migrated) == before


def test_upgrade_that_breaks_off_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "calls.sqlite"
    with monkeypatch.context() as patch:
        patch.setattr(Operations, "create_index", lambda *_, **__: 1 / 0, raising=False)
        with pytest.raises(ZeroDivisionError):
            upgrade(path)
    assert layout(path) == {}
    upgrade(path)
    assert "calls" in layout(path)


def test_steps_follow_each_other_in_one_line():
    config_heads = ScriptDirectory(str(MIGRATIONS)).get_heads()
    assert len(config_heads) == 1


def test_folder_name_may_hold_any_character(tmp_path, monkeypatch):
    odd = tmp_path / "100% odd ümläut %(here)s"
    shutil.copytree(MIGRATIONS, odd, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr("monitor.edges.database.schema_version.MIGRATIONS", odd)
    upgrade(odd / "calls ?#%.sqlite")
    assert "calls" in layout(odd / "calls ?#%.sqlite")


@contextmanager
def older(path, revision: str) -> Iterator[Connection]:
    """A store of an older layout, to be filled."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with create_engine(f"sqlite:///{path}", poolclass=NullPool).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        yield connection


def test_calls_of_an_older_layout_can_be_heard_again(tmp_path):
    path = tmp_path / "calls.sqlite"
    with older(path, "0002") as connection:
        connection.execute(insert(calls), dict.fromkeys(calls.c.keys(), "") | NUMBERS)
    upgrade(path)
    with create_engine(f"sqlite:///{path}", poolclass=NullPool).begin() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.execute(insert(second_passes), {"call_id": "", "words_from": "x", "attempts": 1, "because": ""})
        assert connection.scalar(select(second_passes.c.turns)) is None
        connection.execute(delete(calls))
        assert connection.execute(select(second_passes)).all() == []


def stored_before_search(connection: Connection) -> None:
    """Call ``live`` was heard once, ``again`` twice, the second hearing of ``silent`` heard nothing."""
    figures = replace(utterance(1.0, "a refund of five hundred please"), joined=(Joined(3, 2, "500"),))
    for number, call_id in enumerate(["live", "again", "silent"]):
        call = {"call_id": call_id, "started_at": f"2026-01-01T10:0{number}:00+00:00", "ended_reason": "hung_up"}
        connection.execute(insert(calls), dict.fromkeys(calls.c.keys(), "") | NUMBERS | call)
        heard = [
            figures,
            utterance(9.0, "mistaken"),
            utterance(20.0, "unfinished", final=False),
        ]
        heard.append(replace(heard[1], text="", words=()))
        rows = [columns_of(replace(each, call_id=call_id), 10 * number + at) for at, each in enumerate(heard, 1)]
        connection.execute(insert(utterances), rows)
    for call_id, turns in [("again", [HeardTurn(Channel.AGENT, (Word("reform", 1.5, 2.0),))]), ("silent", [])]:
        second = {"words_from": "x", "attempts": 1, "because": "", "turns": msgspec.msgpack.encode(turns)}
        connection.execute(insert(second_passes), {"call_id": call_id, **second})


async def test_words_of_calls_stored_before_search_are_found(tmp_path):
    with older(tmp_path / DATABASE, "0004") as connection:
        stored_before_search(connection)
    store = await Store.open(tmp_path)
    found = {typed: (await find(store, typed)).calls for typed in ("refund", "reform", "mistaken", "unfinished")}
    await store.close()
    assert {typed: sorted(each.call.call_id for each in calls) for typed, calls in found.items()} == {
        "refund": ["live", "silent"],
        "reform": ["again"],
        "mistaken": [],
        "unfinished": [],
    }
    (line,) = found["refund"][0].lines
    assert (line.channel, line.at, line.pieces) == (Channel.AGENT, 2.0, ("a ", "refund", " of 500 please"))


def test_blocks_of_frames_without_bass_are_widened():
    before = np.array([[(-2600, -800, 1200, 87, 31, 4, 1), (-9000, 0, 0, 3, 0, 0, 0)]] * 20, OLD_FRAME)
    after = frames_from_bytes(widened(before.tobytes()))
    assert after.shape == (20, 2)
    assert all((after[name] == before[name]).all() for name in OLD_FRAME.names)
    assert not after["bass"].any()
