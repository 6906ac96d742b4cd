"""A live call that goes on only while something on a page is waited for: no browser is too slow for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from monitor.core.call_info import CallInfo
from monitor.edges.ingest.client import SentCall, live_call
from monitor.edges.ingest.play import Playable, playable, sent_as, steps

STEP_SECONDS = 0.025
"""A block of the recording goes out so often: some times faster than life."""


class SteppedCall:
    """A recording with its words on its way into a service; made by ``stepped``."""

    def __init__(self, call: SentCall, sound: Playable) -> None:
        self._call = call
        self._steps = steps(sound, with_words=True)

    async def until(self, seen: Awaitable[None]) -> None:
        """Go on until ``seen`` is done; then the call stands still."""
        looking = asyncio.ensure_future(seen)
        for _, messages in self._steps:
            await self._send(messages)
            await asyncio.wait([looking], timeout=STEP_SECONDS)
            if looking.done():
                break
        await looking

    async def end(self) -> None:
        """Send the rest and hang up."""
        for _, messages in self._steps:
            await self._send(messages)
        await self._call.end()

    async def _send(self, messages: Sequence[str | bytes]) -> None:
        for message in messages:
            await self._call.send(message)


@asynccontextmanager
async def stepped(recording: Path, info: CallInfo, url: str) -> AsyncIterator[SteppedCall]:
    """Begin the call; nothing of it is sent before it is asked for."""
    sound = playable(recording)
    async with live_call(url, sent_as(info, sound)) as call:
        yield SteppedCall(call, sound)
