"""Speech units: stretches of one channel's speech between silences of 200 ms or more.

A unit's end is known only once the silence after it has lasted; ``Unit.end`` is where
its speech ended, not when that was known. Units under 100 ms are noise and never begin, and
so are those in which nothing is voiced: a clock ticks, a door shuts, somebody breathes.
"""

from dataclasses import dataclass

from monitor.core.events import Channel
from monitor.core.signal.frames import HOP_SECONDS, HOPS

ALL_ACTIVE = (1 << HOPS) - 1


@dataclass(slots=True)
class Unit:
    """One speech unit; ``end`` moves while it is open. Seconds on the call's clock."""

    channel: Channel
    start: float
    end: float
    open: bool = True

    @property
    def seconds(self) -> float:
        """From start to end, pauses under 200 ms included."""
        return self.end - self.start


class SpeechSpans:
    """A frame's active hops, one frame after another -> units that begin, go on and end."""

    def __init__(self, channel: Channel, shortest_seconds: float = 0.1, pause_seconds: float = 0.2) -> None:
        self.unit: Unit | None = None
        """The unit that is open."""
        self._channel = channel
        self._shortest_hops = round(shortest_seconds / HOP_SECONDS)
        self._pause_hops = round(pause_seconds / HOP_SECONDS)
        self._hop = self._active_hops = 0
        self._run_start: int | None = None
        self._run_hops = 0
        self._run_voiced = False
        self._silent_hops = 0

    @property
    def active_seconds(self) -> float:
        """Speech of units so far, pauses out."""
        return self._active_hops * HOP_SECONDS

    def receive(self, active: int, voiced: bool) -> list[Unit]:
        """One frame's ``active`` bits, and is it voiced; returns the units that ended in it."""
        if self._goes_on(active):
            return []
        self._run_voiced = self._run_voiced or voiced
        ended = []
        for place in range(HOPS):
            unit = self._step(bool(active >> place & 1))
            if unit:
                ended.append(unit)
        return ended

    def finish(self) -> list[Unit]:
        """End what is open, at the call's end."""
        unit = self._close()
        return [unit] if unit else []

    def _goes_on(self, active: int) -> bool:
        """Silence or speech that only lasts, as in most frames: a whole frame in one step."""
        if not active and (self._run_start is None or self._silent_hops + HOPS < self._pause_hops):
            self._hop += HOPS
            self._silent_hops += HOPS
            return True
        if active == ALL_ACTIVE and self.unit is not None:
            self._hop += HOPS
            self._active_hops += HOPS
            self._run_hops += HOPS
            self._silent_hops = 0
            self.unit.end = self._hop * HOP_SECONDS
            return True
        return False

    def _step(self, speaking: bool) -> Unit | None:
        self._hop += 1
        if not speaking:
            self._silent_hops += 1
            return self._close() if self._silent_hops >= self._pause_hops else None
        self._silent_hops = 0
        self._run_hops += 1
        if self._run_start is None:
            self._run_start = self._hop - 1
        if self.unit:
            self._active_hops += 1
            self.unit.end = self._hop * HOP_SECONDS
        elif self._run_voiced and self._run_hops >= self._shortest_hops:
            self._active_hops += self._run_hops
            self.unit = Unit(self._channel, self._run_start * HOP_SECONDS, self._hop * HOP_SECONDS)
        return None

    def _close(self) -> Unit | None:
        unit, self.unit = self.unit, None
        self._run_start, self._run_hops, self._run_voiced = None, 0, False
        if unit:
            unit.open = False
        return unit
