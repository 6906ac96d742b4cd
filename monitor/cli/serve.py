"""``call-monitor serve``: the service."""

from pathlib import Path
from typing import Annotated

import typer

from monitor import app as service
from monitor.cli import app
from monitor.settings import load


@app.command()
def serve(
    config: Annotated[Path | None, typer.Option(help="Folder of settings that override the shipped ones.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = None,
    data: Annotated[Path | None, typer.Option(help="Folder of the database and the recordings.")] = None,
) -> None:
    """Run the service until it is told to stop (Ctrl-C, SIGTERM)."""
    settings = load(config).at(port=port, data=data)
    service.run(settings, lambda url: typer.echo(f"Live at {url}: /floor, /agent, /review. Calls come in at /ingest."))
