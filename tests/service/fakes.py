"""A scripted core, disk, store and recogniser for tests of live calls."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, CallStarted, Fault, Level, Levels, Utterance, VoiceNow, Word
from monitor.core.signal.frames import empty_frames
from monitor.service.board import Board
from monitor.service.calls import CallRegistry, CallSettings
from monitor.service.hub import Hub, HubSettings
from monitor.service.recognition import Intake, Transcript
from monitor.service.rows import CallExists, StoreUnavailable
from monitor.service.session import Outlets
from monitor.service.writer import Writer
from monitor.wire.browser import ServiceState

STATE = ServiceState(version="1", recogniser="off", models=(), off_because="", active_calls=0, lost_rows=0)
SILENT = VoiceNow(speaking=False, level_over_baseline_db=None, pace_over_usual_percent=None, usual_known=0.0)


class FakeMonitor:
    """Counts samples, makes empty frames, and says what it was told."""

    def __init__(self, info: CallInfo, rate: int = 8000, fail_at: float | None = None) -> None:
        self.info = info
        self.audio: list[np.ndarray] = []
        self.words: list[tuple] = []
        self.notices: list[tuple] = []
        self.answers: list[tuple] = []
        self.faults: list[tuple] = []
        self._rate = rate
        self._samples = 0
        self._framed = 0
        self._fail_at = fail_at

    @property
    def now(self) -> float:
        return self._samples / self._rate

    @property
    def judged(self) -> float:
        return 0.0

    def start(self, started_at, words_from):
        said = {name: getattr(self.info, name) for name in ("source", "language", "agent", "team", "direction")}
        return [CallStarted(at=0.0, call_id=self.info.call_id, started_at=started_at, words_from=words_from, **said)]

    def receive_audio(self, samples):
        self.audio.append(samples)
        self._samples += len(samples)
        if self._fail_at is not None and self.now >= self._fail_at:
            raise RuntimeError("the core failed")
        return []

    def receive_words(self, channel, words, final, at=None, stable=None):
        self.words.append((channel, words, final, self.now))
        text = " ".join(word.text for word in words)
        said = {"start": words[0].start, "end": words[-1].end, "text": text, "words": tuple(words), "final": final}
        return [Utterance(at=self.now, call_id=self.info.call_id, channel=channel, **said)]

    def receive_notice(self, notice, at):
        self.notices.append((notice, at))
        return []

    def receive_fault(self, kind, channel, state="on", switches_off=""):
        self.faults.append((kind, state, self.now))
        said = {"kind": kind, "channel": channel, "switches_off": switches_off, "state": state}
        return [Fault(at=self.now, call_id=self.info.call_id, **said)]

    def answer(self, prompt_id, verdict):
        self.answers.append((prompt_id, verdict))
        return []

    def take_frames(self):
        count = int(self.now / 0.05) - self._framed
        self._framed += count
        frames = empty_frames(count)
        frames["active"] = 0b11111
        return frames

    def voices(self):
        said = {"overlap": False, "on_hold": False, "score": 0.0, "level": Level.CALM}
        return Levels(at=self.now, call_id=self.info.call_id, agent=SILENT, customer=SILENT, **said)

    def end(self, reason="hung_up"):
        seconds = {"duration_seconds": self.now, "agent_speech_seconds": 0.0, "customer_speech_seconds": 0.0}
        return [CallEnded(at=self.now, call_id=self.info.call_id, reason=reason, **seconds)]

    def heard(self) -> np.ndarray:
        return np.concatenate(self.audio) if self.audio else np.zeros((0, 2), np.int16)


class FakeFile:
    """A recording in memory; ``fails`` as a full disk does."""

    def __init__(self) -> None:
        self.blocks: list[np.ndarray] = []
        self.finished = False
        self.fails = False

    def append(self, samples):
        if self.fails:
            raise OSError(28, "No space left on device")
        self.blocks.append(samples)

    def finish(self):
        self.finished = True
        return Path("call.flac")

    def samples(self) -> np.ndarray:
        return np.concatenate(self.blocks) if self.blocks else np.zeros((0, 2), np.int16)


class FakeRecordings:
    """Opens files in memory; ``refuses`` as a read-only folder does."""

    def __init__(self) -> None:
        self.files: dict[str, FakeFile] = {}
        self.refuses = False

    def start(self, call_id, rate):
        if self.refuses:
            raise OSError(30, "Read-only file system")
        return self.files.setdefault(call_id, FakeFile())


class FakeStore:
    """Keeps rows in a list."""

    def __init__(self) -> None:
        self.begun: dict[str, CallStarted] = {}
        self.rows: list = []
        self.away = False

    async def begin_call(self, info, started):
        if self.away:
            raise StoreUnavailable("the disk is full: make room")
        if info.call_id in self.begun:
            raise CallExists("taken")
        self.begun[info.call_id] = started

    async def write(self, batch):
        self.rows.extend(batch)

    def of(self, kind):
        return [row for row in self.rows if isinstance(row, kind)]


class FakeRecognizer:
    """Counts the blocks it is given, and hears one word when the turn ends."""

    def __init__(self) -> None:
        self.blocks: list[bytes] = []

    def accept(self, block):
        self.blocks.append(block)

    def finish_turn(self):
        return Transcript((Word("heard", 0.0, 0.2),), final=True)

    def reset(self):
        self.blocks.clear()


class FakePool:
    """Stands for a model."""

    words_from = "vosk tiny"
    intake = Intake()

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(1)
        self.lent: list[FakeRecognizer] = []

    async def lend(self):
        self.lent.append(FakeRecognizer())
        return self.lent[-1]

    def give_back(self, recognizer):
        pass


class FakeRecognition:
    """A fake model for each of the languages named, and none for the others."""

    def __init__(self, *languages: str) -> None:
        self.asked: list[str] = []
        self.pools = {language: FakePool() for language in languages}

    def pool(self, language, rate):
        self.asked.append(language)
        return self.pools.get(language)

    def close(self):
        for pool in self.pools.values():
            pool.threads.shutdown()


class Service:
    """A registry with everything around it faked but hub, board and writer."""

    def __init__(
        self,
        most: int = 5,
        languages: tuple[str, ...] = (),
        fail_at: dict[str, float] | None = None,
        language_of: Callable[[CallInfo], str] = lambda _: "en",
    ) -> None:
        self.store = FakeStore()
        self.recordings = FakeRecordings()
        self.recognition = FakeRecognition(*languages)
        self.writer = Writer(self.store, interval_seconds=0.0)
        self.hub = Hub(HubSettings(), lambda: 0.0)
        self.board = Board(self.hub, lambda: STATE)
        self.monitors: dict[str, FakeMonitor] = {}
        self._fail_at = fail_at or {}
        self.calls = CallRegistry(
            CallSettings(most=most, drain_seconds=5.0),
            self._monitor,
            self.recognition,
            self.store,
            self.recordings,
            Outlets(self.board, self.writer),
            language_of,
        )

    def _monitor(self, info: CallInfo) -> FakeMonitor:
        self.monitors[info.call_id] = FakeMonitor(info, fail_at=self._fail_at.get(info.call_id))
        return self.monitors[info.call_id]

    async def __aenter__(self) -> "Service":
        ready = asyncio.Event()
        self._running = asyncio.ensure_future(self.calls.run(ready))
        await ready.wait()
        return self

    async def __aexit__(self, *error) -> None:
        await self.calls.end_all("service_stopped")
        self._running.cancel()
        await asyncio.wait({self._running})
        await self.writer.drain()
        self.recognition.close()
