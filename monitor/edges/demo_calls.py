"""The carried calls, played into a service again and again by invented agents."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

import msgspec

from monitor.core.call_info import CallInfo
from monitor.core.errors import CallMonitorError
from monitor.edges.ingest.play import Playable, call_id_for, play, playable

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 8.0
STAGGER_SECONDS = 7.0


class DemoCallsMissing(CallMonitorError):
    """The carried calls are not there."""


class Desk(msgspec.Struct, frozen=True):
    """An invented agent."""

    agent: str
    team: str
    direction: str = "inbound"


DESKS = (
    Desk("Juno Example", "Returns"),
    Desk("Kit Sample", "Deliveries"),
    Desk("Mira Demo", "Returns"),
    Desk("Pax Invented", "Billing", "outbound"),
    Desk("Sol Trial", "Billing"),
)


def carried(folder: Path) -> list[Playable]:
    """The calls of a folder, the hottest first; raises ``DemoCallsMissing`` where there are none."""
    files = sorted(folder.glob("*.flac"), key=lambda path: ("hot" not in path.stem, path.stem))
    if not files:
        raise DemoCallsMissing(f"there are no calls in {folder}: install the product again")
    return [playable(path) for path in files]


async def keep_calling(url: str, calls: Sequence[Playable], desks: Sequence[Desk] = DESKS) -> None:
    """Play until cancelled: desk after desk begins, each with another call, and takes the next one when it ends."""
    async with asyncio.TaskGroup() as tasks:
        for place, desk in enumerate(desks):
            tasks.create_task(_work(url, desk, calls, place))
            await asyncio.sleep(STAGGER_SECONDS)


async def _work(url: str, desk: Desk, calls: Sequence[Playable], place: int) -> None:
    while True:
        sound = calls[place % len(calls)]
        info = CallInfo(
            call_id=call_id_for(sound.path),
            agent=desk.agent,
            team=desk.team,
            direction=desk.direction,
            source="demo",
            words="fallback",
        )
        try:
            await play(sound, info, url)
        except CallMonitorError as error:
            logger.warning("a demo call ended early: %s", error)
        await asyncio.sleep(PAUSE_SECONDS)
        place += 1
