"""How long ended calls are kept: what is older goes, its recording, words and events together."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Annotated, Protocol

import msgspec

from monitor.service.rows import StoreError

logger = logging.getLogger(__name__)

DAY_SECONDS = 86_400.0
CALLS_AT_ONCE = 100

Days = Annotated[float, msgspec.Meta(ge=0)]


class RetentionSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long ended calls are kept, with their recordings, words and events."""

    days: Days = 0.0
    """Since a call began; older ones are deleted for good. 0 keeps all for ever."""
    flagged_days: Days = 0.0
    """The same of flagged calls, where it is longer; 0: no longer than others."""
    look_seconds: Annotated[float, msgspec.Meta(gt=0)] = 3600.0
    """How often it is looked for calls whose time is up."""

    def borders(self, now: float) -> tuple[float, float]:
        """Calls, and flagged ones, that began before these moments go; all in seconds since 1970."""
        return now - self.days * DAY_SECONDS, now - max(self.days, self.flagged_days) * DAY_SECONDS


class CallStore(Protocol):
    """Where calls are kept. Both raise ``StoreError``."""

    async def ended_before(self, moment: float, flagged: float, most: int) -> list[str]:
        """Ids of ended calls that began before a moment, flagged ones before another; the oldest first."""

    async def delete_call(self, call_id: str) -> None:
        """Delete a call with everything about it."""


class RecordingFiles(Protocol):
    """Where recordings are kept. Blocking."""

    def delete(self, call_id: str) -> None:
        """Delete a call's recording, if there is one; raises ``OSError``."""


class Retention:
    """One ``run`` task for the service."""

    def __init__(
        self,
        settings: RetentionSettings,
        store: CallStore,
        recordings: RecordingFiles,
        now: Callable[[], float] = time.time,
    ) -> None:
        """``now`` in seconds since 1970."""
        self._settings = settings
        self._store = store
        self._recordings = recordings
        self._now = now

    async def run(self) -> None:
        """Delete what is too old, until cancelled; without a limit it does nothing."""
        while self._settings.days:
            await self.sweep()
            await asyncio.sleep(self._settings.look_seconds)

    async def sweep(self) -> None:
        """Delete all whose time is up now; what can't be deleted is logged, and tried again the next time."""
        try:
            while found := await self._store.ended_before(*self._settings.borders(self._now()), CALLS_AT_ONCE):
                if not all([await self._delete(call_id) for call_id in found]):
                    return
        except StoreError as error:
            logger.warning("calls whose time is up can't be deleted: %s", error)

    async def _delete(self, call_id: str) -> bool:
        """The recording first: a call without one is found again, a recording without its call is not."""
        try:
            await asyncio.to_thread(self._recordings.delete, call_id)
        except OSError as error:
            logger.error("call %s: its time is up, but its recording can't be deleted: %s", call_id, error)
            return False
        await self._store.delete_call(call_id)
        logger.info("call %s: its time is up; recording, words and events are deleted", call_id)
        return True
