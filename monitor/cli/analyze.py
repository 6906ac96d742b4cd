"""``call-monitor analyze``: the core over recordings, far faster than real time."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console

from monitor.cli import app
from monitor.cli.event_table import add, event_table
from monitor.cli.formats import OutputFormat, WordsFormat
from monitor.core.errors import CallMonitorError
from monitor.core.events import AnyEvent, CallEnded, Escalation, Prompt, PromptState
from monitor.edges.analysis import Analysis
from monitor.edges.analysis_inputs import CallInput, InputError, find_calls, words_files
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
    show = _printer(form) if out is None else _writer(out, form)
    with closing(analysis):
        failures = [call for call in calls if not _shown(show, call, analysis)]
    if failures:
        raise typer.Exit(1)


Show = Callable[[str, Iterable[AnyEvent]], None]
"""Takes a call's name and its events."""


def _shown(show: Show, call: CallInput, analysis: Analysis) -> bool:
    try:
        show(call.name, analysis.events(call))
    except CallMonitorError as error:
        sys.stderr.write(f"call-monitor: {error}\n")
        return False
    return True


def _pair(agent: Path | None, customer: Path | None) -> tuple[Path, Path] | None:
    if agent and customer:
        return agent, customer
    if agent or customer:
        raise InputError("--agent and --customer go together: a mono recording each")
    return None


def _printer(form: OutputFormat) -> Show:
    return _print_table if form is OutputFormat.TABLE else _print_lines


def _print_table(name: str, events: Iterable[AnyEvent]) -> None:
    table = event_table(name)
    for event in events:
        add(table, event)
    Console(soft_wrap=False).print(table)


def _print_lines(_: str, events: Iterable[AnyEvent]) -> None:
    for event in events:
        sys.stdout.buffer.write(msgspec.json.encode(event) + b"\n")
    sys.stdout.buffer.flush()


def _writer(out: Path, form: OutputFormat) -> Show:
    """Writes NAME.events.jsonl, whole or not at all, and says a line about it."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"the folder {out} can't be made: {error.strerror}") from error

    def write(name: str, events: Iterable[AnyEvent]) -> None:
        path = out / f"{name}.events.jsonl"
        summary = Summary()
        _write(path, summary.watch(events))
        if form is OutputFormat.TABLE:
            typer.echo(f"{path}: {summary}")

    return write


def _write(path: Path, events: Iterable[AnyEvent]) -> None:
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.writelines(msgspec.json.encode(event) + b"\n" for event in events)
        part.replace(path)
    except OSError as error:
        raise InputError(f"{path} can't be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


class Summary:
    """The call in one line."""

    def __init__(self) -> None:
        self._events = 0
        self._prompts: set[str] = set()
        self._seconds = 0.0
        self._hottest: Escalation | None = None

    def watch(self, events: Iterable[AnyEvent]) -> Iterator[AnyEvent]:
        """The same events, counted as they pass."""
        for event in events:
            self._events += 1
            match event:
                case Prompt(state=PromptState.SHOWN):
                    self._prompts.add(event.id)
                case Escalation() if self._hottest is None or event.level.rank > self._hottest.level.rank:
                    self._hottest = event
                case CallEnded():
                    self._seconds = event.duration_seconds
            yield event

    def __str__(self) -> str:
        level = self._hottest.level if self._hottest else "no level"
        return f"{self._seconds:.1f} s, {level}, {len(self._prompts)} prompts shown, {self._events} events"
