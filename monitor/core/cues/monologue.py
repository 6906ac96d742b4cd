"""Monologue: one side talks on and on, and the other gets no word in."""

import msgspec

from monitor.core.cues.span import CueSpan
from monitor.core.events import Channel, Cue, CueKind, Evidence, Measure
from monitor.core.signal.speech_spans import Unit


class MonologueSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One turn, with its pauses."""

    seconds: float = 40.0
    pause_seconds: float = 1.5
    """A shorter pause belongs to the turn: the other had no chance to answer."""
    answer_seconds: float = 1.0
    """The other's speech longer than a backchannel ends it."""
    after_answer_seconds: float = 1.0
    """The other must have said this much in the call: before that it is an announcement, not a turn."""


class Monologue:
    """One channel's detector, looked at ten times a second."""

    def __init__(self, call_id: str, channel: Channel, settings: MonologueSettings) -> None:
        self._settings = settings
        self._span = CueSpan(call_id, CueKind.MONOLOGUE, channel, 0.0, 0.0)
        self._start: float | None = None
        self._last = 0.0
        self._answered = 0.0
        """End of the other's last answer; a turn that went on over it begins anew."""

    @property
    def open(self) -> Cue | None:
        """The open cue."""
        return self._span.open

    def update(self, now: float, own: Unit | None, other: Unit | None, other_spoken: float, waits: bool) -> list[Cue]:
        """The units that are open, and what the other said so far; ``waits``: the line is gone, nothing is known."""
        if waits and self._start is not None:
            self._last = now
        if own is not None:
            self._start = max(own.start, self._answered) if self._start is None else self._start
            self._last = own.end
        if other is not None and other.seconds > self._settings.answer_seconds:
            self._answered, self._start = other.end, None
        if now - self._last >= self._settings.pause_seconds:
            self._start = None
        start = self._start
        seconds = 0.0 if start is None else self._last - start
        holds = seconds >= self._settings.seconds and other_spoken >= self._settings.after_answer_seconds
        return self._span.update(now, holds, start or now, lambda: self._evidence(now, seconds))

    def finish(self, now: float) -> list[Cue]:
        """The call, or what can be told of it, is over."""
        self._start = None
        return self._span.close(now)

    def _evidence(self, now: float, seconds: float) -> Evidence:
        measure = Measure("monologue", round(seconds, 1), "s", limit=self._settings.seconds)
        return Evidence(round(now - seconds, 3), round(now, 3), (measure,))
