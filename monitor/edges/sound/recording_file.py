"""One call's audio while it runs: headerless PCM, and beside it a note of what it is.

Blocking: it is called from a thread.
"""

import errno
import logging
import os
from collections.abc import Callable
from io import FileIO
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from monitor.core.errors import CallMonitorError
from monitor.edges.sound import flac

logger = logging.getLogger(__name__)

WRITE_SECONDS = 0.5
"""Audio is handed to the system in pieces of this length: what a killed process can lose."""
SYNC_SECONDS = 5.0
"""Audio is forced to the disk in pieces of this length: what a power cut can lose."""
HELD_SECONDS = 30.0
"""So much audio waits in memory for a disk that is full, before recording gives up."""
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
"""How the system says that there is no space."""


class RecordingError(CallMonitorError, OSError):
    """A recording can't be written; the message says what to do."""

    def __str__(self) -> str:
        return str(self.strerror)


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a PCM file holds: two channels, 16 bit, agent first."""

    call_id: str
    rate: int


class RecordingFile:
    """One call's recording while it runs. Not for two threads at once."""

    def __init__(self, call_id: str, rate: int, pcm: Path, ended: Callable[[str], None]) -> None:
        self._call_id = call_id
        self._rate = rate
        self._pcm = pcm
        self._ended = ended
        self._waiting = bytearray()
        self._unsynced_bytes = 0
        self._in_trouble = False
        self._file: FileIO | None = None

    def open(self) -> None:
        """Make the files; a full disk is waited out. Raises ``RecordingError`` where they can't be written at all."""
        try:
            self._make()
        except OSError as error:
            explained = explained_error(error, self._pcm)
            if explained.errno not in FULL:
                raise explained from error
            self._wait_for_disk(explained)

    def append(self, samples: NDArray[np.int16]) -> None:
        """Add samples of shape (n, 2), channel 0 the agent; written every 0.5 s of audio.

        A full disk is waited out for 30 s of audio, which are kept in memory; then raises ``RecordingError``.
        """
        self._waiting += np.ascontiguousarray(samples, "<i2").tobytes()
        if len(self._waiting) < self._bytes(WRITE_SECONDS):
            return
        try:
            self._write()
        except OSError as error:
            explained = explained_error(error, self._pcm)
            if len(self._waiting) > self._bytes(HELD_SECONDS):
                raise explained from error
            self._wait_for_disk(explained)
        else:
            self._in_trouble = False

    def finish(self) -> Path | None:
        """Turn the recording into FLAC and remove the PCM; None where no audio ever came.

        Raises ``RecordingError`` where it can't, and keeps the PCM for ``Recordings.recover``; what still waited in
        memory is lost then, and the log says how much.
        """
        try:
            self._write()
            self._close()
            return finish_pcm(self._pcm, self._rate)
        except OSError as error:
            if self._waiting:
                lost = len(self._waiting) / self._bytes(1.0)
                logger.error("call %s: the last %.1f s could not be recorded", self._call_id, lost)
            raise explained_error(error, self._pcm) from error
        finally:
            self._close()
            self._ended(self._pcm.stem)

    def _make(self) -> FileIO:
        """The note first: without it the PCM can't be finished."""
        if self._file is None:
            self._pcm.parent.mkdir(parents=True, exist_ok=True)
            _write_note(self._pcm.with_suffix(".json"), Note(self._call_id, self._rate))
            self._file = FileIO(self._pcm, "xb")
        return self._file

    def _write(self) -> None:
        file = self._make()
        while self._waiting:
            written = file.write(self._waiting) or 0
            del self._waiting[:written]
            self._unsynced_bytes += written
        if self._unsynced_bytes >= self._bytes(SYNC_SECONDS):
            os.fsync(file.fileno())
            self._unsynced_bytes = 0

    def _wait_for_disk(self, explained: RecordingError) -> None:
        if not self._in_trouble:
            self._in_trouble = True
            logger.error("call %s: %s; the recording waits in memory for now", self._call_id, explained)

    def _close(self) -> None:
        if self._file:
            self._file.close()

    def _bytes(self, seconds: float) -> int:
        return int(seconds * self._rate) * flac.FRAME_BYTES


def finish_pcm(pcm: Path, rate: int) -> Path | None:
    """PCM -> FLAC, then the PCM and its note go; None where there is no sample. Keeps the PCM on ``OSError``."""
    target = pcm.with_suffix(".flac")
    recorded = pcm.stat().st_size >= flac.FRAME_BYTES
    if recorded:
        flac.encode(pcm, rate, target)
    pcm.unlink()
    pcm.with_suffix(".json").unlink(missing_ok=True)
    return target if recorded else None


def _write_note(path: Path, note: Note) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".note")
    try:
        with part.open("wb") as file:
            file.write(msgspec.json.encode(note))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def explained_error(error: OSError, pcm: Path) -> RecordingError:
    """The system's error in words that say what to do."""
    if isinstance(error, RecordingError):
        return error
    number = error.errno or errno.EIO
    match number:
        case _ if number in FULL:
            what = f"The disk of {pcm.parent} is full: free some space there"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            what = f"{pcm.parent} can't be written: make it writable for this user, or give another folder with --data"
        case _:
            what = f"{pcm} can't be written ({error.strerror}): check the disk and its free space"
    return RecordingError(number, what)
