"""``call-monitor reanalyze``: stored calls judged again, with these settings and with either words."""

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from monitor.cli import app
from monitor.cli.event_output import each, printer, writer
from monitor.cli.event_table import clock
from monitor.cli.formats import HeardWords, OutputFormat
from monitor.edges.reanalysis import Reanalysis
from monitor.edges.stored_call import stored_call
from monitor.service.comparison import Difference, differences
from monitor.settings import load


@app.command()
def reanalyze(
    calls: Annotated[list[str], typer.Argument(metavar="CALL...", help="Ids of ended calls, as review shows them.")],
    words: Annotated[
        HeardWords, typer.Option(help="The words that were heard live, or those of the second hearing.")
    ] = HeardWords.LIVE,
    config: Annotated[Path | None, typer.Option(help="Folder of settings that override the shipped ones.")] = None,
    data: Annotated[Path | None, typer.Option(help="The service's folder of the database and the recordings.")] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="Print what differs from the live record, in place of the events.")
    ] = False,
    out: Annotated[Path | None, typer.Option(help="Folder for one CALL.events.jsonl a call.")] = None,
    detail: Annotated[bool, typer.Option("--detail", help="The escalation once a second, not only on change.")] = False,
    form: Annotated[OutputFormat, typer.Option("--format", help="How it is printed.")] = OutputFormat.TABLE,
) -> None:
    """Judge stored calls again from their recordings; print every event, write them with --out, or --compare them."""
    settings = load(config).at(data=data)
    reanalysis = Reanalysis(settings.core, detail=detail)
    write = writer(out, form) if out else None
    show = write or printer(form)

    def again(call_id: str) -> None:
        call = asyncio.run(stored_call(settings.data, call_id, words.value))
        if not compare:
            show(call_id, reanalysis.events(call))
            return
        events = list(reanalysis.events(call))
        if write:
            write(call_id, events)
        _print(call_id, differences(call_id, call.live, events), form)

    each(calls, again)


def _print(call_id: str, found: Sequence[Difference], form: OutputFormat) -> None:
    if form is OutputFormat.JSONL:
        for difference in found:
            sys.stdout.buffer.write(msgspec.json.encode(difference) + b"\n")
        sys.stdout.buffer.flush()
    elif found:
        Console(soft_wrap=False).print(_table(call_id, found))
    else:
        typer.echo(f"{call_id}: the same prompts and levels as live")


def _table(call_id: str, found: Sequence[Difference]) -> Table:
    table = Table("change", "what", "name", title=call_id, title_justify="left", box=None, pad_edge=False)
    for column in ("live", "now"):
        table.add_column(column, justify="right")
    for each_one in found:
        moments = (each_one.live_at, each_one.at)
        table.add_row(
            each_one.change, each_one.what, each_one.name, *("" if at is None else clock(at) for at in moments)
        )
    return table
