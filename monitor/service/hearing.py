"""One channel of a live call on its way through a recogniser, in a thread, within bounds.

The waiting audio is bounded: to 3 s for an engine that hears as people speak, to more
for one that hears whole turns. When the recogniser falls behind that far, decoding is
skipped until half of it is worked off: a marked gap in the words, never a reordering,
and nothing that is measured on the audio itself is touched by it.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from monitor.core.events import Channel, Word
from monitor.core.words.decode_gate import Block, DecodeGate, Step, TurnEnd
from monitor.core.words.decoded_clock import DecodedClock
from monitor.service.recognition import Recognizer, RecognizerError, RecognizerPool, Transcript

logger = logging.getLogger(__name__)

Deliver = Callable[[Channel, tuple[Word, ...], bool, int | None], object]
"""Takes a channel's words at their times in the call, whether they are final, and how many are stable."""
Fault = Callable[[str, Channel, Literal["on", "off"]], object]
"""Takes a fault's kind, whose words it spoils, and whether it begins or ends."""


class ChannelHearing:
    """Gate, bounded queue and decoding of one channel; ``deliver`` and ``fault`` are called on the event loop."""

    def __init__(
        self,
        channel: Channel,
        pool: RecognizerPool,
        rate: int,
        deliver: Deliver,
        fault: Fault,
    ) -> None:
        self.skipped_seconds = 0.0
        """Speech that was not decoded because the recogniser was behind."""
        self._channel = channel
        self._pool = pool
        self._deliver = deliver
        self._fault = fault
        self._gate = DecodeGate(rate, pool.intake.gate)
        self._most_blocks = round(pool.intake.waiting_seconds / self._gate.block_seconds)
        self._clock = DecodedClock()
        self._waiting: deque[Step] = deque()
        self._blocks = 0
        self._skipping = False
        self._lost = False
        self._gap = False
        self._failed = False
        self._closed = False
        self._some = asyncio.Event()
        self._room = asyncio.Event()
        self._room.set()

    def receive(self, samples: NDArray[np.int16], frames: NDArray[np.void]) -> None:
        """Take mono samples at the line rate, and this channel's frames, which may lag behind; never blocks."""
        if not self._failed:
            self._queue(self._gate.receive(samples, frames["active"]))

    def close(self) -> None:
        """No more audio comes; ``run`` ends after the rest is decoded."""
        self._queue(self._gate.finish())
        self._closed = True
        self._some.set()

    async def room(self) -> None:
        """Wait until at most half the bound waits, for sources that can wait."""
        await self._room.wait()

    async def run(self) -> None:
        """Decode until closed and all is decoded."""
        recognizer = await self._pool.lend()
        try:
            while (step := await self._next()) is not None:
                await self._decode(recognizer, step)
        except RecognizerError as error:
            self._give_up(error)
        finally:
            if not self._failed:
                self._pool.give_back(recognizer)

    def _queue(self, steps: list[Step]) -> None:
        for step in steps:
            if isinstance(step, Block) and self._must_skip():
                self._skip()
            elif isinstance(step, Block) or not self._skipping:
                self._waiting.append(step)
                self._blocks += isinstance(step, Block)
        self._some.set()
        self._tell_room()

    def _must_skip(self) -> bool:
        """Skip from a full queue down to a half-empty one: many short gaps would spoil every turn."""
        skip = self._blocks > self._most_blocks // 2 if self._skipping else self._blocks >= self._most_blocks
        if self._skipping and not skip:
            self._skipping = False
            self._tell_gap()
        return skip

    def _skip(self) -> None:
        self.skipped_seconds += self._gate.block_seconds
        if self._skipping:
            return
        self._skipping = True
        # What is said before the gap and after it must not become one turn.
        self._waiting.append(TurnEnd(0.0))
        self._tell_gap()

    async def _next(self) -> Step | None:
        while not self._waiting:
            if self._closed:
                return None
            self._some.clear()
            await self._some.wait()
        step = self._waiting.popleft()
        self._blocks -= isinstance(step, Block)
        self._tell_room()
        return step

    async def _decode(self, recognizer: Recognizer, step: Step) -> None:
        """One step in a thread; a cancelled one still waits for it: nobody else may get the recogniser before."""
        loop = asyncio.get_running_loop()
        if isinstance(step, Block):
            self._clock.decoded(step.start, self._gate.block_seconds)
            decoding = loop.run_in_executor(self._pool.threads, recognizer.accept, step.pcm)
        else:
            decoding = loop.run_in_executor(self._pool.threads, recognizer.finish_turn)
        try:
            heard = await asyncio.shield(decoding)
        except asyncio.CancelledError:
            await asyncio.wait([decoding])
            raise
        self._hand_on(heard, turn_ended=isinstance(step, TurnEnd))

    def _hand_on(self, heard: Transcript | None, turn_ended: bool) -> None:
        if heard is not None or turn_ended:
            self._lost = heard is not None and heard.lost
            self._tell_gap()
        if heard is not None:
            words = tuple(self._clock.on_call(word) for word in heard.words)
            self._deliver(self._channel, words, heard.final, heard.stable)

    def _give_up(self, error: RecognizerError) -> None:
        """The call goes on without this channel's words."""
        logger.error("the recogniser of the %s's channel failed: %s", self._channel, error)
        self._failed = True
        self._waiting.clear()
        self._blocks = 0
        self._tell_room()
        self._fault("recogniser_failed", self._channel, "on")

    def _tell_gap(self) -> None:
        """Words are missing while decoding is skipped, and after a turn that the engine lost, until it hears one."""
        if self._gap != (self._skipping or self._lost):
            self._gap = not self._gap
            self._fault("gap", self._channel, "on" if self._gap else "off")

    def _tell_room(self) -> None:
        if self._blocks <= self._most_blocks // 2:
            self._room.set()
        else:
            self._room.clear()
