"""Puts a speech model in its place, whole or not at all; holds it to its hashes; takes it away."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from monitor.edges.installed_models import CARD, InstalledModel, ModelCard, installed_models, is_model, language_of
from monitor.edges.model_archive import unpack
from monitor.edges.model_catalog import Catalog, CatalogModel
from monitor.edges.model_download import Progress, download
from monitor.edges.model_errors import ArchiveError, ModelInstallError

DOWNLOADS = ".downloads"
CHUNK = 1024**2
NAME = "vosk-model-"


class Installer:
    """Installs into one models folder."""

    def __init__(self, folder: Path, catalog: Catalog, url: str = "") -> None:
        self._folder = folder
        self._catalog = catalog
        self._url = (url or catalog.url).rstrip("/")

    def from_catalog(self, model: CatalogModel, progress: Progress) -> InstalledModel:
        """Download and install; raises ``ModelInstallError``."""
        self._refuse_second(model.name)
        url = f"{self._url}/{model.name}.zip"
        part = self._folder / DOWNLOADS / f"{model.name}.zip"
        download(url, part, progress)
        try:
            return self._from_zip(part, model.name, model.language, url)
        finally:
            # Kept only while it is incomplete: what has the wrong hash must not be gone on with.
            part.unlink(missing_ok=True)

    def from_zip(self, archive: Path, name: str, language: str) -> InstalledModel:
        """Install a zip that the user brought."""
        known = self._catalog.find(name or archive.stem)
        return self._from_zip(archive, name or archive.stem, _language(language, known, archive.stem), str(archive))

    def from_folder(self, source: Path, name: str, language: str) -> InstalledModel:
        """Install a copy of a folder that the user brought."""
        if not is_model(source):
            raise ModelInstallError(f"{source} holds no Vosk model: it has no am/final.mdl")
        known = self._catalog.find(name or source.name)
        language = _language(language, known, name or source.name)
        name = name or (source.name if source.name.startswith(NAME) else f"{NAME}{language}")
        self._refuse_second(name)
        with self._workplace() as work:
            shutil.copytree(source, work / name)
            return self._place(work / name, name, language, str(source))

    def _from_zip(self, archive: Path, name: str, language: str, source: str) -> InstalledModel:
        self._refuse_second(name)
        _check_zip(archive, self._catalog.find(name), source)
        with self._workplace() as work:
            inside = work / "unpacked"
            inside.mkdir()
            unpack(archive, inside)
            return self._place(_model_in(inside, archive), name, language, source)

    def _place(self, unpacked: Path, name: str, language: str, source: str) -> InstalledModel:
        _check_blobs(unpacked, self._catalog.find(name))
        card = ModelCard(language, source, file_hashes(unpacked))
        (unpacked / CARD).write_bytes(msgspec.json.format(msgspec.json.encode(card)))
        target = self._folder / name
        unpacked.rename(target)
        return InstalledModel(name, language, target, card)

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


def faults(model: InstalledModel) -> list[str]:
    """Where a model's files differ from when it was installed; empty too where nothing is recorded."""
    if model.card is None:
        return []
    now = file_hashes(model.folder)
    lost = [f"{path} is missing" for path in model.card.hashes if path not in now]
    changed = [f"{path} has changed" for path, was in model.card.hashes.items() if now.get(path, was) != was]
    return lost + changed + [f"{path} was added" for path in now if path not in model.card.hashes]


def file_hashes(folder: Path) -> dict[str, str]:
    """SHA-256 of every file, by its path in the folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != CARD)
    return {path.relative_to(folder).as_posix(): _sha256(path) for path in files}


def _check_zip(archive: Path, known: CatalogModel | None, source: str) -> None:
    if known is None:
        return
    size = archive.stat().st_size
    if known.bytes is not None and size != known.bytes:
        raise ArchiveError(f"{source} has {size} bytes, {known.name} has {known.bytes}: it is damaged; get it again")
    if known.sha256 and _sha256(archive) != known.sha256:
        raise ArchiveError(f"{source} is not the {known.name} of the catalogue (its SHA-256 differs): get it again")


def _check_blobs(folder: Path, known: CatalogModel | None) -> None:
    """Hold single files to git's ids of them."""
    for path, blob in (known.git_blobs if known else {}).items():
        file = folder / path
        if not file.is_file() or not _git_blob(file).startswith(blob):
            raise ModelInstallError(f"{path} is not that of {known.name if known else ''}: get the model again")


def _model_in(unpacked: Path, archive: Path) -> Path:
    """The model's folder in what was unpacked: mostly the only one there."""
    for folder in (unpacked, *sorted(path for path in unpacked.iterdir() if path.is_dir())):
        if is_model(folder):
            return folder
    raise ArchiveError(f"{archive} holds no Vosk model: it has no am/final.mdl")


def _language(asked: str, known: CatalogModel | None, name: str) -> str:
    language = asked or (known.language if known else "") or language_of(name)
    if not language:
        raise ModelInstallError(f"what language does {name} hear? Say it: --language en")
    return language


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _git_blob(path: Path) -> str:
    digest = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as file:
        while data := file.read(CHUNK):
            digest.update(data)
    return digest.hexdigest()
