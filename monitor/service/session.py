"""One live call: what its source sends goes to the core, the recording and the recogniser, in step.

Everything that the core says goes to the board, for pages, and to the writer, for the
store. The core is only ever called from the event loop.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from monitor.core.call_info import CallInfo
from monitor.core.call_monitor import CallMonitor
from monitor.core.events import AnyEvent, CallEnded, CallStarted, Channel, Fault, Flag, Word
from monitor.core.signal.audio import LineAudio
from monitor.service.board import Board
from monitor.service.channel_feed import ChannelFeed
from monitor.service.frame_blocks import FrameBlocks
from monitor.service.recording import CallRecording
from monitor.service.rows import AnswerRow, NoticeRow, WordsRow
from monitor.service.source_queue import SILENCE, Ending, Gap, SourceQueue, bytes_per_second
from monitor.service.writer import Writer
from monitor.wire.native_ingest import NoticeLine, WordsLine

SLICE_SECONDS = 0.1
"""Longer chunks are heard in slices of this, with the loop free between them for other calls."""
FRAMES_A_READING = 5
LONGEST_WAIT_SECONDS = 10.0
"""A sender that is not read from for 20 s takes the connection for dead: so long a file waits for a slow engine."""
SWITCHES_OFF = {
    ("gap", False): "what was said in it: audio came faster than it could be heard and was dropped",
    ("gap", True): "words of this side for now: the recogniser does not keep up, or failed over what was said",
    ("recogniser_failed", True): "words of this side: its recogniser failed, the log says why",
    ("recording", False): "the recording from here on: the disk is full, read-only or too slow",
}
"""By kind of fault, and whether it is one channel's."""


def from_outside(fault: Fault) -> bool:
    """Whether the session told the core of it, and not the core the session."""
    return fault.switches_off == SWITCHES_OFF.get((fault.kind, fault.channel is not None))


class Outlets(msgspec.Struct, frozen=True):
    """Where a call's events go."""

    board: Board
    writer: Writer


