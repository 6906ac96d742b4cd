"""Two sides' speech units as they meet: one side's talk joined over breaths, and an overlap that is not decided yet.

Times here are those at which things were spoken: a channel that the line holds back is
moved forward again by its delay.
"""

from dataclasses import dataclass

from monitor.core.events import Channel, OverlapLabel
from monitor.core.signal.speech_spans import Unit


@dataclass(slots=True, frozen=True)
class Spoken:
    """A unit, still growing perhaps, at the times at which it was spoken."""

    unit: Unit
    delay_seconds: float = 0.0

    @property
    def channel(self) -> Channel:
        """Who says it."""
        return self.unit.channel

    @property
    def start(self) -> float:
        """Seconds on the call's clock, less the line's delay."""
        return self.unit.start - self.delay_seconds

    @property
    def end(self) -> float:
        """So far, while it is open."""
        return self.unit.end - self.delay_seconds

    @property
    def open(self) -> bool:
        """It goes on."""
        return self.unit.open


@dataclass(slots=True)
class Talk:
    """Units of one side, joined over breaths."""

    units: list[Spoken]

    @property
    def channel(self) -> Channel:
        """Who talks."""
        return self.units[0].channel

    @property
    def start(self) -> float:
        """Of its first unit."""
        return self.units[0].start

    @property
    def end(self) -> float:
        """Of its last unit, so far."""
        return self.units[-1].end

    @property
    def open(self) -> bool:
        """It goes on."""
        return self.units[-1].open

    @property
    def seconds(self) -> float:
        """With its breaths."""
        return self.end - self.start

    def join(self, unit: Spoken, breath_seconds: float) -> bool:
        """Take in a unit that goes on after a breath."""
        if unit.channel is not self.channel or self.open or unit.start - self.end > breath_seconds:
            return False
        self.units.append(unit)
        return True


@dataclass(slots=True)
class Candidate:
    """An overlap that is not decided yet."""

    holder: Talk
    comer: Talk
    floor_start: float
    """When A's turn began, short pauses joined."""
    label: OverlapLabel | None = None
    """Known from the start for a barge-in into a pause: the same unit may come in over another one too."""
    marked: bool = False

    @property
    def start(self) -> float:
        """When B came in."""
        return self.comer.start

    @property
    def end(self) -> float:
        """When the first of the two fell silent, or what is known so far."""
        return min(self.holder.end, self.comer.end)

    @property
    def seconds(self) -> float:
        """Rounded: a difference of two times must not miss a limit by a bit."""
        return round(self.end - self.start, 6)

    @property
    def running(self) -> bool:
        """Both speak now."""
        return self.holder.open and self.comer.open

    @property
    def stopped(self) -> float | None:
        """When the first of the two stopped."""
        ends = [unit.end for unit in (self.holder, self.comer) if not unit.open]
        return min(ends) if ends else None
