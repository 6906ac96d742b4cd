"""``call-monitor models words``: which of a site's words a speech model can't hear."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from monitor.cli.formats import OutputFormat
from monitor.cli.models import Config, models
from monitor.core.nearest import nearest
from monitor.core.words.unknown_words import UnknownWord, unknown_words, words_of_playbook, words_of_text
from monitor.edges.models.errors import ModelInstallError
from monitor.edges.models.install import find_installed
from monitor.edges.models.installed import InstalledModel, best_for, installed_models, models_folder
from monitor.edges.models.vocabulary import vocabulary
from monitor.settings import Settings, load


@models.command()
def words(
    file: Annotated[Path | None, typer.Argument(help="Text with the words: product names, agents' names.")] = None,
    model: Annotated[str, typer.Option("--model", help="An installed model; by default the language's.")] = "",
    playbook: Annotated[str, typer.Option(help="Language whose phrases are looked up too.")] = "",
    config: Config = None,
    form: Annotated[OutputFormat, typer.Option("--format", help="How words are printed.")] = OutputFormat.TABLE,
) -> None:
    """Show which words a speech model doesn't know and so never hears, and what it may hear for them."""
    settings = load(config)
    wanted = _wanted(settings, file, playbook)
    chosen = _chosen(settings, model, playbook)
    if chosen.engine == "whisper":
        raise ModelInstallError(
            f"{chosen.name} is a Whisper model: it spells words from pieces, so none is out of its reach"
        )
    found = unknown_words(wanted, vocabulary(chosen.folder))
    if form is OutputFormat.JSONL:
        for each in found:
            sys.stdout.buffer.write(msgspec.json.encode(each) + b"\n")
        sys.stdout.buffer.flush()
        return
    _print(found, len(wanted), chosen.name)


def _wanted(settings: Settings, file: Path | None, playbook: str) -> list[str]:
    if file is None and not playbook:
        raise ModelInstallError("name a file with words, or a language: call-monitor models words --playbook en")
    wanted: list[str] = []
    if file is not None:
        try:
            wanted += words_of_text(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise ModelInstallError(f"{file} can't be read as UTF-8 text: {error}") from error
    if playbook:
        if playbook not in settings.languages:
            languages = settings.languages
            raise ModelInstallError(
                f"there is no playbook in {playbook!r}; did you mean {nearest(playbook, languages)}?"
            )
        wanted += words_of_playbook(settings.languages[playbook])
    return list(dict.fromkeys(wanted))


def _chosen(settings: Settings, name: str, playbook: str) -> InstalledModel:
    folder = models_folder(settings.service.recogniser.folder)
    if name:
        return find_installed(folder, name)
    found = installed_models(folder)
    fitting = best_for(playbook, found) if playbook else found[0] if len(found) == 1 else None
    if fitting is None:
        there = ", ".join(each.name for each in found) or "none is installed"
        raise ModelInstallError(f"say which model: --model NAME; in {folder}: {there}")
    return fitting


def _print(found: list[UnknownWord], wanted: int, name: str) -> None:
    typer.echo(f"{name} knows {wanted - len(found)} of {wanted} words.")
    if not found:
        return
    table = Table("not known", "spelled alike", "as two words", box=None, pad_edge=False)
    for each in found:
        table.add_row(each.word, ", ".join(each.nearest), ", ".join(each.parts))
    Console().print(table)
    typer.echo(
        "\nWhat is not known is never heard. docs/words.md tells how a phrase can listen for what is heard instead."
    )
