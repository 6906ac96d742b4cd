"""What a source has sent and its call has not taken yet, in order, with a bound on the audio.

A live source never waits: over the bound the oldest audio goes and leaves a ``Gap`` of
the same length in its place, so the call's clock stays true. A file waits for room.
"""

import asyncio
from collections import deque

import msgspec

from monitor.core.call_info import CallInfo, Encoding
from monitor.core.signal.audio import BYTES_PER_SAMPLE
from monitor.wire.native_ingest import NoticeLine, WordsLine

BOUND_SECONDS = 1.0
BATCH_SECONDS = 0.02
"""Audio is handed on in batches of at least this, whatever the size of the source's chunks."""
SILENCE = {Encoding.PCM_S16LE: b"\x00", Encoding.PCM_F32LE: b"\x00", Encoding.MULAW: b"\xff", Encoding.ALAW: b"\xd5"}


class Gap(msgspec.Struct, frozen=True):
    """So many bytes of audio were dropped here."""

    count: int


class Ending(msgspec.Struct, frozen=True):
    """Nothing follows; why."""

    reason: str


Item = bytes | Gap | WordsLine | NoticeLine | Ending


def bytes_per_second(info: CallInfo) -> int:
    """How much a source sends in a second of the call."""
    return info.rate * BYTES_PER_SAMPLE[info.encoding] * len(info.channels)


class SourceQueue:
    """First in, first out; neighbouring chunks of audio come out as one."""

    def __init__(self, info: CallInfo, bound_seconds: float = BOUND_SECONDS) -> None:
        self.dropped_bytes = 0
        """Audio dropped since the start."""
        self._paced = info.paced
        self._bound = int(bytes_per_second(info) * bound_seconds)
        self._batch = int(bytes_per_second(info) * BATCH_SECONDS)
        self._items: deque[bytearray | Gap | WordsLine | NoticeLine | Ending] = deque()
        self._waiting_bytes = 0
        self._ended = False
        self._changed = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    async def put_audio(self, data: bytes) -> None:
        """Add a chunk. A file's waits until less than the bound waits before it; a live one drops older audio."""
        if self._paced:
            self._drop(self._waiting_bytes - self._bound)
        else:
            await self._room.wait()
        if self._ended or not data:
            return
        last = self._items[-1] if self._items else None
        if isinstance(last, bytearray):
            last += data
        else:
            self._items.append(bytearray(data))
        self._waiting_bytes += len(data)
        self._tell()

    def put(self, item: WordsLine | NoticeLine | Ending) -> None:
        """Add anything else, in its place between the audio; after an ``Ending`` nothing is taken."""
        if self._ended:
            return
        self._ended = isinstance(item, Ending)
        self._items.append(item)
        self._tell()

    async def get(self) -> Item:
        """The next item. Cancelling it loses nothing."""
        while not self._ready():
            self._changed.clear()
            await self._changed.wait()
        item = self._items.popleft()
        if not isinstance(item, bytearray):
            return item
        self._waiting_bytes -= len(item)
        self._tell()
        return bytes(item)

    def _ready(self) -> bool:
        return len(self._items) > 1 or bool(
            self._items and (not isinstance(self._items[0], bytearray) or len(self._items[0]) >= self._batch)
        )

    def _drop(self, surplus: int) -> None:
        if surplus <= 0:
            return
        place, item = next((place, item) for place, item in enumerate(self._items) if isinstance(item, bytearray))
        lost = min(surplus, len(item))
        del item[:lost]
        self.dropped_bytes += lost
        self._waiting_bytes -= lost
        self._mark(place, lost)
        self._drop(surplus - lost)

    def _mark(self, place: int, lost: int) -> None:
        """Put the gap where the audio was: before what is left of it, and in place of it where nothing is."""
        before = self._items[place - 1] if place else None
        if isinstance(before, Gap):
            self._items[place - 1] = Gap(before.count + lost)
        else:
            self._items.insert(place, Gap(lost))
            place += 1
        if not self._items[place]:
            del self._items[place]

    def _tell(self) -> None:
        self._changed.set()
        if self._ended or self._waiting_bytes < self._bound:
            self._room.set()
        else:
            self._room.clear()
