"""A Whisper model at work for all calls: one process, a bounded queue before it, and what happens when it fails.

A process that crashes, hangs or wants too much memory is started anew. The piece of
speech in its hands is tried once more, then given up; those behind it go on in order.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future

from monitor.core.errors import CallMonitorError
from monitor.core.events import Word
from monitor.edges.whisper.messages import Unit
from monitor.edges.whisper.process import ProcessEnded, UnitRefused, WhisperProcess
from monitor.edges.whisper.settings import WhisperSettings

logger = logging.getLogger(__name__)

ATTEMPTS = 2
QUIET_SECONDS = 5.0
"""After a start that failed none is tried for so long: a broken machine is not kept busy with starting."""

Words = tuple[Word, ...]


class UnitLost(CallMonitorError):
    """A piece of speech was not decoded: its words are a gap."""


class WhisperEngine:
    """Decodes for any number of threads, one unit after another, first come first served."""

    def __init__(self, name: str, start: Callable[[], WhisperProcess], settings: WhisperSettings) -> None:
        """Load the model; raises ``ProcessEnded`` or ``UnitRefused`` where that fails. Blocking."""
        self._name = name
        self._start = start
        self._settings = settings
        self._waiting: deque[tuple[Unit, Future[Words]]] = deque()
        self._some = threading.Condition()
        self._closed = False
        self._started_badly_at: float | None = None
        self._process: WhisperProcess | None = start()
        self._thread = threading.Thread(target=self._serve, name="whisper", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        """The process that lives now."""
        return self._process.pid if self._process else None

    def decode(self, unit: Unit) -> Words:
        """Words of a unit, in seconds from its start; raises ``UnitLost``. Waits for its turn."""
        mine: Future[Words] = Future()
        with self._some:
            if self._closed:
                raise UnitLost("the engine is stopped")
            self._waiting.append((unit, mine))
            dropped = self._waiting.popleft()[1] if len(self._waiting) > self._settings.queue_units else None
            self._some.notify()
        if dropped:
            dropped.set_exception(UnitLost("it waited too long behind others"))
        return mine.result()

    def close(self) -> None:
        """End the process; what still waits is lost."""
        with self._some:
            self._closed = True
            waiting = list(self._waiting)
            self._waiting.clear()
            self._some.notify()
            process = self._process
        for _, future in waiting:
            future.set_exception(UnitLost("the engine is stopped"))
        if process:
            process.kill()
        self._thread.join()

    def _serve(self) -> None:
        while (next_one := self._next()) is not None:
            unit, future = next_one
            try:
                future.set_result(self._decode(unit))
            except UnitLost as error:
                future.set_exception(error)
        if self._process:
            self._process.close()

    def _next(self) -> tuple[Unit, Future[Words]] | None:
        with self._some:
            while not self._waiting and not self._closed:
                self._some.wait()
            return None if self._closed else self._waiting.popleft()

    def _decode(self, unit: Unit) -> Words:
        for _ in range(ATTEMPTS):
            try:
                return self._running().decode(unit)
            except ProcessEnded as error:
                self._process = None
                if self._closed:
                    raise UnitLost("the engine is stopped") from error
                logger.warning("the process of %s %s; it is started anew", self._name, error)
            except UnitRefused as error:
                raise UnitLost(f"{self._name} could not decode {unit.seconds:.1f} s of speech: {error}") from error
        raise UnitLost(f"{self._name} failed {ATTEMPTS} times over the same {unit.seconds:.1f} s of speech")

    def _running(self) -> WhisperProcess:
        if self._process is None:
            self._process = self._started()
        return self._process

    def _started(self) -> WhisperProcess:
        tried_at = self._started_badly_at
        if tried_at is not None and time.monotonic() - tried_at < QUIET_SECONDS:
            raise UnitLost(f"{self._name} can't be started at the moment")
        try:
            process = self._start()
        except (ProcessEnded, UnitRefused) as error:
            self._started_badly_at = time.monotonic()
            raise UnitLost(f"{self._name} can't be started anew: {error}") from error
        self._started_badly_at = None
        return process
