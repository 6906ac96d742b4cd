"""Is the customer on hold? Told by a notice, or by the agent's words and the silence after them."""

import msgspec

from monitor.core.events import Hold


class HoldSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When an announced hold begins and ends without a notice."""

    silent_seconds: float = 2.0
    """Silence of both after the announcement that makes it a hold."""
    announced_for_seconds: float = 15.0
    """An announcement counts this long."""


class HoldState:
    """Fed once a frame."""

    def __init__(self, call_id: str, settings: HoldSettings) -> None:
        self.on = False
        self._call_id = call_id
        self._settings = settings
        self._noticed = False
        self._announced_at: float | None = None
        self._last_speech = 0.0

    def notice(self, kind: str, now: float) -> list[Hold]:
        """``hold`` or ``resume`` from the source."""
        self._noticed = kind == "hold"
        return self._set(self._noticed, "notice", now)

    def announce(self, now: float) -> None:
        """The agent said that a hold comes."""
        self._announced_at = now

    def over(self, now: float) -> list[Hold]:
        """The agent said that the hold is over."""
        self._announced_at = None
        return [] if self._noticed else self._set(False, "words", now)

    def update(self, now: float, speaking: bool) -> list[Hold]:
        """``speaking``: either side speaks."""
        if speaking:
            self._last_speech = now
            return self._set(False, "speech", now) if self.on and not self._noticed else []
        if self.on or self._announced_at is None:
            return []
        if now - self._announced_at > self._settings.announced_for_seconds:
            self._announced_at = None
            return []
        if now - self._last_speech < self._settings.silent_seconds:
            return []
        return self._set(True, "announced", now)

    @property
    def announced(self) -> bool:
        """A hold is on, or was announced a moment ago."""
        return self.on or self._announced_at is not None

    def _set(self, on: bool, how: str, now: float) -> list[Hold]:
        if on == self.on:
            return []
        self.on = on
        if not on:
            self._announced_at = None
        return [Hold(at=round(now, 3), call_id=self._call_id, state="on" if on else "off", how=how)]
