"""``call-monitor demo``: the service with the carried calls played into it."""

import logging
import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

import typer

from monitor import app as service
from monitor.cli import app
from monitor.edges.demo_calls import DESKS, carried, keep_calling
from monitor.settings import load
from monitor.shipped import shipped


@app.command()
def demo(
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.", min=0, max=65535)] = None,
    data: Annotated[
        Path | None, typer.Option(help="Folder to keep the data in; by default it goes at the end.")
    ] = None,
    config: Annotated[Path | None, typer.Option(help="Folder of settings that override the shipped ones.")] = None,
    open_pages: Annotated[bool, typer.Option("--open", help="Open the floor in the browser.")] = False,
) -> None:
    """Run the service with several invented calls live at once, one of them heating up."""
    calls = carried(shipped("demo/calls"))

    def ready(url: str) -> None:
        typer.echo(_where(url))
        if open_pages:
            webbrowser.open(f"{url}/floor")

    with tempfile.TemporaryDirectory(prefix="call-monitor-demo-") as folder:
        settings = load(config).at(port=port, data=data or Path(folder))
        service.run(settings, ready, lambda url: keep_calling(url, calls), logging.WARNING)


def _where(url: str) -> str:
    first = DESKS[0].agent
    return "\n".join(
        [
            "",
            f"  Floor    {url}/floor",
            f"  Agent    {url}/agent?agent={quote(first)}   ({first}: heats up first)",
            f"  Review   {url}/review",
            "",
            "  Invented calls are playing. Stop with Ctrl-C.",
        ]
    )
