"""Which audio of one channel is worth decoding: fixed blocks around speech, and where turns end.

A recogniser's words depend on how its audio is cut, so blocks are counted from the
call's first sample and are the same for any chunking. A block is decoded when speech
lies within the pre-roll after it or the hangover before it; the hangover is longer than
the recogniser's endpoint rule (0.5 s of silence) and its own delay (0.4 s), so that a
turn's last word is known when the gate closes.
"""

from collections import deque

import msgspec
import numpy as np
from numpy.typing import NDArray

from monitor.core.signal.frames import HOPS

BLOCK_SECONDS = 0.2
HOPS_PER_SECOND = 100
BLOCK_HOPS = round(BLOCK_SECONDS * HOPS_PER_SECOND)
CLOSING_BLOCKS = 3
"""Silent blocks after a turn that the call's end cut off: what the recogniser needs to finish its last word."""


class GateSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much is decoded around speech."""

    pre_roll_seconds: float = 0.3
    hangover_seconds: float = 1.0


class Block(msgspec.Struct, frozen=True):
    """200 ms to decode: 16-bit little-endian mono PCM from ``start``, seconds on the call's clock."""

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
        self._block_samples = round(rate * BLOCK_SECONDS)
        self._pre_roll = round(settings.pre_roll_seconds * HOPS_PER_SECOND)
        self._hangover = round(settings.hangover_seconds * HOPS_PER_SECOND)
        self._held = np.zeros(0, np.int16)
        self._next = 0
        self._known_hops = 0
        self._speaking_hops: deque[int] = deque()
        self._open = False

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
        if self._open:
            silence = bytes(2 * self._block_samples)
            steps += [Block(self._start(self._next + place), silence) for place in range(CLOSING_BLOCKS)]
            steps.append(TurnEnd(self._start(self._next)))
            self._open = False
        return steps

    def _decide(self, at_end: bool) -> list[Step]:
        steps: list[Step] = []
        while len(self._held) >= self._block_samples:
            first = self._next * BLOCK_HOPS
            last = first + BLOCK_HOPS + self._pre_roll
            near_speech = self._speaks(first - self._hangover, last)
            if not near_speech and not at_end and self._known_hops < last:
                break
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
        if decode:
            self._open = True
            return [Block(start, block.astype("<i2").tobytes())]
        ended, self._open = self._open, False
        return [TurnEnd(start)] if ended else []

    @staticmethod
    def _start(index: int) -> float:
        return index * BLOCK_HOPS / HOPS_PER_SECOND
