"""One Whisper process, from its start to its end; watched for hanging and for memory from a thread beside it."""

import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from monitor.core.errors import CallMonitorError
from monitor.core.events import Word
from monitor.edges.whisper.messages import OUT_OF_MEMORY, Answer, Decoded, Failed, Unit, receive_answer, send
from monitor.edges.whisper.settings import WhisperSettings
from monitor.edges.whisper.watch import Watch

WATCH_SECONDS = 0.1
ENDING_SECONDS = 1.0
"""A process that has closed its pipe ends by itself in this time, with a code that says why."""


class ProcessEnded(CallMonitorError):
    """The process is gone: crashed, hung or over its memory; the message says which."""


class UnitRefused(CallMonitorError):
    """The engine could not decode this piece of speech; the process goes on."""


def worker_command(folder: Path, settings: WhisperSettings) -> list[str]:
    """What starts the process of a model."""
    given = msgspec.json.encode(settings).decode()
    return [sys.executable, "-m", "monitor.edges.whisper.worker", str(folder), given]


class WhisperProcess:
    """Used by one thread at a time; ``kill`` by any."""

    def __init__(self, command: Sequence[str], settings: WhisperSettings) -> None:
        """Start it and wait until its model is loaded; raises ``ProcessEnded``, ``UnitRefused`` for a bad model."""
        self._settings = settings
        self._because = ""
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603  ours
        self._requests, self._answers = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)
        self._watching = Watch(self._process.pid, settings.memory_mb)
        threading.Thread(target=self._keep_watch, name="watch-whisper", daemon=True).start()
        self._watching.begin(settings.start_seconds)
        try:
            self._answer()
        except UnitRefused:
            self._ended()
            raise

    @property
    def pid(self) -> int:
        """Its number in the system."""
        return self._process.pid

    def decode(self, unit: Unit) -> tuple[Word, ...]:
        """Words of a unit; raises ``ProcessEnded`` or ``UnitRefused``. Blocking."""
        self._watching.begin(self._settings.timeout_seconds)
        try:
            send(self._requests, unit)
        except OSError as error:
            raise self._ended() from error
        answer = self._answer()
        return answer.words if isinstance(answer, Decoded) else ()

    def kill(self, because: str = "was ended") -> None:
        """End it at once, whatever it does."""
        self._because = self._because or because
        self._process.kill()

    def close(self) -> None:
        """End it and leave nothing of it behind; by the thread that uses it."""
        self.kill()
        self._ended()

    def _answer(self) -> Answer:
        try:
            answer = receive_answer(self._answers)
        except msgspec.DecodeError:
            self.kill("answered nonsense")
            raise self._ended() from None
        finally:
            self._watching.end()
        if answer == Failed(OUT_OF_MEMORY):
            self.kill(self._watching.over_cap)
            answer = None
        if answer is None:
            raise self._ended()
        if isinstance(answer, Failed):
            raise UnitRefused(answer.because)
        return answer

    def _ended(self) -> ProcessEnded:
        """Why it is gone; leaves nothing of it behind."""
        try:
            code = self._process.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        self._answers.close()
        with suppress(OSError):  # what it did not read any more
            self._requests.close()
        return ProcessEnded(self._because or f"crashed (exit code {code})")

    def _keep_watch(self) -> None:
        while self._process.poll() is None:
            trouble = self._watching.trouble()
            if trouble:
                self.kill(trouble)
            time.sleep(WATCH_SECONDS)
