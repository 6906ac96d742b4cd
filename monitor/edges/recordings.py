"""Recordings of calls: headerless PCM while a call runs, FLAC once it has ended.

A FLAC file that a crash cuts off can't be read at all; PCM loses its last half second.
Beside the PCM lies a small note of what it is, so that the next start can finish it.
All of this blocks: it is called from a thread.
"""

import errno
import logging
import os
import re
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import soundfile
from numpy.typing import NDArray

from monitor.core.errors import CallMonitorError
from monitor.edges import flac

logger = logging.getLogger(__name__)

WRITE_SECONDS = 0.5
"""Audio is handed to the system in pieces of this length: what a killed process can lose."""
SYNC_SECONDS = 5.0
"""Audio is forced to the disk in pieces of this length: what a power cut can lose."""
HELD_SECONDS = 30.0
"""So much audio waits in memory for a disk that is full, before recording gives up."""
READABLE_ID_CHARACTERS = 40


class RecordingError(CallMonitorError, OSError):
    """A recording can't be written; the message says what to do."""

    def __str__(self) -> str:
        return str(self.strerror)


class Recovered(NamedTuple):
    """A recording that a crash left behind."""

    call_id: str
    seconds: float


class Note(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a PCM file holds: two channels, 16 bit, agent first."""

    call_id: str
    rate: int


class Recordings:
    """The folder of all recordings; it appears with the first one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, RecordingFile] = {}

    def start(self, call_id: str, rate: int) -> "RecordingFile":
        """Open a call's recording; raises ``RecordingError`` where it can't be, or where the call has one already."""
        pcm = self._file(call_id, ".pcm")
        if pcm.exists() or self.path(call_id):
            raise RecordingError(errno.EEXIST, f"call {call_id} has a recording already, which is kept")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            _write_note(pcm.with_suffix(".json"), Note(call_id, rate))
            file = RecordingFile(self, call_id, rate, pcm)
        except OSError as error:
            raise _explained(error, pcm) from error
        self._open[pcm.stem] = file
        return file

    def path(self, call_id: str) -> Path | None:
        """The finished recording; None where there is none (yet)."""
        file = self._file(call_id, ".flac")
        return file if file.exists() else None

    def seconds(self, call_id: str) -> float:
        """Length of the finished recording, 0 where there is none."""
        path = self.path(call_id)
        if path is None:
            return 0.0
        about = soundfile.info(path)
        return float(about.frames / about.samplerate)

    def recover(self) -> list[Recovered]:
        """Finish what a crash or a full disk left as PCM, and tell how long each is. Running calls are left alone.

        One that can't be finished now is reported too, and its PCM stays for the next time.
        """
        for file in [file for file in self._open.values() if file.ended]:
            with suppress(RecordingError):  # logged when the call ended; it is tried again the next time
                file.finish()
        notes = [path for path in sorted(self._folder.glob("*.json")) if path.stem not in self._open]
        return [found for path in notes if (found := _recover(path)) is not None]

    def forget(self, file: "RecordingFile") -> None:
        """The recording is finished."""
        self._open.pop(file.pcm.stem, None)

    def _file(self, call_id: str, suffix: str) -> Path:
        return self._folder / (file_stem(call_id) + suffix)


class RecordingFile:
    """One call's recording while it runs. Not for two threads at once."""

    def __init__(self, recordings: Recordings, call_id: str, rate: int, pcm: Path) -> None:
        self.pcm = pcm
        self.ended = False
        """True once the call is over."""
        self._recordings = recordings
        self._call_id = call_id
        self._rate = rate
        self._waiting = bytearray()
        self._unsynced_bytes = 0
        self._refused = False
        self._file = pcm.open("xb", buffering=0)

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
            self._hold(error)
        else:
            self._refused = False

    def finish(self) -> Path | None:
        """Turn the recording into FLAC and remove the PCM; None where no audio ever came.

        Raises ``RecordingError`` where it can't, and keeps the PCM: ``Recordings.recover`` finishes it another time,
        with what still waits in memory if the process is the same.
        """
        self.ended = True
        try:
            self._write()
            finished = _finish(self.pcm, self._rate)
        except OSError as error:
            raise _explained(error, self.pcm) from error
        self._file.close()
        self._recordings.forget(self)
        return finished

    def _write(self) -> None:
        while self._waiting:
            written = self._file.write(self._waiting) or 0
            del self._waiting[:written]
            self._unsynced_bytes += written
        if self._unsynced_bytes >= self._bytes(SYNC_SECONDS):
            os.fsync(self._file.fileno())
            self._unsynced_bytes = 0

    def _hold(self, error: OSError) -> None:
        explained = _explained(error, self.pcm)
        if len(self._waiting) > self._bytes(HELD_SECONDS):
            raise explained from error
        if not self._refused:
            self._refused = True
            logger.error("call %s: %s; the recording waits in memory for now", self._call_id, explained)

    def _bytes(self, seconds: float) -> int:
        return int(seconds * self._rate) * flac.FRAME_BYTES


def file_stem(call_id: str) -> str:
    """A file name for a call id from outside: safe on every system, of bounded length, and no two ids share one."""
    readable = re.sub(r"[^A-Za-z0-9_-]+", "_", call_id)[:READABLE_ID_CHARACTERS]
    return f"{readable}-{sha256(call_id.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


def _finish(pcm: Path, rate: int) -> Path | None:
    """PCM -> FLAC, then the PCM and its note go."""
    target = pcm.with_suffix(".flac")
    recorded = pcm.stat().st_size >= flac.FRAME_BYTES
    if recorded:
        flac.encode(pcm, rate, target)
    pcm.unlink()
    pcm.with_suffix(".json").unlink(missing_ok=True)
    return target if recorded else None


def _recover(path: Path) -> Recovered | None:
    pcm = path.with_suffix(".pcm")
    try:
        note = msgspec.json.decode(path.read_bytes(), type=Note)
        if not pcm.exists():  # the kill came after the FLAC was whole, or before any audio
            path.unlink()
            return None
        seconds = pcm.stat().st_size // flac.FRAME_BYTES / note.rate
    except (OSError, msgspec.MsgspecError) as error:
        logger.error("%s can't be read, what lies beside it is left as it is: %s", path, error)
        return None
    try:
        _finish(pcm, note.rate)
    except OSError as error:
        logger.error("call %s: %s", note.call_id, _explained(error, pcm))
    return Recovered(note.call_id, seconds)


def _write_note(path: Path, note: Note) -> None:
    """Whole or not at all: without it the PCM can't be finished."""
    part = path.with_suffix(".note")
    with part.open("wb") as file:
        file.write(msgspec.json.encode(note))
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _explained(error: OSError, pcm: Path) -> RecordingError:
    if isinstance(error, RecordingError):
        return error
    number = error.errno or errno.EIO
    match number:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            what = f"The disk of {pcm.parent} is full: free some space there"
        case errno.EACCES | errno.EPERM | errno.EROFS:
            what = f"{pcm.parent} can't be written: make it writable for this user, or give another folder with --data"
        case _:
            what = f"{pcm} can't be written ({error.strerror}): check the disk and its free space"
    return RecordingError(number, what)
