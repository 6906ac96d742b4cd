"""A call's recording while it runs: blocking writes happen in a thread, in order.

A disk that fails, or stalls for too long, ends the recording and not the call; what is
on disk is kept.
"""

import asyncio
import logging
from collections import deque
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

logger = logging.getLogger(__name__)

LONGEST_STALL_SECONDS = 30.0


class RecordingFile(Protocol):
    """An open recording. Blocking."""

    def append(self, samples: NDArray[np.int16]) -> None:
        """Add samples of shape (n, 2); raises ``OSError``."""

    def finish(self) -> Path | None:
        """Turn it into its final form, None where no audio came; raises ``OSError``."""


class RecordingFiles(Protocol):
    """Where recordings are kept. Blocking."""

    def start(self, call_id: str, rate: int) -> RecordingFile:
        """Open one; raises ``OSError`` or ``CallMonitorError``."""


class CallRecording:
    """Feeds one ``RecordingFile`` from the event loop."""

    def __init__(self, call_id: str, file: RecordingFile, rate: int) -> None:
        self.broken = False
        """True once the disk failed or stalled: nothing more is recorded."""
        self._call_id = call_id
        self._file = file
        self._most_samples = int(LONGEST_STALL_SECONDS * rate)
        self._waiting: deque[NDArray[np.int16]] = deque()
        self._waiting_samples = 0
        self._some = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()
        self._one_at_a_time = asyncio.Lock()

    def append(self, samples: NDArray[np.int16]) -> None:
        """Queue samples of shape (n, 2); never blocks."""
        if self.broken:
            return
        self._waiting.append(samples)
        self._waiting_samples += len(samples)
        self._some.set()
        if self._waiting_samples > self._most_samples:
            self._break("the disk did not keep up")
        elif self._waiting_samples > self._most_samples // 2:
            self._room.clear()

    async def room(self) -> None:
        """Wait until little waits, for sources that can wait."""
        await self._room.wait()

    async def run(self) -> None:
        """Write until cancelled; a write under way goes on, and what still waits is for ``finish``."""
        while not self.broken:
            await self._some.wait()
            await asyncio.shield(asyncio.ensure_future(self._write()))

    async def finish(self) -> None:
        """Write the rest and close the file; ``run`` is over by then. Never raises for a failing disk."""
        await self._write()
        try:
            await asyncio.to_thread(self._file.finish)
        except OSError as error:
            logger.error(
                "call %s: the recording could not be finished, it is tried again at the next start: %s",
                self._call_id,
                error.strerror,
            )

    async def _write(self) -> None:
        async with self._one_at_a_time:
            while self._waiting:
                block = np.concatenate(self._waiting)
                self._waiting.clear()
                self._waiting_samples = 0
                self._room.set()
                try:
                    await asyncio.to_thread(self._file.append, block)
                except OSError as error:
                    self._break(error.strerror or str(error))
            self._some.clear()

    def _break(self, why: str) -> None:
        self.broken = True
        self._waiting.clear()
        self._waiting_samples = 0
        self._room.set()
        self._some.set()
        logger.error("call %s: recording stopped: %s", self._call_id, why)
