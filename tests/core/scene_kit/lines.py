"""What a line does to both channels on their way: functions of float samples (n, 2) and their rate.

Scene(10).agent(Voice(1, 4)).through(echo(AGENT, db=-15, seconds=0.12), packet_loss(0.03))
"""

from collections.abc import Callable

import numpy as np

from monitor.core.events import Channel
from tests.core.scene_kit.sounds import Floats

Line = Callable[[Floats, int], Floats]
PACKET_SECONDS = 0.02
GAIN_DBFS = -22.0
GAIN_SECONDS = 0.3
LOUDEST_GAIN = 30.0


def echo(of: Channel, db: float = -15.0, seconds: float = 0.12) -> Line:
    """The other channel carries this one too, quieter and late."""

    def apply(sound: Floats, rate: int) -> Floats:
        heard = sound.copy()
        heard[:, of.other.position] += 10 ** (db / 20) * _later(sound[:, of.position], round(seconds * rate))
        return heard

    return apply


def mono_mix(sound: Floats, rate: int) -> Floats:
    """Both channels carry both speakers."""
    return np.repeat(sound.sum(axis=1, keepdims=True), 2, axis=1)


def swapped(sound: Floats, rate: int) -> Floats:
    """The agent where the customer should be, and the other way round."""
    return sound[:, ::-1]


def dead(channel: Channel) -> Line:
    """Nothing at all arrives on this channel."""
    return lambda sound, rate: sound * (np.arange(2) != channel.position)


def gap(start: float, seconds: float) -> Line:
    """For so long nothing arrives on either."""

    def apply(sound: Floats, rate: int) -> Floats:
        time = np.arange(len(sound)) / rate
        return sound * ~((time >= start) & (time < start + seconds))[:, None]

    return apply


def delay(channel: Channel, seconds: float) -> Line:
    """This channel is held back."""

    def apply(sound: Floats, rate: int) -> Floats:
        late = sound.copy()
        late[:, channel.position] = _later(sound[:, channel.position], round(seconds * rate))
        return late

    return apply


def drift(channel: Channel, parts_per_million: float) -> Line:
    """This channel's clock is slow: it falls more and more behind."""

    def apply(sound: Floats, rate: int) -> Floats:
        late, here = sound.copy(), np.arange(len(sound), dtype=np.float64)
        late[:, channel.position] = np.interp(here * (1 - parts_per_million / 1e6), here, sound[:, channel.position])
        return late

    return apply


def offset(share: float) -> Line:
    """A direct current, as a share of full scale."""
    return lambda sound, rate: sound + share


def gain(db: float, since: float = 0.0) -> Line:
    """The line is turned up; what goes beyond full scale is clipped."""
    return lambda sound, rate: sound * np.where(np.arange(len(sound)) >= since * rate, 10 ** (db / 20), 1.0)[:, None]


def gain_control(channel: Channel) -> Line:
    """Speech is driven to -22 dBFS whatever its level, within about 0.3 s (RFC 7874)."""

    def apply(sound: Floats, rate: int) -> Floats:
        levelled, block = sound.copy(), round(PACKET_SECONDS * rate)
        power, target = 10 ** (GAIN_DBFS / 10), 10 ** (GAIN_DBFS / 10)
        for first in range(0, len(sound), block):
            part = levelled[first : first + block, channel.position]
            now = float(np.mean(part**2))
            if now > 1e-6:
                power += PACKET_SECONDS / GAIN_SECONDS * (now - power)
            part *= min(LOUDEST_GAIN, (target / power) ** 0.5)
        return levelled

    return apply


def packet_loss(share: float, seed: int = 1) -> Line:
    """So many of the 20 ms packets of each channel are silent instead."""

    def apply(sound: Floats, rate: int) -> Floats:
        block = round(PACKET_SECONDS * rate)
        kept = np.random.default_rng(seed).random((-(-len(sound) // block), 2)) >= share
        return sound * np.repeat(kept, block, axis=0)[: len(sound)]

    return apply


def _later(channel: Floats, samples: int) -> Floats:
    return np.concatenate((np.zeros(samples), channel))[: len(channel)]
