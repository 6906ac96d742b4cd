"""The events of calls as commands give them out: printed as a table or JSON lines, or a file a call."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar

import msgspec
import typer
from rich.console import Console

from monitor.cli.event_table import add, event_table
from monitor.cli.formats import OutputFormat
from monitor.core.errors import CallMonitorError
from monitor.core.events import AnyEvent, CallEnded, Escalation, Prompt, PromptState
from monitor.edges.analysis_inputs import InputError

T = TypeVar("T")
Show = Callable[[str, Iterable[AnyEvent]], None]
"""Takes a call's name and its events."""


def each(calls: Iterable[T], show: Callable[[T], None]) -> None:
    """Show call after call; one that can't be is a line of the error output, and fails the command at its end."""
    failed = False
    for call in calls:
        try:
            show(call)
        except CallMonitorError as error:
            sys.stderr.write(f"call-monitor: {error}\n")
            failed = True
    if failed:
        raise typer.Exit(1)


def printer(form: OutputFormat) -> Show:
    """Prints the events."""
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


def writer(out: Path, form: OutputFormat) -> Show:
    """Writes NAME.events.jsonl into a folder, whole or not at all, and says a line about it; raises ``InputError``."""
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
