"""``call-monitor capture``: this computer's microphone as a live call."""

import asyncio
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import typer

from monitor.cli import app
from monitor.core.call_info import CallInfo
from monitor.edges.ingest.capture import capture as send
from monitor.edges.sound.microphone import Ring, microphone
from monitor.wire.native_ingest import EndedAnswer


@app.command()
def capture(
    agent: Annotated[str, typer.Option(help="Whose microphone it is.")],
    to: Annotated[str, typer.Option(help="Where the service answers.")] = "http://127.0.0.1:8710",
    device: Annotated[str | None, typer.Option(help="Number or part of the name; by default the usual one.")] = None,
    rate: Annotated[int, typer.Option(help="Samples a second.", min=8000, max=48000)] = 16000,
    team: Annotated[str, typer.Option(help="The agent's team.")] = "",
    language: Annotated[str, typer.Option(help="Language code; by default what the service knows.")] = "",
    direction: Annotated[str, typer.Option(help="inbound, outbound or internal.")] = "inbound",
    call_id: Annotated[str | None, typer.Option(help="The call's id; by default a new one.")] = None,
) -> None:
    """Send this computer's microphone into a running service, as the agent's channel of a live call."""
    info = CallInfo(
        call_id=call_id or f"capture-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}",
        agent=agent,
        team=team,
        language=language,
        direction=direction,
        source="capture",
        rate=rate,
        channels=("agent",),
    )
    ring = Ring(rate)
    ended = asyncio.run(_until_stopped(info, to, partial(microphone, ring, device)))
    typer.echo(f"Ended ({ended.reason}) after {ended.seconds:.1f} s. In review: /review?call={ended.call_id}")
    if ring.dropped_bytes or ring.overflows:
        typer.echo(
            f"{ring.dropped_seconds:.1f} s were dropped because the service was slow, silence stands in their place; "
            f"the device itself lost audio {ring.overflows} times."
        )


async def _until_stopped(info: CallInfo, url: str, listen: Callable[[], AbstractContextManager[Ring]]) -> EndedAnswer:
    stop = asyncio.Event()

    def accepted(words_from: str) -> None:
        typer.echo(f"Call {info.call_id} is live, words from: {words_from}. Ctrl-C hangs up.")

    loop = asyncio.get_running_loop()
    signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(stop.set))
    return await send(info, url, listen, stop, accepted)
