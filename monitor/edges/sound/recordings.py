"""Recordings of calls: headerless PCM while a call runs, FLAC once it has ended.

A FLAC file that a crash cuts off can't be read at all; PCM loses its last half second.
Beside the PCM lies a small note of what it is, so that the next start can finish it.
All of this blocks: it is called from a thread.
"""

import errno
import logging
import re
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec
import soundfile

from monitor.edges.sound import flac
from monitor.edges.sound.recording_file import Note, RecordingError, RecordingFile, explained_error, finish_pcm

logger = logging.getLogger(__name__)

READABLE_ID_CHARACTERS = 40


class Recovered(NamedTuple):
    """A recording that a crash left behind."""

    call_id: str
    seconds: float


class Recordings:
    """The folder of all recordings; it appears with the first one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._running: set[str] = set()

    def start(self, call_id: str, rate: int) -> RecordingFile:
        """Open a call's recording; raises ``RecordingError`` where it can't be, or where the call has one already."""
        pcm = self._file(call_id, ".pcm")
        if pcm.exists() or self.path(call_id):
            raise RecordingError(errno.EEXIST, f"call {call_id} has a recording already, which is kept")
        file = RecordingFile(call_id, rate, pcm, self._running.discard)
        file.open()
        self._running.add(pcm.stem)
        return file

    def path(self, call_id: str) -> Path | None:
        """The finished recording; None where there is none (yet)."""
        file = self._file(call_id, ".flac")
        return file if file.exists() else None

    def delete(self, call_id: str) -> None:
        """Delete the recording, and what a crash left of one; raises ``OSError``."""
        for suffix in (".flac", ".pcm", ".json"):
            self._file(call_id, suffix).unlink(missing_ok=True)

    def seconds(self, call_id: str) -> float:
        """Length of the finished recording, 0 where there is none that can be read."""
        path = self.path(call_id)
        if path is None:
            return 0.0
        try:
            about = soundfile.info(path)
        except soundfile.SoundFileError as error:
            logger.error("call %s: its recording can't be read: %s", call_id, error)
            return 0.0
        return float(about.frames / about.samplerate)

    def recover(self) -> list[Recovered]:
        """Finish what a crash or a full disk left as PCM, and tell how long each is. Running calls are left alone.

        One that can't be finished now is reported too, and its PCM stays for the next time.
        """
        notes = [path for path in sorted(self._folder.glob("*.json")) if path.stem not in self._running]
        return [found for path in notes if (found := _recover(path)) is not None]

    def _file(self, call_id: str, suffix: str) -> Path:
        return self._folder / (file_stem(call_id) + suffix)


def file_stem(call_id: str) -> str:
    """A file name for a call id from outside: safe on every system, of bounded length, and no two ids share one."""
    readable = re.sub(r"[^A-Za-z0-9_-]+", "_", call_id)[:READABLE_ID_CHARACTERS]
    return f"{readable}-{sha256(call_id.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


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
        finish_pcm(pcm, note.rate)
    except OSError as error:
        logger.error("call %s: %s", note.call_id, explained_error(error, pcm))
    return Recovered(note.call_id, seconds)
