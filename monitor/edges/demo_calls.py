"""The carried calls, played into a service again and again by invented agents."""

import asyncio
import logging
from collections.abc import Sequence
from pathlib import Path

import msgspec

from monitor.core.call_info import CallInfo
from monitor.edges.ingest_client import SendError
from monitor.edges.play import PlayError, Recording, call_id_for, play, recording

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 8.0
STAGGER_SECONDS = 7.0


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


def carried(folder: Path) -> list[Recording]:
    """The calls of a folder, the hottest first; raises ``PlayError`` where there are none."""
    files = sorted(folder.glob("*.flac"), key=lambda path: ("hot" not in path.stem, path.stem))
    if not files:
        raise PlayError(f"there are no calls in {folder}: install the product again")
    return [recording(path) for path in files]


async def keep_calling(url: str, calls: Sequence[Recording], desks: Sequence[Desk] = DESKS) -> None:
    """Play until cancelled: desk after desk begins, each with another call, and takes the next one when it ends."""
    async with asyncio.TaskGroup() as tasks:
        for place, desk in enumerate(desks):
            tasks.create_task(_work(url, desk, calls, place))
            await asyncio.sleep(STAGGER_SECONDS)


async def _work(url: str, desk: Desk, calls: Sequence[Recording], place: int) -> None:
    while True:
        sound = calls[place % len(calls)]
        info = CallInfo(
            call_id=call_id_for(sound.audio),
            agent=desk.agent,
            team=desk.team,
            direction=desk.direction,
            source="demo",
            rate=sound.rate,
            paced=False,
            words="fallback",
        )
        try:
            await play(sound, info, url)
        except SendError as error:
            logger.warning("a demo call ended early: %s", error)
        await asyncio.sleep(PAUSE_SECONDS)
        place += 1
