"""Warm recognisers of one model at one sample rate, handed from call to call.

A new recogniser stalls for most of a second at the first speech it hears; one that has
heard 20 s of anything like speech does not. Warming costs 8 s of CPU each, so a few are
kept, and those given back are kept too.
"""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from typing import Protocol

import msgspec

from monitor.edges.vosk.settings import VoskSettings
from monitor.edges.vosk.warm_audio import warm_audio
from monitor.edges.whisper.settings import WhisperSettings
from monitor.service.recognition import Intake, Recognizer, RecognizerError

logger = logging.getLogger(__name__)


class PoolSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many recognisers are kept, at 100-135 MB each."""

    warmed: int = 4
    """Kept ready for calls to come, two a call."""
    most_idle: int = 16
    """Given back ones over this are let go."""
    warm_seconds: float = 20.0
    """Speech-like sound a new one decodes before it counts as warm."""
    threads: int = 0
    """Decoding at once; 0 for all cores."""
    folder: str = ""
    """Where the models are; empty for the folder ``models`` of the installation."""
    url: str = ""
    """Where models are downloaded from, in place of the publisher: a site's mirror."""
    vosk: VoskSettings = VoskSettings()
    whisper: WhisperSettings = WhisperSettings()


class Make(Protocol):
    """Makes a new recogniser of the pool's model at its rate. Blocking."""

    def __call__(self) -> Recognizer: ...  # noqa: D102


class WarmPool:
    """The service's ``RecognizerPool``. Used from the event loop; ``warm_one`` runs in a thread of its own."""

    def __init__(self, words_from: str, make: Make, threads: Executor, settings: PoolSettings, rate: int) -> None:
        self.words_from = words_from
        self.intake = Intake(settings.vosk.gate)
        self.threads = threads
        self._make = make
        self._settings = settings
        self._rate = rate
        self._idle: deque[Recognizer] = deque()
        self._wanted = asyncio.Event()
        self._wanted.set()

    @property
    def warm(self) -> int:
        """Recognisers that wait, warm, for a call."""
        return len(self._idle)

    async def lend(self) -> Recognizer:
        """A warm one where one is idle, else a new one; either way it knows no speaker."""
        loop = asyncio.get_running_loop()
        recognizer = self._idle.popleft() if self._idle else None
        self._look()
        if recognizer is None:
            return await loop.run_in_executor(self.threads, self._make)
        await loop.run_in_executor(self.threads, recognizer.reset)
        return recognizer

    def give_back(self, recognizer: Recognizer) -> None:
        """Keep it for the next channel: it is warm now."""
        if len(self._idle) < self._settings.most_idle:
            self._idle.append(recognizer)
        self._look()

    async def keep_warm(self, warming: Executor, stop: threading.Event, warmed: Callable[[], None]) -> None:
        """Warm new ones one after another while too few wait; until cancelled.

        ``stop`` ends a warming thread early; ``warmed`` is called after each.
        """
        loop = asyncio.get_running_loop()
        while True:
            await self._wanted.wait()
            try:
                recognizer = await loop.run_in_executor(warming, self._warm_one, stop)
            except RecognizerError as error:
                logger.error("warming a recogniser of %s failed, new ones start cold: %s", self.words_from, error)
                return
            self.give_back(recognizer)
            warmed()

    def _warm_one(self, stop: threading.Event) -> Recognizer:
        recognizer = self._make()
        sound = warm_audio(self._settings.warm_seconds, self._rate)
        block = round(self._rate * self._settings.vosk.block_seconds)
        for first in range(0, len(sound), block):
            if stop.is_set():
                break
            recognizer.accept(sound[first : first + block].astype("<i2").tobytes())
        return recognizer

    def _look(self) -> None:
        if len(self._idle) < self._settings.warmed:
            self._wanted.set()
        else:
            self._wanted.clear()
