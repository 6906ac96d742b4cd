"""Interruption as a cue: one side keeps coming in over the other, or does so for long.

One short interruption is part of ordinary talk; the cue opens with the second final one
within 30 s, or at once when a single overlap reaches 1.5 s.
"""

from collections import deque

import msgspec

from monitor.core.cues.span import CueSpan
from monitor.core.events import Channel, Cue, CueKind, Evidence, Measure, Overlap


class InterruptionSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many, within how long; or how long a single one."""

    count: int = 2
    within_seconds: float = 30.0
    single_seconds: float = 1.5
    stays_open_seconds: float = 8.0
    """After the last one; a later one opens a new cue."""


class Interruption:
    """One channel's detector."""

    def __init__(self, call_id: str, channel: Channel, settings: InterruptionSettings) -> None:
        self._settings = settings
        self._span = CueSpan(call_id, CueKind.INTERRUPTION, channel, 0.0, settings.stays_open_seconds)
        self._channel = channel
        self._counted: deque[Overlap] = deque()
        self._spent: str | None = None
        self._told_until = -1.0
        """Start of the newest overlap that a cue has told of; a later cue begins after it."""

    @property
    def open(self) -> Cue | None:
        """The open cue."""
        return self._span.open

    def count(self, overlap: Overlap) -> None:
        """A final overlap; only counted ones of this channel matter."""
        if overlap.counted and overlap.channel is self._channel:
            self._counted.append(overlap)

    def update(self, now: float, running_seconds: float) -> list[Cue]:
        """``running_seconds``: how long this channel is talking over the other's turn right now."""
        if not self._counted and not running_seconds and self._span.idle:
            return []
        while self._counted and self._counted[0].start < now - self._settings.within_seconds:
            self._counted.popleft()
        newest = self._counted[-1].id if self._counted else None
        enough = len(self._counted) >= self._settings.count and newest != self._spent
        long_one = running_seconds >= self._settings.single_seconds
        if enough:
            self._spent = newest
        starts = [overlap.start for overlap in self._counted] + ([now - running_seconds] if long_one else [])
        start = min((each for each in starts if each > self._told_until), default=now)
        cues = self._span.update(now, enough or long_one, start, lambda: self._evidence(start, now, running_seconds))
        if self._span.open is not None:
            self._told_until = max([self._told_until, *starts])
        return cues

    def finish(self, now: float) -> list[Cue]:
        """The call is over."""
        return self._span.close(now)

    def _evidence(self, start: float, now: float, running_seconds: float) -> Evidence:
        longest = max([running_seconds, *(each.end - each.start for each in self._counted)])
        count = len(self._counted) + (running_seconds >= self._settings.single_seconds)
        measures = (
            Measure("interruptions", float(count), "count"),
            Measure("longest_overlap", round(longest, 1), "s", limit=self._settings.single_seconds),
        )
        return Evidence(round(start, 3), round(now, 3), measures)
