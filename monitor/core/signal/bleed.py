"""Bleed: one channel echoes the other, quieter and up to 0.35 s late. An echo is nobody's speech.

An echo carries the other's pitch at a fixed lag. Once that is sure, frames in which the
channel is that much quieter than the other was are taken for echo and not for speech;
its own, louder speech stays.
"""

import statistics
from collections import deque

from monitor.core.events import CHANNELS, Channel, Fault
from monitor.core.voices.voice import Frame

LAGS = range(8)
"""Frames of 50 ms."""
SURE_FRAMES = 30
SURE_SHARE = 0.75
SAME_PITCH = 0.025
QUIETER_CENTIBELS = 800
"""An echo is at least 8 dB under what it echoes."""
NEAR_CENTIBELS = 700
"""And its distance keeps within 7 dB of what it usually is: the other's own voice is louder."""


class Bleed:
    """Both channels' frames in, the same frames out, without what is only an echo."""

    def __init__(self, call_id: str) -> None:
        self._call_id = call_id
        self._past: dict[Channel, deque[Frame]] = {channel: deque(maxlen=len(LAGS) + 1) for channel in CHANNELS}
        self._ears = {channel: _Ear() for channel in CHANNELS}

    def receive(self, now: float, frames: dict[Channel, Frame]) -> tuple[dict[Channel, Frame], list[Fault]]:
        """One frame a channel; faults when an echo becomes sure."""
        for channel, frame in frames.items():
            self._past[channel].append(frame)
        kept, faults = dict(frames), []
        for channel, frame in frames.items():
            ear, other = self._ears[channel], list(self._past[channel.other])
            if frame.active and ear.learn(frame, other):
                faults.append(self._fault(now, channel))
            if frame.active and ear.is_echo(frame, other):
                kept[channel] = frame._replace(active=0, nuclei=0, f0=0)
        return kept, faults

    def _fault(self, now: float, channel: Channel) -> Fault:
        return Fault(
            at=round(now, 3),
            call_id=self._call_id,
            kind="bleed",
            channel=channel,
            switches_off="speech on this channel that is only the other side's echo",
        )


class _Ear:
    """What one channel has heard of the other."""

    def __init__(self) -> None:
        self._hits: list[deque[bool]] = [deque(maxlen=SURE_FRAMES) for _ in LAGS]
        self._distances: deque[int] = deque(maxlen=SURE_FRAMES)
        self._lag: int | None = None

    def learn(self, frame: Frame, other: list[Frame]) -> bool:
        """True when the echo becomes sure; ``other`` ends with the present frame."""
        if not frame.f0 or self._lag is not None or not any(past.active for past in other):
            return False
        for lag, hits in zip(LAGS, self._hits, strict=True):
            if lag < len(other):
                hits.append(_echoes(frame, other[-1 - lag]))
        best = max(LAGS, key=lambda lag: sum(self._hits[lag]))
        hits = self._hits[best]
        if hits and hits[-1]:
            self._distances.append(other[-1 - best].level - frame.level)
        if len(hits) < SURE_FRAMES or sum(hits) < SURE_SHARE * SURE_FRAMES:
            return False
        self._lag = best
        return True

    def is_echo(self, frame: Frame, other: list[Frame]) -> bool:
        """This frame is only the other side, quieter."""
        if self._lag is None:
            return False
        near = [
            past for lag in (-1, 0, 1) if 0 <= (at := self._lag + lag) < len(other) and (past := other[-1 - at]).active
        ]
        if not near:
            return False
        distance = max(past.level for past in near) - frame.level
        return distance >= max(QUIETER_CENTIBELS, statistics.median(self._distances) - NEAR_CENTIBELS)


def _echoes(frame: Frame, past: Frame) -> bool:
    return (
        past.f0 > 0
        and abs(past.f0 - frame.f0) <= SAME_PITCH * past.f0
        and past.level - frame.level >= QUIETER_CENTIBELS
    )
