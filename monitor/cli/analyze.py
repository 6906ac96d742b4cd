"""``call-monitor analyze``: the core over recordings, far faster than real time."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli import app
from monitor.cli.event_output import each, printer, writer
from monitor.cli.formats import OutputFormat, WordsFormat
from monitor.edges.analysis import Analysis
from monitor.edges.analysis_inputs import InputError, find_calls, words_files
from monitor.settings import load


@app.command()
def analyze(
    inputs: Annotated[
        list[Path] | None, typer.Argument(metavar="[INPUT]...", help="Two-channel recordings, or folders of them.")
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option(
            metavar="[SIDE=]FILE",
            help="Words file or transcript of another recogniser to use in any case, or a folder of them; agent=FILE "
            "and customer=FILE for one a side; without INPUT, words alone. See docs/words-files.md.",
        ),
    ] = None,
    words_format: Annotated[
        WordsFormat | None, typer.Option(help="What wrote the words, where their content doesn't tell.")
    ] = None,
    language: Annotated[str, typer.Option(help="Language code of the calls; by default the site's.")] = "",
    config: Annotated[Path | None, typer.Option(help="Folder of settings that override the shipped ones.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for one NAME.events.jsonl a call.")] = None,
    detail: Annotated[bool, typer.Option("--detail", help="The escalation once a second, not only on change.")] = False,
    agent_channel: Annotated[
        int, typer.Option(help="The agent's channel in a recording, and in a transcript.", min=0, max=1)
    ] = 0,
    agent: Annotated[Path | None, typer.Option(help="Mono recording of the agent, with --customer.")] = None,
    customer: Annotated[Path | None, typer.Option(help="Mono recording of the customer, with --agent.")] = None,
    form: Annotated[OutputFormat, typer.Option("--format", help="How events are printed.")] = OutputFormat.TABLE,
) -> None:
    """Run the core over recordings or words files; print every event, or write them with --out."""
    calls = find_calls(inputs or [], words_files(words or []), _pair(agent, customer))
    settings = load(config)
    language = language or settings.service.site.language
    analysis = Analysis(
        settings.core(language),
        language,
        settings.service.recogniser,
        agent_channel=agent_channel,
        words_format=words_format.value if words_format else None,
        detail=detail,
    )
    show = printer(form) if out is None else writer(out, form)
    with closing(analysis):
        each(calls, lambda call: show(call.name, analysis.events(call)))


def _pair(agent: Path | None, customer: Path | None) -> tuple[Path, Path] | None:
    if agent and customer:
        return agent, customer
    if agent or customer:
        raise InputError("--agent and --customer go together: a mono recording each")
    return None
