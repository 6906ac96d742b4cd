"""``call-monitor play``: a recording into a running service, as a live call."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import app
from monitor.core.call_info import CallInfo
from monitor.edges.analysis_inputs import words_files
from monitor.edges.ingest.play import call_id_for, playable
from monitor.edges.ingest.play import play as send


@app.command()
def play(
    file: Annotated[Path, typer.Argument(help="Two-channel recording: agent and customer.")],
    to: Annotated[str, typer.Option(help="Where the service answers.")] = "http://127.0.0.1:8710",
    speed: Annotated[float, typer.Option(help="Times as fast as it was spoken.", min=0.01)] = 1.0,
    agent: Annotated[str, typer.Option(help="Whose call it is.")] = "Test Agent",
    team: Annotated[str, typer.Option(help="The agent's team.")] = "",
    language: Annotated[str, typer.Option(help="Language code; by default what the service knows.")] = "",
    direction: Annotated[str, typer.Option(help="inbound, outbound or internal.")] = "inbound",
    call_id: Annotated[str | None, typer.Option(help="The call's id; by default a new one.")] = None,
    words: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[SIDE=]FILE",
            help="Words file or transcript to use in any case; agent=FILE and customer=FILE for one a side. "
            "One beside the recording serves where no model is installed.",
        ),
    ] = None,
    agent_channel: Annotated[int, typer.Option(help="Which channel is the agent's.", min=0, max=1)] = 0,
) -> None:
    """Send a recording into a running service as a live call."""
    sound = playable(file, words_files(words or []), agent_channel)
    info = CallInfo(
        call_id=call_id or call_id_for(file),
        agent=agent,
        team=team,
        language=language,
        direction=direction,
        source="play",
        words="file" if words else "fallback" if sound.lines else "",
    )

    def accepted(words_from: str) -> None:
        typer.echo(f"Call {info.call_id} is live, words from: {words_from}. {sound.audio.seconds / speed:.0f} s to go.")

    ended = asyncio.run(send(sound, info, to, speed, accepted))
    typer.echo(f"Ended ({ended.reason}) after {ended.seconds:.1f} s. In review: /review?call={ended.call_id}")
