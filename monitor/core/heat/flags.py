"""Which calls ask to be looked at: by level, by time at it, by a threat or a step up the ladder.

Each flag keeps its reason and moment; a person can add one too.
"""

import msgspec

from monitor.core.events import Flag, Level


class FlagSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a call is flagged by itself."""

    raised_seconds: float = 60.0


REASONS = {
    "threat_of_violence": "Threat of violence",
    "supervisor_request": "Asked for a supervisor",
    "supervisor_offer": "Supervisor offered",
    "boundary": "Boundary set",
    "slur": "Slur",
}


class Flags:
    """One flag a reason and call."""

    def __init__(self, call_id: str, settings: FlagSettings) -> None:
        self._call_id = call_id
        self._settings = settings
        self._raised: set[str] = set()

    def look(self, now: float, level: Level, since: float) -> list[Flag]:
        """The call's level and when it was entered."""
        if level is Level.ESCALATED:
            return self.add("Escalated", now)
        if level is Level.RAISED and now - since >= self._settings.raised_seconds:
            return self.add(f"Raised for {self._settings.raised_seconds:.0f} s", now)
        return []

    def heard(self, set_id: str, now: float) -> list[Flag]:
        """A phrase of this set was said."""
        return self.add(REASONS[set_id], now) if set_id in REASONS else []

    def add(self, reason: str, now: float) -> list[Flag]:
        """Flag the call for this reason, once."""
        if reason in self._raised:
            return []
        self._raised.add(reason)
        name = reason.lower().replace(" ", "_")
        return [Flag(at=round(now, 3), call_id=self._call_id, id=f"flag-{name}", reason=reason)]
