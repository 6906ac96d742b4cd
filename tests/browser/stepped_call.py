"""A live call that goes on only while something on a page is waited for: no browser is too slow for it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import soundfile

from monitor.core.call_info import CallInfo
from monitor.edges.ingest.client import SentCall, live_call
from monitor.edges.transcripts.words_file import Line, moment, read_words

BLOCK_SECONDS = 0.1
SPEED = 4.0


class SteppedCall:
    """A recording and the words file beside it, if any, on their way into a service; made by ``stepped``."""

    def __init__(self, call: SentCall, recording: Path) -> None:
        self._call = call
        words = recording.with_name(f"{recording.stem}.words.jsonl")
        self._steps = _steps(recording, read_words(words) if words.exists() else [])

    async def until(self, seen: Awaitable[None]) -> None:
        """Go on, faster than life, until ``seen`` is done; then the call stands still."""
        looking = asyncio.ensure_future(seen)
        for messages in self._steps:
            await self._send(messages)
            await asyncio.wait([looking], timeout=BLOCK_SECONDS / SPEED)
            if looking.done():
                break
        await looking

    async def end(self) -> None:
        """Send the rest and hang up."""
        for messages in self._steps:
            await self._send(messages)
        await self._call.end()

    async def _send(self, messages: list[bytes | str]) -> None:
        for message in messages:
            await self._call.send(message)


@asynccontextmanager
async def stepped(recording: Path, info: CallInfo, url: str) -> AsyncIterator[SteppedCall]:
    """Begin the call; nothing of it is sent before it is asked for."""
    rate = soundfile.info(str(recording)).samplerate
    told = msgspec.structs.replace(info, rate=rate, paced=False)
    async with live_call(url, told) as call:
        yield SteppedCall(call, recording)


def _steps(recording: Path, words: list[Line]) -> Iterator[list[bytes | str]]:
    """Block by block: its audio, then each line whose moment the audio has passed."""
    samples, rate = soundfile.read(str(recording), dtype="int16")
    size, lines = round(rate * BLOCK_SECONDS), deque(words)
    for start in range(0, len(samples), size):
        block = samples[start : start + size]
        now = (start + len(block)) / rate
        said = []
        while lines and moment(lines[0]) <= now:
            said.append(msgspec.json.encode(lines.popleft()).decode())
        yield [block.tobytes(), *said]
