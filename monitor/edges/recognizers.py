"""Everything that hears: a pool of recognisers for each installed language and sample rate."""

import asyncio
import logging
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import vosk

from monitor.core.signal.audio import NARROW_RATE
from monitor.edges.installed_models import InstalledModel, best_for, installed_models, models_folder
from monitor.edges.recognizer import ModelError, VoskRecognizer, load_model
from monitor.edges.recognizer_pool import PoolSettings, WarmPool
from monitor.service.recognition import RecognitionState

logger = logging.getLogger(__name__)

WARMING_NICENESS = 10


class Recognizers:
    """Models loaded at start, pools made as calls need them, warming behind."""

    def __init__(self, settings: PoolSettings) -> None:
        self.warm = asyncio.Event()
        """Set once a warm recogniser waited for a call in every language."""
        self._settings = settings
        self._loaded: dict[str, vosk.Model] = {}
        self._models: list[InstalledModel] = []
        self._pools: dict[tuple[str, int], WarmPool] = {}
        self._off_because = "the speech models are not loaded yet"
        self._new_pools: asyncio.Queue[WarmPool] = asyncio.Queue()
        self._stop = threading.Event()
        self._threads = ThreadPoolExecutor(settings.threads or os.cpu_count() or 1, "decode")
        self._warming = ThreadPoolExecutor(1, "warm", initializer=_be_nice)

    async def load(self) -> None:
        """Load every installed model, one after another; those that can't be loaded are logged and left out."""
        folder = models_folder(self._settings.folder)
        found = await asyncio.to_thread(installed_models, folder)
        failures = []
        for model in found:
            try:
                self._loaded[model.name] = await asyncio.to_thread(load_model, model.folder)
                self._models.append(model)
                logger.info("speech model %s loaded, language %s", model.name, model.language)
            except ModelError as error:
                failures.append(str(error))
                logger.error("%s", error)
        self._off_because = "" if self._models else "; ".join(failures) or _nothing_installed(folder)

    def pool(self, language: str, rate: int) -> WarmPool | None:
        """Recognisers for a call at 8000 or 16000 samples a second; None where no model hears its language."""
        model = best_for(language, self._models)
        if model is None:
            return None
        if (model.name, rate) not in self._pools:
            self._add_pool(model, rate)
        return self._pools[model.name, rate]

    def state(self) -> RecognitionState:
        """For pages: ``warming`` takes calls too, their first words come late."""
        names = tuple(model.name for model in self._models)
        if not names:
            return RecognitionState("off", (), self._off_because)
        return RecognitionState("ready" if self.warm.is_set() else "warming", names, "")

    async def run(self) -> None:
        """Keep recognisers warm, for telephone calls in every language and for what else comes; until cancelled."""
        for model in self._models:
            self.pool(model.language, NARROW_RATE)
        async with asyncio.TaskGroup() as tasks:
            while True:
                pool = await self._new_pools.get()
                tasks.create_task(pool.keep_warm(self._warming, self._stop, self._warmed))

    def close(self) -> None:
        """Stop the threads; what they decode at this moment still ends."""
        self._stop.set()
        self._warming.shutdown(wait=True, cancel_futures=True)
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _add_pool(self, model: InstalledModel, rate: int) -> None:
        make = partial(VoskRecognizer, self._loaded[model.name], rate)
        pool = WarmPool(f"vosk {model.name}", make, self._threads, self._settings, rate)
        self._pools[model.name, rate] = pool
        self._new_pools.put_nowait(pool)

    def _warmed(self) -> None:
        if all(pool.warm for pool in self._pools.values()):
            self.warm.set()


def _nothing_installed(folder: Path) -> str:
    return (
        f"no speech model is installed in {folder}, so words are not heard; voice, pace and turns are. "
        "`call-monitor models list` shows what can be installed"
    )


def _be_nice() -> None:
    """Warming gives way to live calls, where a thread can have a priority of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), WARMING_NICENESS)
