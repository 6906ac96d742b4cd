"""Puts a speech model in its place, whole or not at all; takes it away."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from monitor.edges.models.archive import unpack
from monitor.edges.models.catalog import Catalog, CatalogModel
from monitor.edges.models.download import Progress, Whole, download, forget
from monitor.edges.models.errors import ArchiveError, ModelInstallError
from monitor.edges.models.hashes import check_blobs, check_zip, file_hashes
from monitor.edges.models.installed import (
    CARD,
    EngineName,
    InstalledModel,
    ModelCard,
    installed_models,
    is_model,
    language_of,
    main_language,
)
from monitor.edges.models.parts import model_faults
from monitor.edges.whisper.model import MULTI, is_whisper_model, read_shape, whisper_language

DOWNLOADS = ".downloads"
NAME = "vosk-model-"
NO_MODEL = "no Vosk model (it has no am/final.mdl) and no Whisper model (it has no model.bin with a config.json)"


class Installer:
    """Installs into one models folder."""

    def __init__(self, folder: Path, catalog: Catalog, url: str = "") -> None:
        self._folder = folder
        self._catalog = catalog
        self._mirror = url.rstrip("/")

    def from_catalog(self, model: CatalogModel, progress: Progress) -> InstalledModel:
        """Download and install; raises ``ModelInstallError``."""
        self._refuse_second(model.name)
        return self._files(model, progress) if model.files else self._zip(model, progress)

    def from_zip(self, archive: Path, name: str, language: str) -> InstalledModel:
        """Install a zip that the user brought."""
        known = self._catalog.find(name or archive.stem)
        return self._from_zip(archive, name or archive.stem, _language(language, known, archive.stem), str(archive))

    def from_folder(self, source: Path, name: str, language: str) -> InstalledModel:
        """Install a copy of a folder that the user brought."""
        if not is_model(source):
            raise ModelInstallError(f"{source} holds {NO_MODEL}")
        whisper = is_whisper_model(source)
        known = self._catalog.find(name or source.name)
        told = whisper_language(source) if whisper else ""
        language = _language(language, known, name or source.name, told)
        name = name or _name(source, language, whisper)
        self._refuse_second(name)
        with self._workplace() as work:
            shutil.copytree(source, work / name)
            return self._place(work / name, name, language, str(source))

    def _zip(self, model: CatalogModel, progress: Progress) -> InstalledModel:
        url = f"{self._mirror or self._catalog.url.rstrip('/')}/{model.name}.zip"
        part = self._folder / DOWNLOADS / f"{model.name}.zip"
        download(url, part, progress, model.bytes)
        try:
            return self._from_zip(part, model.name, model.language, url)
        finally:
            # Kept only while it is incomplete: what has the wrong hash must not be gone on with.
            forget(part)

    def _files(self, model: CatalogModel, progress: Progress) -> InstalledModel:
        """A model that comes as single files; a mirror has them in a folder of its name."""
        url = f"{self._mirror}/{model.name}" if self._mirror else model.url
        whole = Whole(model.name, url, model.files)
        parts = self._folder / DOWNLOADS / model.name
        for file in model.files:
            if not (parts / file).exists():
                download(f"{url}/{file}", parts / f"{file}.part", progress, whole=whole)
                (parts / f"{file}.part").rename(parts / file)
                forget(parts / f"{file}.part")
        try:
            with self._workplace() as work:
                shutil.copytree(parts, work / model.name)
                return self._place(work / model.name, model.name, model.language, url)
        finally:
            shutil.rmtree(parts)

    def _from_zip(self, archive: Path, name: str, language: str, source: str) -> InstalledModel:
        self._refuse_second(name)
        check_zip(archive, self._catalog.find(name), source)
        with self._workplace() as work:
            inside = work / "unpacked"
            inside.mkdir()
            unpack(archive, inside)
            return self._place(_model_in(inside, archive), name, language, source)

    def _place(self, unpacked: Path, name: str, language: str, source: str) -> InstalledModel:
        faults = model_faults(unpacked)
        if faults:
            raise ModelInstallError(f"{source} is no whole model: {', '.join(faults)}. Get it again")
        check_blobs(unpacked, self._catalog.find(name))
        engine: EngineName = "whisper" if is_whisper_model(unpacked) else "vosk"
        card = ModelCard(language, source, file_hashes(unpacked))
        (unpacked / CARD).write_bytes(msgspec.json.format(msgspec.json.encode(card)))
        target = self._folder / name
        unpacked.rename(target)
        return InstalledModel(name, language, target, card, engine)

    @contextmanager
    def _workplace(self) -> Iterator[Path]:
        """A hidden folder on the same disk, so that the last step is one rename."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".installing-", dir=self._folder) as work:
                yield Path(work)
        except OSError as error:
            raise ModelInstallError(f"{self._folder} can't be written: {error.strerror or error}") from error

    def _refuse_second(self, name: str) -> None:
        if "/" in name or "\\" in name or name.startswith("."):
            raise ModelInstallError(f"{name} can't be a model's name")
        if (self._folder / name).exists():
            raise ModelInstallError(f"{name} is installed already: `call-monitor models remove {name}` takes it away")


def find_installed(folder: Path, name: str) -> InstalledModel:
    """An installed model; raises ``ModelInstallError`` where there is none of this name."""
    for model in installed_models(folder):
        if model.name == name:
            return model
    raise ModelInstallError(f"no model {name} is installed in {folder}: `call-monitor models list` shows what is")


def remove(folder: Path, name: str) -> None:
    """Take a model away; a running service keeps the one it has loaded."""
    model = find_installed(folder, name)
    try:
        going = folder / f".removing-{name}"
        model.folder.rename(going)
        shutil.rmtree(going)
    except OSError as error:
        raise ModelInstallError(f"{model.folder} can't be removed: {error.strerror}") from error


def _model_in(unpacked: Path, archive: Path) -> Path:
    """The model's folder in what was unpacked: mostly the only one there."""
    for folder in (unpacked, *sorted(path for path in unpacked.iterdir() if path.is_dir())):
        if is_model(folder):
            return folder
    raise ArchiveError(f"{archive} holds {NO_MODEL}")


def _name(source: Path, language: str, whisper: bool) -> str:
    """The publisher's name where the folder has it; else one that says what is in it."""
    if whisper:
        shape = read_shape(source)
        return source.name if "whisper" in source.name else f"whisper-{shape.name if shape else language}"
    return source.name if source.name.startswith(NAME) else f"{NAME}{language}"


def _language(asked: str, known: CatalogModel | None, name: str, told: str = "") -> str:
    """What a model hears: as asked, unless it is known to hear another language."""
    told = told or (known.language if known else "") or language_of(name)
    if not asked and not told:
        raise ModelInstallError(f"what language does {name} hear? Say it: --language en")
    if asked and told not in ("", MULTI) and main_language(asked) != main_language(told):
        raise ModelInstallError(
            f"{name} hears {told}, not {asked}: leave --language out, or install a model for {asked}; "
            "`call-monitor models list` shows which there are"
        )
    return asked or told
