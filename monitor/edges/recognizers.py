"""Everything that hears live calls: a pool of recognisers for each installed language and sample rate."""

import asyncio
import logging
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from monitor.core.signal.audio import NARROW_RATE
from monitor.edges.engines import LoadedModel, load
from monitor.edges.models.installed import InstalledModel, best_for, installed_models, models_folder
from monitor.edges.turn_pool import TurnPool
from monitor.edges.vosk.pool import PoolSettings, WarmPool
from monitor.edges.vosk.recognizer import ModelError
from monitor.edges.whisper.model import LANGUAGES
from monitor.service.recognition import RecognitionState

logger = logging.getLogger(__name__)

WARMING_NICENESS = 10

Pool = WarmPool | TurnPool


class Recognizers:
    """Models loaded at start, pools made as calls need them, warming behind."""

    def __init__(self, settings: PoolSettings) -> None:
        self.warm = asyncio.Event()
        """Set once a warm recogniser waited for a call in every language."""
        self._settings = settings
        self._loaded: dict[str, LoadedModel] = {}
        self._models: list[InstalledModel] = []
        self._pools: dict[tuple[str, str, int], Pool] = {}
        self._off_because = "the speech models are not loaded yet"
        self._new_pools: asyncio.Queue[WarmPool] = asyncio.Queue()
        self._stop = threading.Event()
        self._threads = ThreadPoolExecutor(settings.threads or os.cpu_count() or 1, "decode")
        # As many as may wait for whole turns, and some that take the audio of other channels meanwhile.
        self._waiting = ThreadPoolExecutor(settings.whisper.queue_units + 4, "turns")
        self._warming = ThreadPoolExecutor(1, "warm", initializer=_be_nice)

    async def load(self) -> None:
        """Load the installed models, one after another; those that can't be loaded are logged and left out."""
        folder = models_folder(self._settings.folder)
        found = await asyncio.to_thread(installed_models, folder)
        failures = []
        for model in await asyncio.to_thread(_for_live_calls, found):
            try:
                self._loaded[model.name] = await asyncio.to_thread(
                    load, model, self._settings.whisper, self._settings.vosk
                )
                self._models.append(model)
                logger.info("speech model %s loaded, language %s", model.name, model.language)
            except ModelError as error:
                failures.append(str(error))
                logger.error("%s", error)
        self._off_because = "" if self._models else "; ".join(failures) or _nothing_installed(folder)

    def pool(self, language: str, rate: int) -> Pool | None:
        """Recognisers for a call at 8000 or 16000 samples a second; None where no model hears its language."""
        model = best_for(language, self._models)
        if model is None:
            return None
        # A Whisper model is told the language of each call, a Vosk model has one.
        key = (model.name, language if model.engine == "whisper" else model.language, rate)
        if key not in self._pools:
            self._pools[key] = self._new_pool(model, *key[1:])
        return self._pools[key]

    def state(self) -> RecognitionState:
        """For pages: ``warming`` takes calls too, their first words come late."""
        names = tuple(model.name for model in self._models)
        if not names:
            return RecognitionState("off", (), self._off_because)
        return RecognitionState("ready" if self.warm.is_set() else "warming", names, "")

    async def run(self) -> None:
        """Keep recognisers warm, for telephone calls in every language and for what else comes; until cancelled."""
        for model in self._models:
            if model.engine == "vosk":
                self.pool(model.language, NARROW_RATE)
        self._warmed()
        async with asyncio.TaskGroup() as tasks:
            while True:
                pool = await self._new_pools.get()
                tasks.create_task(pool.keep_warm(self._warming, self._stop, self._warmed))

    def close(self) -> None:
        """Stop the threads and the engines' processes; what Vosk decodes at this moment still ends."""
        self._stop.set()
        for loaded in self._loaded.values():
            loaded.close()
        for threads in (self._warming, self._threads, self._waiting):
            threads.shutdown(wait=True, cancel_futures=True)

    def _new_pool(self, model: InstalledModel, language: str, rate: int) -> Pool:
        loaded = self._loaded[model.name]

        if model.engine == "whisper":
            return TurnPool(model.words_from, loaded, language, rate, self._waiting)
        pool = WarmPool(
            model.words_from, lambda: loaded.recognizer(rate, language), self._threads, self._settings, rate
        )
        self._new_pools.put_nowait(pool)
        return pool

    def _warmed(self) -> None:
        if all(pool.warm for pool in self._pools.values()):
            self.warm.set()


def _for_live_calls(found: list[InstalledModel]) -> list[InstalledModel]:
    """Vosk models of a usual size, and what is the best for some language: big ones may lie there for later."""
    codes = LANGUAGES | {model.language for model in found}
    best = {model.name for model in (best_for(code, found) for code in codes) if model}
    return [model for model in found if model.name in best or (model.engine == "vosk" and not model.large)]


def _nothing_installed(folder: Path) -> str:
    return (
        f"no speech model is installed in {folder}, so words are not heard; voice, pace and turns are. "
        "`call-monitor models list` shows what can be installed"
    )


def _be_nice() -> None:
    """Warming gives way to live calls, where a thread can have a priority of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), WARMING_NICENESS)
