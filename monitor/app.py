"""The composition root: settings -> edges -> services, in one task group, until told to stop."""

import asyncio
import logging
import signal
import socket
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from typing import Any

from monitor.core.call_info import CallInfo
from monitor.core.call_monitor import CallMonitor
from monitor.edges.database.second_pass_store import StoredSecondPasses
from monitor.edges.database.store import RECORDINGS, Store
from monitor.edges.ingest.native import NativeEndpoint
from monitor.edges.recognizers import Recognizers
from monitor.edges.second_pass.ears import Ears
from monitor.edges.sound.recordings import Recordings
from monitor.edges.sound.speech_detector import detectors
from monitor.edges.web.app import web_app
from monitor.edges.web.live import LivePages
from monitor.edges.web.notices import Notices
from monitor.edges.web.pages import page_routes
from monitor.edges.web.review import Review
from monitor.edges.web.server import listen, server, url
from monitor.service.board import Board
from monitor.service.calls import CallRegistry
from monitor.service.hub import Hub
from monitor.service.retention import Retention
from monitor.service.second_pass import SecondPasses
from monitor.service.session import Outlets
from monitor.service.writer import Writer
from monitor.settings import Settings
from monitor.shipped import shipped
from monitor.wire.browser import Borders, ServiceState

logger = logging.getLogger(__name__)

ROWS_EVERY_SECONDS = 0.5

Beside = Callable[[str], Coroutine[Any, Any, None]]
"""Work that runs while the service does, told where it answers."""


def run(
    settings: Settings, ready: Callable[[str], None], beside: Beside | None = None, log_level: int = logging.INFO
) -> None:
    """Run the service until SIGINT or SIGTERM; ``ready`` is told where it answers.

    Raises ``CallMonitorError`` where it can't start: port in use, data folder full or read-only.
    """
    logging.basicConfig(level=log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("uvicorn", "alembic", "websockets"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    asyncio.run(_until_signalled(settings, ready, beside))


async def _until_signalled(settings: Settings, ready: Callable[[str], None], beside: Beside | None) -> None:
    stop = asyncio.Event()
    serving = asyncio.ensure_future(serve(settings, ready, stop, beside))
    _on_signals(stop, serving)
    with suppress(asyncio.CancelledError):
        await serving


def _on_signals(stop: asyncio.Event, serving: asyncio.Future[None]) -> None:
    """The first signal ends calls in order; a second one ends at once, and the next start recovers what was cut off."""
    loop = asyncio.get_running_loop()

    def signalled() -> None:
        if stop.is_set():
            serving.cancel()
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, signalled)
        except NotImplementedError:  # Windows
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(signalled))


async def serve(
    settings: Settings, ready: Callable[[str], None], stop: asyncio.Event, beside: Beside | None = None
) -> None:
    """Open everything, serve until ``stop``, then close in order: calls, pages, writer, store."""
    detectors()  # where there is no voice detector nothing starts
    listener = listen(settings.service.web)
    try:
        recordings = Recordings(settings.data / RECORDINGS)
        store = await Store.open(settings.data, recordings)
        try:
            await recover(store, recordings)
            recognizers = Recognizers(settings.service.recogniser)
            await recognizers.load()
            try:
                await Service(settings, store, recordings, recognizers).run(listener, ready, stop, beside)
            finally:
                await asyncio.to_thread(recognizers.close)
        finally:
            await store.close()
    finally:
        listener.close()


async def recover(store: Store, recordings: Recordings) -> None:
    """Calls that a crash cut off are ended, with what was recorded of them."""
    found = {each.call_id: each.seconds for each in await asyncio.to_thread(recordings.recover)}
    for call_id in await store.unfinished_calls():
        recorded = await asyncio.to_thread(recordings.seconds, call_id)
        seconds = found.get(call_id, recorded)
        await store.end_crashed_call(call_id, seconds)
        logger.warning("call %s: was cut off by a crash; %.1f s were recorded", call_id, seconds)


class Service:
    """The services over open edges, and the order in which they start and stop."""

    def __init__(self, settings: Settings, store: Store, recordings: Recordings, recognizers: Recognizers) -> None:
        self._settings = settings
        self._recognizers = recognizers
        self._writer = Writer(store)
        self._hub = Hub(settings.service.hub, time.monotonic)
        self._board = Board(self._hub, self.state)
        self._calls = CallRegistry(
            settings.service.calls,
            partial(_monitor, settings),
            recognizers,
            store,
            recordings,
            Outlets(self._board, self._writer),
            lambda info: settings.language_of(info.agent, info.team),
        )
        self._retention = Retention(settings.service.retention, store, recordings)
        self._second_passes = _second_passes(settings, store, recordings, self._calls, self._board)
        self._server = server(
            web_app(
                page_routes(shipped("web")),
                LivePages(self._hub, self._board, self._calls).routes(),
                NativeEndpoint(self._calls).routes(),
                Notices(self._calls).routes(),
                Review(store, recordings, self._calls, self.state).routes(),
            )
        )

    def state(self) -> ServiceState:
        """What works and what does not, for every page."""
        hearing = self._recognizers.state()
        heat = self._settings.thresholds.escalation
        return ServiceState(
            version=version("call-monitor"),
            recogniser=hearing.recogniser,
            models=hearing.models,
            off_because=hearing.off_because,
            active_calls=len(self._calls),
            lost_rows=self._writer.lost.total(),
            trouble=self._writer.trouble,
            borders=Borders(heat.enter_watch, heat.enter_raised, heat.enter_escalated),
        )

    async def run(
        self, listener: socket.socket, ready: Callable[[str], None], stop: asyncio.Event, beside: Beside | None
    ) -> None:
        """Serve until ``stop``; then end calls, close pages, write what waits."""
        async with asyncio.TaskGroup() as tasks:
            taking_calls = asyncio.Event()
            background = [
                tasks.create_task(self._writer.run()),
                tasks.create_task(self._calls.run(taking_calls)),
                tasks.create_task(self._send_rows()),
                tasks.create_task(self._recognizers.run()),
                tasks.create_task(self._retention.run()),
            ]
            if self._settings.service.second_pass.on:
                background.append(tasks.create_task(self._second_passes.run()))
            await taking_calls.wait()
            serving = tasks.create_task(self._server.serve([listener]))
            await self._server.ready.wait()
            ready(url(listener))
            guest = tasks.create_task(beside(url(listener))) if beside else None
            await stop.wait()
            if guest:
                guest.cancel()
                await asyncio.wait({guest})
            await self._stop(serving, background)
        await self._writer.drain()

    async def _stop(self, serving: asyncio.Task[None], background: list[asyncio.Task[None]]) -> None:
        logger.info("stopping: %s calls are ended", len(self._calls))
        await self._calls.end_all("service_stopped")
        self._hub.close()
        self._server.should_exit = True
        await serving
        for task in background:
            task.cancel()

    async def _send_rows(self) -> None:
        while True:
            await asyncio.sleep(ROWS_EVERY_SECONDS)
            self._board.publish_rows()


def _monitor(settings: Settings, info: CallInfo) -> CallMonitor:
    return CallMonitor(info, settings.core(info.language, info.team), detectors(), detail=True)


def _second_passes(
    settings: Settings, store: Store, recordings: Recordings, calls: CallRegistry, board: Board
) -> SecondPasses:
    told = settings.service.second_pass
    ears = Ears(recordings, settings.service.recogniser, told.stall_seconds)
    return SecondPasses(told, StoredSecondPasses(store), ears, calls, board.heard_again)
