"""Brings a database to the layout that this program works with."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, event, text
from sqlalchemy.pool import NullPool

from monitor.edges.database.errors import StoreTooNew, explained
from monitor.service.rows import StoreUnavailable

MIGRATIONS = Path(__file__).parent / "migrations"
OPENING_BUSY_SECONDS = 5.0


def upgrade(database: Path) -> None:
    """Create or upgrade the database, all steps or none; blocks, so it is called from a thread.

    Raises ``StoreUnavailable`` where it can't be written, ``StoreTooNew`` where a newer program wrote it.
    """
    url = URL.create("sqlite", database=str(database))
    engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": OPENING_BUSY_SECONDS})
    event.listen(engine, "connect", _leave_transactions_to_us)
    event.listen(engine, "begin", _begin_at_once)
    with explained(database), engine.begin() as connection:
        _upgrade(connection, database)


def _upgrade(connection: Connection, database: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    present = _present(connection)
    if not present <= known:
        raise StoreTooNew(
            f"{database} was written by a newer version of call-monitor (layout {', '.join(sorted(present - known))}): "
            "install that version, or give another folder with --data"
        )
    if not present and _tables(connection):
        raise StoreUnavailable(
            f"{database} is a database of another program: give another folder with --data, or move the file away"
        )
    command.upgrade(config, "head")
    connection.execute(text("UPDATE positions SET last = last"))  # shows now, not at the first call, if it is read-only


def _present(connection: Connection) -> set[str]:
    if "alembic_version" not in _tables(connection):
        return set()
    return {str(version) for version in connection.scalars(text("SELECT version_num FROM alembic_version"))}


def _tables(connection: Connection) -> set[str]:
    return {str(name) for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'"))}


def _leave_transactions_to_us(connection: object, _record: object) -> None:
    # Left to itself the driver commits every CREATE TABLE on its own, and a kill half-way leaves half a layout.
    connection.isolation_level = None  # type: ignore[attr-defined]


def _begin_at_once(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
