"""A microphone as the agent's channel of a live call."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol

from monitor.core.call_info import CallInfo
from monitor.edges.ingest.client import SentCall, live_call
from monitor.wire.native_ingest import EndedAnswer

TAKE_SECONDS = 0.04
"""How often waiting audio is sent on; a poll, so that the audio callback has nobody to wake."""


class AudioSource(Protocol):
    """Audio as it is spoken."""

    def take(self) -> Iterator[bytes]:
        """What came since the last take, in small pieces; never waits."""


async def capture(
    info: CallInfo,
    url: str,
    listen: Callable[[], AbstractContextManager[AudioSource]],
    stop: asyncio.Event,
    accepted: Callable[[str], None] = lambda _: None,
) -> EndedAnswer:
    """Send what ``listen`` hears until ``stop`` is set or the service ends the call.

    ``accepted`` is told where words come from. Raises ``SendError``, and what ``listen`` raises.
    """
    async with live_call(url, info) as call:
        with listen() as source:
            accepted(call.words_from)
            while not stop.is_set() and not call.over.done():
                await _send(call, source)
                await _until(stop, TAKE_SECONDS)
            await _send(call, source)
        return await call.end()


async def _send(call: SentCall, source: AudioSource) -> None:
    for piece in source.take():
        if call.over.done():
            return
        await call.send(piece)


async def _until(stop: asyncio.Event, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return
