"""Dead air: nobody speaks, and no hold was announced."""

import msgspec

from monitor.core.cues.span import CueSpan
from monitor.core.events import Cue, CueKind, Evidence, Measure


class DeadAirSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Silence of both sides."""

    seconds: float = 6.0
    after_speech_seconds: float = 1.0
    """Of either side: before this much was said there is no call to fall silent, only a noisy line."""


class DeadAir:
    """Silence counts from the last speech of either side, and not before the first words."""

    def __init__(self, call_id: str, settings: DeadAirSettings) -> None:
        self._settings = settings
        self._span = CueSpan(call_id, CueKind.DEAD_AIR, None, 0.0, 0.0)
        self._last_speech: float | None = None

    @property
    def open(self) -> Cue | None:
        """The open cue."""
        return self._span.open

    def update(self, now: float, speaking: bool, spoken_seconds: float, excused: bool) -> list[Cue]:
        """``spoken_seconds``: by both so far; ``excused``: a hold was announced, or the line rings."""
        if spoken_seconds < self._settings.after_speech_seconds:
            return []
        if speaking or excused:
            self._last_speech = now if speaking or self._last_speech is not None else None
        start = self._last_speech
        if start is None:
            return []
        return self._span.update(now, now - start >= self._settings.seconds, start, lambda: self._evidence(start, now))

    def finish(self, now: float) -> list[Cue]:
        """The call is over."""
        return self._span.close(now)

    def _evidence(self, start: float, now: float) -> Evidence:
        measure = Measure("silence", round(now - start, 1), "s", limit=self._settings.seconds)
        return Evidence(round(start, 3), round(now, 3), (measure,))
