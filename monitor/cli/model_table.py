"""The list of speech models as a person reads it: what there is, what hears which calls, what it takes."""

import typer
from rich.console import Console
from rich.table import Table

from monitor.edges.models.catalog import Catalog
from monitor.edges.models.fit import ModelRow, advice
from monitor.edges.models.memory import MEGABYTE

COLUMNS = ("model", "language", "calls", "MB", "memory MB", "licence", "about; % of words wrong, as published")
NUMBERS = ("MB", "memory MB")


def show_table(rows: list[ModelRow]) -> None:
    """Installed models first; memory of those that are not is an upper bound."""
    table = Table(box=None, pad_edge=False)
    for column in COLUMNS:
        table.add_column(column, no_wrap=column == "model", justify="right" if column in NUMBERS else "left")
    for row in sorted(rows, key=lambda each: not each.installed):
        size = f"{row.bytes / MEGABYTE:.0f}" if row.bytes else ""
        about = ". ".join(part for part in (row.notes, row.error_rate) if part)
        table.add_row(row.name, row.language, _calls(row), size, _memory(row), row.licence, about)
    Console().print(table)


def show_summary(
    rows: list[ModelRow], languages: tuple[str, ...], unheard: list[str], catalog: Catalog, free_mb: int
) -> None:
    """Which calls will have words, and what memory that takes."""
    chosen = {language: row.name for row in rows for language in row.chosen}
    for language in languages:
        if language in unheard:
            typer.echo(f"Calls in {language}: words are not heard. {_bring(language, catalog)}")
        else:
            typer.echo(f"Calls in {language}: {chosen[language]} hears them.")
    serving = [row for row in rows if row.chosen or (row.installed and row.use == "live")]
    if serving:
        models, recognisers = sum(row.memory_mb or 0 for row in serving), sum(row.recognisers_mb for row in serving)
        typer.echo(
            f"A service loads about {models} MB of models, and {recognisers} MB of warm recognisers; "
            f"{free_mb} MB are free now."
        )


def _calls(row: ModelRow) -> str:
    if row.chosen:
        return f"hears {' '.join(row.chosen)}"
    if row.installed:
        return "installed"
    return f"fits {' '.join(row.hears)}" if row.hears else ""


def _memory(row: ModelRow) -> str:
    if row.memory_mb is None:
        return ""
    return f"{row.memory_mb} + {row.recognisers_mb}" if row.installed else f"<{row.memory_mb}"


def _bring(language: str, catalog: Catalog) -> str:
    model = advice(language, catalog)
    if model is None:
        return "No model of the catalogue knows this language: send words from another recogniser with the call."
    extra = " and the extra call-monitor[whisper]" if model.engine == "whisper" else ""
    return f"`call-monitor models install {model.name}`{extra} would change that."
