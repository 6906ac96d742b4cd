"""``call-monitor devices``: what this computer can hear with."""

from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from monitor.cli import app
from monitor.cli.formats import OutputFormat
from monitor.edges.sound.microphone import AudioInput, inputs


@app.command()
def devices(
    form: Annotated[OutputFormat, typer.Option("--format", help="How to print them.")] = OutputFormat.TABLE,
) -> None:
    """List this computer's audio inputs."""
    found = inputs()
    if form is OutputFormat.JSONL:
        for device in found:
            typer.echo(msgspec.json.encode(device))
    elif found:
        Console().print(_table(found))
    else:
        typer.echo("There are no audio inputs on this computer.")


def _table(found: list[AudioInput]) -> Table:
    table = Table("number", "name", "system", "channels", "rate", box=None)
    for device in found:
        name = f"{device.name} (usual)" if device.default else device.name
        table.add_row(str(device.number), name, device.system, str(device.channels), f"{device.rate} Hz")
    return table
