"""Hears ended calls again, each in a process of its own at the lowest priority."""

import asyncio
import logging
import sys
from collections.abc import Callable
from contextlib import suppress

import msgspec

from monitor.edges.models.installed import InstalledModel, for_second_pass, installed_models, models_folder
from monitor.edges.second_pass.worker import Alive, Done, Failed, Job, Loaded, Message, Said
from monitor.edges.sound.recordings import Recordings
from monitor.edges.vosk.pool import PoolSettings
from monitor.edges.vosk.settings import VoskSettings
from monitor.edges.whisper.settings import WhisperSettings
from monitor.service.second_pass import DueCall, HeardAgain, HeardTurn, SecondPassFailed

WATCH_SECONDS = 0.5
"""How soon it pauses once a call is live."""
PATIENCE = 10
"""At idle priority an engine may take so many times as long as live before it counts as hanging."""
LONGEST_LINE = 4 * 1024 * 1024

logger = logging.getLogger(__name__)

_read = msgspec.json.Decoder(Message)


class NotLoaded(SecondPassFailed):
    """This model is no good; another may be."""


class Ears:
    """Implements ``service.second_pass.SecondEars`` over the models folder and the recordings."""

    def __init__(self, recordings: Recordings, hearing: PoolSettings, stall_seconds: float) -> None:
        self._recordings = recordings
        self._models = models_folder(hearing.folder)
        self._vosk = _thorough(hearing.vosk)
        self._whisper = _patient(hearing.whisper)
        self._stall_seconds = stall_seconds

    async def words_from(self, language: str) -> str | None:
        """See ``SecondEars``; models that were installed since the start are taken too."""
        models = await asyncio.to_thread(self._ranked, language)
        return models[0].words_from if models else None

    async def hear(self, call: DueCall, may_go_on: Callable[[], bool]) -> HeardAgain:
        """See ``SecondEars``."""
        recording = await asyncio.to_thread(self._recordings.path, call.call_id)
        if recording is None:
            raise SecondPassFailed("it has no recording")
        refused: list[str] = []
        for model in await asyncio.to_thread(self._ranked, call.kind.language):
            if model.words_from == call.kind.words_from:
                break
            job = Job(str(recording), call.kind.language, str(self._models), model.name, self._whisper, self._vosk)
            try:
                return HeardAgain(model.words_from, tuple(await self._hear(job, may_go_on)), _together(refused))
            except NotLoaded as error:
                logger.warning("call %s: %s can't hear it again: %s", call.call_id, model.name, error)
                refused.append(f"{model.name}: {error}")
        raise SecondPassFailed(_together(refused) or "no better speech model for its language is installed any more")

    async def _hear(self, job: Job, may_go_on: Callable[[], bool]) -> list[HeardTurn]:
        process = await asyncio.create_subprocess_exec(
            *command(job), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LONGEST_LINE
        )
        pausing = asyncio.ensure_future(_pause(process, may_go_on))
        try:
            return await self._turns(process)
        finally:
            pausing.cancel()
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def _ranked(self, language: str) -> list[InstalledModel]:
        return for_second_pass(language, installed_models(self._models))

    async def _turns(self, process: asyncio.subprocess.Process) -> list[HeardTurn]:
        try:
            while not isinstance(message := await self._message(process), Loaded):
                if isinstance(message, Failed):
                    raise SecondPassFailed(message.because)
        except SecondPassFailed as error:
            raise NotLoaded(str(error)) from error
        return await self._said(process)

    async def _said(self, process: asyncio.subprocess.Process) -> list[HeardTurn]:
        turns: list[HeardTurn] = []
        while True:
            match await self._message(process):
                case Said(turn):
                    turns.append(turn)
                case Failed(because):
                    raise SecondPassFailed(because)
                case Done():
                    return sorted(turns, key=lambda turn: turn.words[0].start)
                case Alive() | Loaded():
                    continue

    async def _message(self, process: asyncio.subprocess.Process) -> Message:
        assert process.stdout is not None
        try:
            async with asyncio.timeout(self._stall_seconds):
                line = await process.stdout.readline()
            if not line:
                raise SecondPassFailed(f"its process crashed (exit code {await process.wait()})")
            message: Message = _read.decode(line)
        except TimeoutError as error:
            raise SecondPassFailed(f"its process gave no sign for {self._stall_seconds:.0f} s") from error
        except ValueError as error:  # no message, or a line without an end
            raise SecondPassFailed("its process answered nonsense") from error
        return message


def _together(reasons: list[str]) -> str:
    """Without the full stops that some have."""
    return "; ".join(reason.rstrip(".") for reason in reasons)


def _thorough(vosk: VoskSettings) -> VoskSettings:
    """The same with as wide a search as the publisher's: time is no matter."""
    return msgspec.structs.replace(vosk, beam=0.0, lattice_beam=0.0, max_active=0)


def _patient(whisper: WhisperSettings) -> WhisperSettings:
    """The same with more time for everything."""
    return msgspec.structs.replace(
        whisper, timeout_seconds=whisper.timeout_seconds * PATIENCE, start_seconds=whisper.start_seconds * PATIENCE
    )


def command(job: Job) -> list[str]:
    """What starts the process of a call."""
    return [sys.executable, "-m", "monitor.edges.second_pass.worker", msgspec.json.encode(job).decode()]


async def _pause(process: asyncio.subprocess.Process, may_go_on: Callable[[], bool]) -> None:
    """Tell the process to wait or to go, whenever that changes; until cancelled, or it is gone."""
    assert process.stdin is not None
    told: bool | None = None
    with suppress(OSError):
        while True:
            now = may_go_on()
            if now is not told:
                process.stdin.write(b"go\n" if now else b"wait\n")
                await process.stdin.drain()
                told = now
            await asyncio.sleep(WATCH_SECONDS)
