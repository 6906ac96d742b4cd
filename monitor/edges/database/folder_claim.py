"""One service a data folder: a second one would take the first one's live calls for crashed ones."""

import sqlite3
from pathlib import Path

from monitor.edges.database.errors import StoreLocked, explained

CLAIM = "in_use.lock"


class FolderClaim:
    """Holds a data folder until released; the system releases it when the process ends, however it ends.

    The lock is one of SQLite's, because those work alike on every system and vanish with their process.
    """

    def __init__(self, folder: Path) -> None:
        """Raises ``StoreLocked`` where another process holds the folder."""
        file = folder / CLAIM
        with explained(file):
            self._lock = sqlite3.connect(file, timeout=0.0, isolation_level=None, check_same_thread=False)
        try:
            with explained(file):
                self._lock.execute("BEGIN EXCLUSIVE")
        except StoreLocked as error:
            self.release()
            raise StoreLocked(
                f"{folder} is in use by another call-monitor: stop that one, or give another folder with --data"
            ) from error
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Let others have the folder."""
        self._lock.close()
