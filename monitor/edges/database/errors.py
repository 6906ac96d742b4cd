"""What went wrong in SQLite, in words that say what to do.

StoreUnavailable
 +- StoreFull        no space left
 +- StoreReadOnly    the data folder can't be written
 +- StoreLocked      another program holds the database
 +- StoreDamaged     the file is no sound database
 +- StoreTooNew      a newer version of this program wrote it
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, StatementError

from monitor.service.rows import RowRefused, StoreError, StoreUnavailable


class StoreFull(StoreUnavailable):
    """No space is left where the data folder is."""


class StoreReadOnly(StoreUnavailable):
    """The data folder or the database can't be written by this user."""


class StoreLocked(StoreUnavailable):
    """Another program holds the database."""


class StoreDamaged(StoreUnavailable):
    """The file is no database, or a damaged one."""


class StoreTooNew(StoreUnavailable):
    """A newer version of this program wrote the database."""


class UnknownCall(StoreError):
    """No stored call has this id."""


_FULL = "The disk of {folder} is full: free some space there"
_READ_ONLY = "{file} can't be written: make folder and file writable for this user, or give another folder with --data"
_LOCKED = "{file} is held by another program: close whatever else has it open"
_DAMAGED = (
    "{file} is damaged or no database: stop the service, move the file with its -wal and -shm aside and restore a "
    "backup, or start with a new one; recordings are not affected"
)
_BROKEN_DISK = "{file} can't be read or written ({why}): check the disk"

_BY_CODE: dict[int, tuple[type[StoreUnavailable], str]] = {
    sqlite3.SQLITE_FULL: (StoreFull, _FULL),
    sqlite3.SQLITE_READONLY: (StoreReadOnly, _READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (StoreReadOnly, _READ_ONLY),
    sqlite3.SQLITE_PERM: (StoreReadOnly, _READ_ONLY),
    sqlite3.SQLITE_BUSY: (StoreLocked, _LOCKED),
    sqlite3.SQLITE_LOCKED: (StoreLocked, _LOCKED),
    sqlite3.SQLITE_CORRUPT: (StoreDamaged, _DAMAGED),
    sqlite3.SQLITE_NOTADB: (StoreDamaged, _DAMAGED),
    sqlite3.SQLITE_IOERR: (StoreUnavailable, _BROKEN_DISK),
}
_PRIMARY_CODE = 0xFF
"""SQLite's extended codes carry the primary one in the low byte."""


@contextmanager
def explained(database: Path) -> Iterator[None]:
    """Turn SQLite's errors into ``StoreUnavailable`` and ``RowRefused``; a mistake in a statement goes through."""
    try:
        yield
    except DBAPIError as error:
        raise (_explanation(error.orig, database) or error) from error
    except sqlite3.Error as error:
        raise (_explanation(error, database) or error) from error
    except (StatementError, OverflowError, UnicodeEncodeError) as error:
        raise RowRefused(f"a value can't be stored: {type(error).__name__}") from error
    except PermissionError as error:
        raise StoreReadOnly(_READ_ONLY.format(file=database)) from error
    except OSError as error:
        raise StoreUnavailable(_BROKEN_DISK.format(file=database, why=error.strerror)) from error


def _explanation(error: object, database: Path) -> StoreError | None:
    if isinstance(error, sqlite3.IntegrityError | sqlite3.DataError | sqlite3.InterfaceError):
        return RowRefused(f"the store refused a row: {error}")
    code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
    if code not in _BY_CODE:
        return None
    kind, message = _BY_CODE[code]
    return kind(message.format(folder=database.parent, file=database, why=str(error)))
