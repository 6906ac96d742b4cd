"""Long hold: the customer has been on hold for so long that somebody should look in on them."""

import msgspec

from monitor.core.cues.span import CueSpan
from monitor.core.events import Cue, CueKind, Evidence, Measure


class LongHoldSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When to look in (docs/science.md: at one minute, and at two)."""

    first_seconds: float = 60.0
    again_seconds: float = 120.0


class LongHold:
    """Looked at ten times a second; the second minute opens a cue of its own."""

    def __init__(self, call_id: str, settings: LongHoldSettings) -> None:
        self._settings = settings
        self._span = CueSpan(call_id, CueKind.HOLD, None, 0.0, 0.0)
        self._since: float | None = None
        self._again = False

    def update(self, now: float, on_hold: bool) -> list[Cue]:
        """``on_hold``: by a notice, or announced and silent."""
        if not on_hold:
            self._since, self._again = None, False
            return [] if self._span.idle else self._span.close(now)
        start = self._since = now if self._since is None else self._since
        seconds = now - start
        closed: list[Cue] = []
        if seconds >= self._settings.again_seconds and not self._again:
            self._again = True
            closed = self._span.close(now)
        due = seconds >= self._settings.first_seconds
        return closed + self._span.update(now, due, start, lambda: self._evidence(start, now))

    def finish(self, now: float) -> list[Cue]:
        """The call is over."""
        return self._span.close(now)

    def _evidence(self, start: float, now: float) -> Evidence:
        limit = self._settings.again_seconds if self._again else self._settings.first_seconds
        return Evidence(round(start, 3), round(now, 3), (Measure("hold", round(now - start, 1), "s", limit=limit),))