class CallSession:
    """One live call. ``run`` is its life; sources and pages call the other methods, from the same loop."""

    def __init__(
        self,
        info: CallInfo,
        line: LineAudio,
        monitor: CallMonitor,
        words_from: str,
        recording: CallRecording | None,
        outlets: Outlets,
    ) -> None:
        self.info = info
        self.words_from = words_from
        self.ended: asyncio.Future[CallEnded] = asyncio.get_running_loop().create_future()
        """Resolved once the call is over: its recording finished, its events stored, or waiting where they can't be."""
        self._line = line
        self._monitor = monitor
        self._recording = recording
        self._outlets = outlets
        self._queue = SourceQueue(info)
        self._frames = FrameBlocks(info.call_id, outlets.writer)
        self._feed: ChannelFeed | None = None
        self._slice_bytes = int(bytes_per_second(info) * SLICE_SECONDS)
        self._frames_to_reading = 0
        self._closing: CallEnded | None = None
        self._in_gap = False
        self._recording_lost = False

    @property
    def dropped_seconds(self) -> float:
        """Audio of a live source that was dropped because it came faster than it was heard."""
        return self._queue.dropped_bytes / bytes_per_second(self.info)

    def hear_with(self, feed: ChannelFeed) -> None:
        """Give the call recognisers; before ``run``."""
        self._feed = feed

    async def receive_audio(self, data: bytes) -> None:
        """Take a chunk of any size; waits where the source is a file and too much waits already."""
        await self._queue.put_audio(data)

    def receive_line(self, line: WordsLine | NoticeLine) -> None:
        """Take a words line (left out where the service hears for itself) or a notice, in step with the audio."""
        if isinstance(line, NoticeLine) or self.words_from.startswith("file"):
            self._queue.put(line)

    def end(self, reason: str) -> None:
        """No more comes from the source; the first reason counts."""
        self._queue.put(Ending(reason))

    def answer(self, prompt_id: str, verdict: Literal["got_it", "not_helpful"]) -> None:
        """The agent's answer to a prompt."""
        self._outlets.writer.submit(AnswerRow(self.info.call_id, prompt_id, verdict, self._monitor.now))
        self._outlets.board.put_away(self.info.agent, self.info.call_id, prompt_id)
        self.emit(self._monitor.answer(prompt_id, verdict))

    def notice(self, kind: str, at: float | None = None) -> None:
        """Something a person or the telephone system knows; at once, ``at`` no later than the call's clock."""
        now = self._monitor.now
        moment = now if at is None else min(max(at, self._monitor.judged), now)
        self._outlets.writer.submit(NoticeRow(self.info.call_id, moment, kind))
        self._outlets.board.receive_notice(self.info.call_id, kind, moment)
        self.emit(self._monitor.receive_notice(kind, moment))

    def flag(self, reason: str) -> Flag | None:
        """A person flags the call; None where it is flagged for this reason already."""
        flags = self._monitor.add_flag(reason)
        self.emit(flags)
        return flags[0] if flags else None

    def receive_words(self, channel: Channel, words: tuple[Word, ...], final: bool, stable: int | None = None) -> None:
        """Words that were heard, by the recogniser or by the source; stored as they came, to be judged again."""
        self._outlets.writer.submit(WordsRow(self.info.call_id, self._monitor.now, channel, words, final, stable))
        self.emit(self._monitor.receive_words(channel, words, final, stable=stable))

    def fault(self, kind: str, channel: Channel | None, state: Literal["on", "off"] = "on") -> None:
        """Something outside the core spoils a signal, or mends."""
        self.emit(self._monitor.receive_fault(kind, channel, state, SWITCHES_OFF.get((kind, channel is not None), "")))

    def emit(self, events: Iterable[AnyEvent]) -> None:
        """Show and store what the core said."""
        for event in events:
            if isinstance(event, CallStarted):
                if self._outlets.board.begin(event):
                    self.notice("after_hot_call")
            else:
                self._outlets.board.receive(event)
                self._outlets.writer.submit(event)
            if isinstance(event, CallEnded):
                self._closing = event

    async def run(self) -> None:
        """Live until the source ends; whatever fails, the recording is finished and the end is stored."""
        try:
            async with asyncio.TaskGroup() as tasks:
                recording = tasks.create_task(self._recording.run()) if self._recording else None
                reason = await self._hear_to_the_end()
                if recording:
                    recording.cancel()
            last = self._monitor.end(reason)
            self._frames.add(self._monitor.take_frames())
            self._frames.flush()
            self.emit(last)
        finally:
            await self._close()

    def give_up(self) -> None:
        """Whoever waits for the end must not wait for ever, even where closing failed."""
        if not self.ended.done():
            self.ended.set_result(self._closing or self._broken_off())

    async def _close(self) -> None:
        """Must end even when cancelled: the recording is what can't be had again."""
        self._frames.flush()
        if self._closing is None:
            self.emit([self._broken_off()])
        if self._recording:
            await asyncio.shield(asyncio.ensure_future(self._recording.finish()))
        await self._outlets.writer.flush()
        self._outlets.board.end(self.info.call_id)
        self.give_up()

    def _broken_off(self) -> CallEnded:
        return CallEnded(
            at=self._monitor.now,
            call_id=self.info.call_id,
            duration_seconds=self._monitor.now,
            agent_speech_seconds=0.0,
            customer_speech_seconds=0.0,
            reason="failed",
        )

    async def _hear_to_the_end(self) -> str:
        async with asyncio.TaskGroup() as tasks:
            for hearing in self._feed.hearings if self._feed else ():
                tasks.create_task(hearing.run())
            while not isinstance(item := await self._queue.get(), Ending):
                await self._take(item)
            self._process(self._line.flush())
            if self._feed:
                self._feed.close()
        return item.reason

    async def _take(self, item: bytes | Gap | WordsLine | NoticeLine) -> None:
        match item:
            case bytes():
                self._gap(False)
                await self._hear(item)
            case Gap(count):
                self._gap(True)
                await self._hear(SILENCE[self.info.encoding] * count)
            case WordsLine():
                self.receive_words(item.channel, item.words(), True)
            case NoticeLine():
                self.notice(item.notice, item.at)

    def _gap(self, now: bool) -> None:
        if now is not self._in_gap:
            self._in_gap = now
            self.fault("gap", None, "on" if now else "off")

    async def _hear(self, data: bytes) -> None:
        for first in range(0, len(data), self._slice_bytes):
            self._process(self._line.feed(data[first : first + self._slice_bytes]))
            await asyncio.sleep(0)
            if not self.info.paced:
                await self._wait_for_slower_ones()

    async def _wait_for_slower_ones(self) -> None:
        """A file may wait, so the recogniser skips nothing and the disk keeps up."""
        if self._recording:
            await self._recording.room()
        if self._feed:
            with suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_WAIT_SECONDS):
                    await self._feed.room()

    def _process(self, samples: NDArray[np.int16]) -> None:
        if not len(samples):
            return
        self._record(samples)
        self.emit(self._monitor.receive_audio(samples))
        frames = self._monitor.take_frames()
        self._frames.add(frames)
        if self._feed:
            self._feed.receive(samples, frames)
        self._frames_to_reading += len(frames)
        if self._frames_to_reading >= FRAMES_A_READING:
            self._frames_to_reading %= FRAMES_A_READING
            self.emit([self._monitor.voices()])

    def _record(self, samples: NDArray[np.int16]) -> None:
        if self._recording is None:
            return
        self._recording.append(samples)
        if self._recording.broken and not self._recording_lost:
            self._recording_lost = True
            self.fault("recording", None)
