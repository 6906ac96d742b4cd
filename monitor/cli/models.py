"""``call-monitor models``: which speech models there are, which are installed; bring, check and remove them."""

import sys
from functools import partial
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from monitor.cli import app
from monitor.cli.formats import OutputFormat
from monitor.cli.model_table import show_summary, show_table
from monitor.edges.engines import load as load_model
from monitor.edges.models.catalog import CatalogModel, read_catalog
from monitor.edges.models.errors import ModelInstallError
from monitor.edges.models.fit import rows, unheard
from monitor.edges.models.hashes import faults
from monitor.edges.models.install import Installer, find_installed
from monitor.edges.models.install import remove as take_away
from monitor.edges.models.installed import InstalledModel, installed_models, models_folder
from monitor.edges.models.memory import free_mb, too_large
from monitor.edges.models.parts import model_faults
from monitor.edges.models.refresh import refresh, with_published
from monitor.edges.models.trial import refusal
from monitor.edges.vosk.pool import PoolSettings
from monitor.settings import load

models = typer.Typer(no_args_is_help=True, help="Speech models: list, install, verify, remove.")
app.add_typer(models, name="models")

Config = Annotated[Path | None, typer.Option(help="Folder of settings that override the shipped ones.")]
Mirror = Annotated[str, typer.Option(help="Where the files are, in place of the publisher: a site's mirror.")]


@models.command("list")
def show(
    config: Config = None,
    online: Annotated[
        bool, typer.Option("--online", help="Ask the publisher first, as `models refresh` does.")
    ] = False,
    url: Mirror = "",
    form: Annotated[OutputFormat, typer.Option("--format", help="How models are printed.")] = OutputFormat.TABLE,
) -> None:
    """Show the models there are, which of them hear the site's calls, and what memory they take."""
    told = load(config)
    settings = told.service.recogniser
    folder, languages = models_folder(settings.folder), told.call_languages
    if online:
        _refresh(folder, url or settings.url)
    catalog, found = with_published(read_catalog(), folder), installed_models(folder)
    listed = rows(catalog, found, languages, settings.warmed)
    if form is OutputFormat.JSONL:
        for row in listed:
            sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
        sys.stdout.buffer.flush()
        return
    show_table(listed)
    typer.echo(f"\nInstalled models are in {folder}. `call-monitor models install NAME` brings one.")
    show_summary(listed, languages, unheard(found, languages), catalog, free_mb())


@models.command("refresh")
def refresh_list(config: Config = None, url: Mirror = "") -> None:
    """Ask the publisher which models there are now; what is new can then be installed by name."""
    settings = _settings(config)
    _refresh(models_folder(settings.folder), url or settings.url)


@models.command()
def install(
    model: Annotated[str, typer.Argument(help="Name from the catalogue, a zip, or a model's folder.")],
    language: Annotated[str, typer.Option(help="Language the model hears; for one that isn't in the catalogue.")] = "",
    name: Annotated[str, typer.Option(help="Name to install it under.")] = "",
    url: Mirror = "",
    config: Config = None,
) -> None:
    """Install a speech model from the publisher, a zip or a folder; what isn't whole and right is refused."""
    settings = _settings(config)
    catalog = with_published(read_catalog(), models_folder(settings.folder))
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
    settings = _settings(config)
    folder = models_folder(settings.folder)
    found = [find_installed(folder, name)] if name else installed_models(folder)
    if not found:
        raise ModelInstallError(f"no model is installed in {folder}: `call-monitor models list` shows what there is")
    bad = [model.name for model in found if not _is_sound(model, settings)]
    if bad:
        raise ModelInstallError(f"damaged: {', '.join(bad)}. `models remove` and `models install` bring them new")


@models.command()
def remove(name: Annotated[str, typer.Argument(help="An installed model.")], config: Config = None) -> None:
    """Take an installed model away."""
    take_away(models_folder(_settings(config).folder), name)
    typer.echo(f"{name} is removed.")


def _settings(config: Path | None) -> PoolSettings:
    return load(config).service.recogniser


def _refresh(folder: Path, url: str) -> None:
    found = refresh(folder, read_catalog(), url)
    say = partial(typer.echo, err=True)
    say(f"The publisher lists {found.listed} models; {len(found.new)} are not in the shipped catalogue.")
    if found.new:
        say(f"New: {', '.join(found.new)}")
    if found.changed:
        say(
            f"Changed at the publisher's, so their downloads will be refused: {', '.join(found.changed)}. "
            "A newer version of call-monitor may know them; a zip that you trust installs under another --name"
        )
    if found.gone:
        say(f"No longer listed, or replaced: {', '.join(found.gone)}")


def _download(installer: Installer, model: CatalogModel) -> InstalledModel:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bar:
        task = bar.add_task(model.name, total=model.size)

        def progress(there: int, total: int | None) -> None:
            if there and not bar.tasks[task].completed:
                bar.console.print(f"Going on after {there} bytes of an earlier try.")
            bar.update(task, completed=there, total=total or model.size)

        return installer.from_catalog(model, progress)


def _is_sound(model: InstalledModel, settings: PoolSettings) -> bool:
    found = model_faults(model.folder) or faults(model) or _refused(model, settings)
    for fault in found:
        typer.echo(f"{model.name}: {fault}")
    if found:
        return False
    recorded = "as installed" if model.card else "copied here by hand, nothing to compare it with"
    typer.echo(f"{model.name}: sound, {recorded}; the engine loads it; language {model.language or 'unknown'}")
    return True


def _refused(model: InstalledModel, settings: PoolSettings) -> list[str]:
    """Why the engine does not load it."""
    if model.engine == "whisper":
        load_model(model, settings.whisper).close()
        return []
    large = "" if settings.vosk.load_anyway else too_large(model, free_mb())
    if large:
        return [f"not tried: {large}"]
    said = refusal(model.folder)
    return [f"the engine can't load it: {said}"] if said else []
