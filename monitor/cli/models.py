"""``call-monitor models``: which speech models there are, which are installed; bring, check and remove them."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.table import Table

from monitor.cli import app
from monitor.cli.formats import OutputFormat
from monitor.edges.installed_models import InstalledModel, installed_models, models_folder
from monitor.edges.model_catalog import Catalog, CatalogModel, read_catalog
from monitor.edges.model_errors import ModelInstallError
from monitor.edges.model_hashes import faults
from monitor.edges.model_install import Installer, find_installed
from monitor.edges.model_install import remove as take_away
from monitor.edges.recognizer import load_model
from monitor.edges.recognizer_pool import PoolSettings
from monitor.settings import load

models = typer.Typer(no_args_is_help=True, help="Speech models: list, install, verify, remove.")
app.add_typer(models, name="models")

Config = Annotated[Path | None, typer.Option(help="Folder of settings that override the shipped ones.")]
MEGABYTE = 1_000_000


class ModelRow(msgspec.Struct, frozen=True):
    """A model in the list."""

    name: str
    language: str
    installed: bool
    bytes: int | None
    licence: str
    notes: str


@models.command("list")
def show(
    config: Config = None,
    form: Annotated[OutputFormat, typer.Option("--format", help="How models are printed.")] = OutputFormat.TABLE,
) -> None:
    """Show the models of the catalogue, and those that are installed."""
    folder = models_folder(_settings(config).folder)
    rows = _rows(read_catalog(), installed_models(folder))
    if form is OutputFormat.JSONL:
        for row in rows:
            sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
        sys.stdout.buffer.flush()
        return
    table = Table(box=None, pad_edge=False)
    for column in ("model", "language", "installed", "MB", "licence", "notes"):
        table.add_column(column, no_wrap=column == "model")
    for row in rows:
        size = f"{row.bytes / MEGABYTE:.0f}" if row.bytes else ""
        table.add_row(row.name, row.language, "yes" if row.installed else "", size, row.licence, row.notes)
    Console().print(table)
    typer.echo(f"\nInstalled models are in {folder}. `call-monitor models install NAME` brings one.")


@models.command()
def install(
    model: Annotated[str, typer.Argument(help="Name from the catalogue, a zip, or a model's folder.")],
    language: Annotated[str, typer.Option(help="Language the model hears; for one that isn't in the catalogue.")] = "",
    name: Annotated[str, typer.Option(help="Name to install it under.")] = "",
    url: Annotated[str, typer.Option(help="Where the zips are, in place of the publisher: a site's mirror.")] = "",
    config: Config = None,
) -> None:
    """Install a speech model from the publisher, a zip or a folder; what isn't whole and right is refused."""
    settings = _settings(config)
    catalog = read_catalog()
    installer = Installer(models_folder(settings.folder), catalog, url or settings.url)
    source = Path(model)
    if source.is_dir():
        done = installer.from_folder(source, name, language)
    elif source.is_file():
        done = installer.from_zip(source, name, language)
    else:
        done = _download(installer, catalog.get(model))
    typer.echo(f"{done.name} is installed and hears {done.language}. A running service takes it at its next start.")
    known = catalog.find(done.name)
    if known is None or not (known.sha256 or known.md5):
        typer.echo(
            "The catalogue has no hash for it, so it was taken as it came; its files' hashes are recorded now, "
            f"and `call-monitor models verify {done.name}` holds it to them."
        )


@models.command()
def verify(
    name: Annotated[str | None, typer.Argument(help="An installed model; by default all.")] = None,
    config: Config = None,
) -> None:
    """Compare installed models with their recorded hashes, and load each in the engine."""
    folder = models_folder(_settings(config).folder)
    found = [find_installed(folder, name)] if name else installed_models(folder)
    if not found:
        raise ModelInstallError(f"no model is installed in {folder}: `call-monitor models list` shows what there is")
    bad = [model.name for model in found if not _is_sound(model)]
    if bad:
        raise ModelInstallError(f"damaged: {', '.join(bad)}. `models remove` and `models install` bring them new")


@models.command()
def remove(name: Annotated[str, typer.Argument(help="An installed model.")], config: Config = None) -> None:
    """Take an installed model away."""
    take_away(models_folder(_settings(config).folder), name)
    typer.echo(f"{name} is removed.")


def _settings(config: Path | None) -> PoolSettings:
    return load(config).service.recogniser


def _rows(catalog: Catalog, found: list[InstalledModel]) -> list[ModelRow]:
    there = {model.name: model for model in found}
    rows = [
        ModelRow(each.name, each.language, each.name in there, each.bytes, each.licence, each.notes)
        for each in catalog.model
    ]
    own = [model for model in found if catalog.find(model.name) is None]
    return [ModelRow(model.name, model.language, True, None, "", "brought by hand") for model in own] + rows


def _download(installer: Installer, model: CatalogModel) -> InstalledModel:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(model.name, total=model.bytes)
        return installer.from_catalog(
            model, lambda there, total: bar.update(task, completed=there, total=total or model.bytes)
        )


def _is_sound(model: InstalledModel) -> bool:
    found = faults(model)
    for fault in found:
        typer.echo(f"{model.name}: {fault}")
    if found:
        return False
    load_model(model.folder)
    recorded = "as installed" if model.card else "copied here by hand, nothing to compare it with"
    typer.echo(f"{model.name}: sound, {recorded}; the engine loads it; language {model.language or 'unknown'}")
    return True
