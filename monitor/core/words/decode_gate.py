"""Which audio of one channel is worth decoding: fixed blocks around speech, and where turns end.

A recogniser's words depend on how its audio is cut, so blocks are counted from the
call's first sample and are the same for any chunking. A block is decoded when speech
lies within the pre-roll after it or the hangover before it. A turn ends once nothing was
said for the hangover, whatever follows: it must be longer than the recogniser's own delay
(0.4 s), so that the turn's last word is known by then.
"""

from collections import deque

import msgspec
import numpy as np
from numpy.typing import NDArray

from monitor.core.signal.frames import HOPS

HOPS_PER_SECOND = 100
CLOSING_SECONDS = 0.6
"""Silence after a turn that the call's end cut off: what the recogniser needs to finish its last word."""


class GateSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much is decoded around speech, in pieces of which length."""

    pre_roll_seconds: float = 0.3
    hangover_seconds: float = 1.0
    block_seconds: float = 0.2


class Block(msgspec.Struct, frozen=True):
    """One piece to decode: 16-bit little-endian mono PCM from ``start``, seconds on the call's clock."""

    start: float
    pcm: bytes


class TurnEnd(msgspec.Struct, frozen=True):
    """Nothing was said for the hangover: the turn's words are final. Seconds on the call's clock."""

    at: float


Step = Block | TurnEnd


class DecodeGate:
    """Samples and speech of one channel -> blocks and turn ends, in order.

    A block comes out as soon as speech near it is known; at the latest once its pre-roll has passed.
    """

    def __init__(self, rate: int, settings: GateSettings) -> None:
        self.block_seconds = settings.block_seconds
        self._block_samples = round(rate * settings.block_seconds)
        self._block_hops = round(settings.block_seconds * HOPS_PER_SECOND)
        self._pre_roll = round(settings.pre_roll_seconds * HOPS_PER_SECOND)
        self._hangover = round(settings.hangover_seconds * HOPS_PER_SECOND)
        self._held = np.zeros(0, np.int16)
        self._next = 0
        self._known_hops = 0
        self._speaking_hops: deque[int] = deque()
        self._in_turn = False

    def receive(self, samples: NDArray[np.int16], active: NDArray[np.uint8]) -> list[Step]:
        """Samples of shape (n,) and ``active`` of this channel's next frames, shape (m,); either may lag."""
        self._held = np.concatenate((self._held, samples))
        hops = np.unpackbits(active.reshape(-1, 1), axis=1, count=HOPS, bitorder="little").ravel()
        self._speaking_hops.extend((np.flatnonzero(hops) + self._known_hops).tolist())
        self._known_hops += len(hops)
        return self._decide(at_end=False)

    def finish(self) -> list[Step]:
        """What still waits, at the call's end; a turn cut off by it is closed with silence."""
        missing = -len(self._held) % self._block_samples
        self._held = np.concatenate((self._held, np.zeros(missing, np.int16)))
        steps = self._decide(at_end=True)
        if self._in_turn:
            silence = bytes(2 * self._block_samples)
            count = round(CLOSING_SECONDS / self.block_seconds)
            steps += [Block(self._start(self._next + place), silence) for place in range(count)]
            steps.append(TurnEnd(self._start(self._next)))
            self._in_turn = False
        return steps

    def _decide(self, at_end: bool) -> list[Step]:
        steps: list[Step] = []
        while len(self._held) >= self._block_samples:
            first = self._next * self._block_hops
            end = first + self._block_hops
            if (
                self._in_turn
                and (at_end or self._known_hops >= first)
                and not self._speaks(first - self._hangover, first)
            ):
                self._in_turn = False
                steps.append(TurnEnd(self._start(self._next)))
            near_speech = self._speaks(first - self._hangover, end + self._pre_roll)
            if not near_speech and not at_end and self._known_hops < end + self._pre_roll:
                break
            self._in_turn = self._in_turn or self._speaks(first - self._hangover, end)
            steps += self._pass(near_speech)
        return steps

    def _speaks(self, first: int, last: int) -> bool:
        """Whether a hop in [first, last) is speech; forgets those before."""
        while self._speaking_hops and self._speaking_hops[0] < first:
            self._speaking_hops.popleft()
        return bool(self._speaking_hops) and self._speaking_hops[0] < last

    def _pass(self, decode: bool) -> list[Step]:
        block, self._held = self._held[: self._block_samples], self._held[self._block_samples :]
        start = self._start(self._next)
        self._next += 1
        return [Block(start, block.astype("<i2").tobytes())] if decode else []

    def _start(self, index: int) -> float:
        return index * self._block_hops / HOPS_PER_SECOND
