"""Two-channel 8 kHz calls made of single clips: calm at first, then one thing changes.

Agent and customer take turns of a few clips, until both have spoken calmly for 25 s.
After that the customer is angry, or the agent is, or speaks faster at the same pitch, or
comes in over the customer; in a control nothing changes. Clips keep their levels; the
silence around them goes, and steady noise lies under both channels. A speaker with few
clips says them again, in another order. The same seed gives the same call.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

import msgspec
import numpy as np
from numpy.typing import NDArray

from benchmarks.clips import HOP_SAMPLES, PAUSE_DB
from benchmarks.hearing import RATE
from benchmarks.stretch import stretched
from monitor.core.events import Channel

CALM_SECONDS = 25.0
CHANGED_SECONDS = 20.0
"""Speech of whoever changes."""
FASTER = 1.35
CUT_INS = 5
OVERLAP_SECONDS = (0.7, 1.4)
HEARD_FIRST_SECONDS = 0.6
"""The customer's, of a clip into which the agent comes."""
GAP_SECONDS = (0.25, 0.8)
"""Between turns."""
PAUSE_SECONDS = (0.1, 0.4)
"""Within a turn."""
CLIPS_A_TURN = (1, 3)
TAIL_SECONDS = 3.0
"""With the last gap still no dead air."""
NOISE_DBFS = -72.0

Floats = NDArray[np.float64]


class Change(StrEnum):
    """What happens after the calm beginning."""

    NOTHING = "nothing"
    CUSTOMER_ANGRY = "customer_angry"
    AGENT_LOUD = "agent_loud"
    AGENT_FAST = "agent_fast"
    AGENT_CUTS_IN = "agent_cuts_in"


class SpeakerClips(msgspec.Struct, frozen=True):
    """One speaker's clips at 8 kHz, shape (n,) each, without the silence around them."""

    speaker: str
    calm: list[Floats]
    angry: list[Floats]


class ComposedCall(msgspec.Struct, frozen=True):
    """Samples of shape (n, 2), channel 0 the agent, and when the change begins (or would), in seconds."""

    change: Change
    samples: NDArray[np.float32]
    changed_at: float


def compose(change: Change, agent: SpeakerClips, customer: SpeakerClips, seed: int) -> ComposedCall:
    """One call; the speaker who changes must have clips for it."""
    draft = _Draft(np.random.default_rng(seed))
    calm = {Channel.AGENT: draft.shuffled(agent.calm), Channel.CUSTOMER: draft.shuffled(customer.calm)}
    while min(draft.spoken_seconds.values()) < CALM_SECONDS:
        for channel in Channel:
            draft.turn(channel, calm[channel])
    changed_at = draft.now
    if change is Change.AGENT_CUTS_IN:
        longest = sorted(customer.calm, key=len)[len(customer.calm) // 2 :]
        draft.cut_in(calm[Channel.AGENT], draft.shuffled(longest))
    else:
        changed, clips = _changed(change, agent, customer)
        calm[changed] = draft.shuffled(clips)
        until = draft.spoken_seconds[changed] + CHANGED_SECONDS
        while draft.spoken_seconds[changed] < until:
            draft.turn(changed, calm[changed])
            draft.turn(changed.other, calm[changed.other])
    return ComposedCall(change, draft.samples(), round(changed_at, 3))


def _changed(change: Change, agent: SpeakerClips, customer: SpeakerClips) -> tuple[Channel, Sequence[Floats]]:
    """Who changes, and the clips from there on."""
    if change is Change.CUSTOMER_ANGRY:
        return Channel.CUSTOMER, customer.angry
    if change is Change.AGENT_LOUD:
        return Channel.AGENT, agent.angry
    if change is Change.AGENT_FAST:
        return Channel.AGENT, [stretched(clip, 1 / FASTER) for clip in agent.calm]
    return Channel.AGENT, agent.calm


class _Draft:
    """A call being laid down."""

    def __init__(self, draw: np.random.Generator) -> None:
        self.now = 1.0
        """Seconds at which the next turn begins."""
        self.spoken_seconds = dict.fromkeys(Channel, 0.0)
        """Speech without its pauses."""
        self._draw = draw
        self._laid: list[tuple[Channel, float, Floats]] = []

    def shuffled(self, clips: Sequence[Floats]) -> Iterator[Floats]:
        """All of them, and again, without end."""
        while True:
            for place in self._draw.permutation(len(clips)):
                yield clips[place]

    def turn(self, channel: Channel, clips: Iterator[Floats]) -> None:
        """A few clips of one, then a gap."""
        for _ in range(self._draw.integers(*CLIPS_A_TURN, endpoint=True)):
            self._lay(channel, next(clips), self.now)
            self.now += self._draw.uniform(*PAUSE_SECONDS)
        self.now += self._draw.uniform(*GAP_SECONDS)

    def cut_in(self, agent: Iterator[Floats], customer: Iterator[Floats]) -> None:
        """Again and again the agent comes in before the customer's end, and keeps the floor for two clips."""
        for _ in range(CUT_INS):
            clip = next(customer)
            self._lay(Channel.CUSTOMER, clip, self.now)
            overlap = min(self._draw.uniform(*OVERLAP_SECONDS), len(clip) / RATE - HEARD_FIRST_SECONDS)
            self.now -= max(overlap, 0.0)
            for _ in range(2):
                self._lay(Channel.AGENT, next(agent), self.now)
                self.now += PAUSE_SECONDS[0]
            self.now += self._draw.uniform(*GAP_SECONDS)

    def samples(self) -> NDArray[np.float32]:
        """Both channels, noise under them, and a silent end in which what waits for a pause can come."""
        noise = self._draw.standard_normal((round((self.now + TAIL_SECONDS) * RATE), 2))
        mixed = noise * 10 ** (NOISE_DBFS / 20)
        for channel, start, clip in self._laid:
            first = round(start * RATE)
            mixed[first : first + len(clip), channel.position] += clip
        return mixed.astype(np.float32)

    def _lay(self, channel: Channel, clip: Floats, start: float) -> None:
        self._laid.append((channel, start, clip))
        self.now = start + len(clip) / RATE
        self.spoken_seconds[channel] += active_hops(clip).sum() * HOP_SAMPLES / RATE


def trimmed(clip: Floats) -> Floats:
    """Without the silence before and after."""
    hops = np.flatnonzero(active_hops(clip))
    return clip[hops[0] * HOP_SAMPLES : (hops[-1] + 1) * HOP_SAMPLES] if len(hops) else clip[:0]


def active_hops(clip: Floats) -> NDArray[np.bool_]:
    """Hops of 10 ms within 30 dB of the loudest."""
    hops = clip[: len(clip) // HOP_SAMPLES * HOP_SAMPLES].reshape(-1, HOP_SAMPLES)
    powers = (hops**2).mean(axis=1)
    loudest = powers.max(initial=0.0)
    return np.asarray((powers > loudest * 10 ** (-PAUSE_DB / 10)) & (loudest > 0))
