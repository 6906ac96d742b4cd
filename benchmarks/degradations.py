"""What telephone lines and rooms do to sound, each the same every time.

A degradation is a function of float samples of shape (n, channels) in [-1, 1] at 8 kHz;
it gives as many back. Noise and echo are set against the level of active speech, so that
pauses don't make the speech louder than it is.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from monitor.core.signal.audio import ALAW_LEVELS, MULAW_LEVELS, NARROW_RATE

Floats = NDArray[np.float64]
Degradation = Callable[[Floats], Floats]

HOP_SAMPLES = NARROW_RATE // 100
PACKET_SAMPLES = NARROW_RATE // 50
"""20 ms, the usual packet of G.711 (RFC 3551)."""
ACTIVE_DB = 30.0
"""Hops this far under the loudest are pauses."""
TARGET_DBFS = -22.0
"""What gain control drives speech to (RFC 7874)."""
GAIN_RISES_DB_PER_SECOND = 10.0
GAIN_FALLS_DB_PER_SECOND = 60.0
MOST_GAIN_DB = 30.0
GATE_DBFS = -55.0
"""Gain control holds still under this: it must not pull up noise in pauses."""
ECHO_SECONDS = 0.12
DECAY_DB = 60.0


def active_power(channel: Floats) -> float:
    """Mean power of hops that are no pause, shape (n,); 0 of silence."""
    powers = (channel[: len(channel) // HOP_SAMPLES * HOP_SAMPLES].reshape(-1, HOP_SAMPLES) ** 2).mean(axis=1)
    loudest = powers.max(initial=0.0)
    return float(powers[powers > loudest * 10 ** (-ACTIVE_DB / 10)].mean()) if loudest > 0 else 0.0


def with_noise(noise: Floats, snr_db: float) -> Degradation:
    """Noise of shape (n,), again and again, so many dB under each channel's speech."""
    power = float(np.mean(noise**2))

    def apply(samples: Floats) -> Floats:
        speech = np.array([active_power(channel) for channel in samples.T])
        long = np.resize(noise, len(samples))
        return samples + long[:, None] * np.sqrt(speech / power * 10 ** (-snr_db / 10))

    return apply


def babble(voices: Sequence[Floats], seconds: float, seed: int = 1) -> Floats:
    """Several talkers at once, each as loud as the others, shape (n,)."""
    draw, length = np.random.default_rng(seed), round(seconds * NARROW_RATE)
    mixed = np.zeros(length)
    for voice in voices:
        power = active_power(voice)
        if power > 0:
            mixed += np.roll(np.resize(voice, length), int(draw.integers(length))) / np.sqrt(power)
    return mixed


def pink(seconds: float, seed: int = 1) -> Floats:
    """Noise that falls by 3 dB an octave, shape (n,): near to a street's, where no recording of one is there."""
    length = round(seconds * NARROW_RATE)
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(length))
    frequencies = np.fft.rfftfreq(length, 1 / NARROW_RATE)
    return np.asarray(np.fft.irfft(spectrum / np.sqrt(np.maximum(frequencies, 50.0)), length))


def room(response: Floats) -> Degradation:
    """The sound of a room, aligned to its direct path, as loud as before."""
    own = response[int(np.argmax(np.abs(response))) :]

    def apply(samples: Floats) -> Floats:
        size = len(samples) + len(own) - 1
        spectrum = np.fft.rfft(samples, size, axis=0) * np.fft.rfft(own, size)[:, None]
        heard = np.fft.irfft(spectrum, size, axis=0)[: len(samples)]
        return np.asarray(heard * np.sqrt((samples**2).sum() / max((heard**2).sum(), 1e-12)))

    return apply


def synthetic_room(decay_seconds: float = 0.5, reverberant_db: float = -3.0, seed: int = 1) -> Floats:
    """A direct path and a noise that falls by 60 dB in so long (Polack's model), shape (n,)."""
    time = np.arange(round(decay_seconds * NARROW_RATE)) / NARROW_RATE
    tail = np.random.default_rng(seed).standard_normal(len(time)) * 10 ** (-DECAY_DB / 20 * time / decay_seconds)
    tail[: NARROW_RATE // 200] = 0.0
    tail *= np.sqrt(10 ** (reverberant_db / 10) / (tail**2).sum())
    tail[0] = 1.0
    return np.asarray(tail)


def mulaw(samples: Floats) -> Floats:
    """To the nearest of G.711's 256 levels, as in America and Japan."""
    return _nearest(samples, MULAW_LEVELS)


def alaw(samples: Floats) -> Floats:
    """The same as elsewhere."""
    return _nearest(samples, ALAW_LEVELS)


def _nearest(samples: Floats, levels: NDArray[np.float32]) -> Floats:
    ordered = np.unique(levels.astype(np.float64))
    between = (ordered[1:] + ordered[:-1]) / 2
    return np.asarray(ordered[np.searchsorted(between, samples)])


def packet_loss(share: float, repeats: bool = False, seed: int = 1) -> Degradation:
    """So many packets of each channel are lost: silence, or the packet before once more."""

    def apply(samples: Floats) -> Floats:
        count = len(samples) // PACKET_SAMPLES
        lost = np.random.default_rng(seed).random((count, samples.shape[1])) < share
        heard = samples.copy()
        for packet, channel in np.argwhere(lost):
            at = slice(packet * PACKET_SAMPLES, (packet + 1) * PACKET_SAMPLES)
            before = slice(at.start - PACKET_SAMPLES, at.start)
            heard[at, channel] = heard[before, channel] if repeats and packet else 0.0
        return heard

    return apply


def gain_control(samples: Floats) -> Floats:
    """Speech is driven to -22 dBFS hop by hop: down by 60 dB a second, up by 10, never by more than 30 dB."""
    return np.stack([_levelled(channel) for channel in samples.T], axis=1)


def _levelled(channel: Floats) -> Floats:
    gains, gain = [], 0.0
    for first in range(0, len(channel), HOP_SAMPLES):
        power = float(np.mean(channel[first : first + HOP_SAMPLES] ** 2))
        level = 10 * np.log10(power) if power > 0 else -np.inf
        if level > GATE_DBFS:
            wanted = min(MOST_GAIN_DB, TARGET_DBFS - level)
            fastest = (-GAIN_FALLS_DB_PER_SECOND / 100, GAIN_RISES_DB_PER_SECOND / 100)
            gain += min(fastest[1], max(fastest[0], wanted - gain))
        gains.append(gain)
    places = np.arange(len(gains)) * HOP_SAMPLES
    smooth = np.interp(np.arange(len(channel)), places, gains)
    return np.asarray(channel * 10 ** (smooth / 20))


def echo(db: float, seconds: float = ECHO_SECONDS) -> Degradation:
    """Each of two channels carries the other one too, quieter and late; a single channel stays as it is."""

    def apply(samples: Floats) -> Floats:
        if samples.shape[1] < 2:
            return samples
        late = round(seconds * NARROW_RATE)
        other = np.zeros_like(samples)
        other[late:] = samples[: len(samples) - late, ::-1]
        return samples + other * 10 ** (db / 20)

    return apply
