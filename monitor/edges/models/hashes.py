"""Whether a model is the one it is said to be: hashes of its zip, its files, and what was recorded of them."""

import hashlib
from pathlib import Path
from typing import Literal

from monitor.edges.models.catalog import CatalogModel
from monitor.edges.models.errors import ArchiveError, ModelInstallError
from monitor.edges.models.installed import CARD, InstalledModel

CHUNK = 1024**2


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
    return {path.relative_to(folder).as_posix(): _digest(path, "sha256") for path in files}


def check_zip(archive: Path, known: CatalogModel | None, source: str) -> None:
    """Hold a zip to what the catalogue knows of it; raises ``ArchiveError``."""
    if known is None:
        return
    size = archive.stat().st_size
    if known.bytes is not None and size != known.bytes:
        raise ArchiveError(f"{source} has {size} bytes, {known.name} has {known.bytes}: it is damaged; get it again")
    if known.sha256 and _digest(archive, "sha256") != known.sha256:
        raise ArchiveError(_another(source, known, "SHA-256"))
    if known.md5 and _digest(archive, "md5") != known.md5:
        raise ArchiveError(_another(source, known, "MD5"))


def check_blobs(folder: Path, known: CatalogModel | None) -> None:
    """Hold single files to git's ids of them; raises ``ModelInstallError``."""
    for path, blob in (known.git_blobs if known else {}).items():
        file = folder / path
        if not file.is_file() or not _git_blob(file).startswith(blob):
            raise ModelInstallError(f"{path} is not that of {known.name if known else ''}: get the model again")


def _another(source: str, known: CatalogModel, hash_name: str) -> str:
    return f"{source} is not the {known.name} of the catalogue (its {hash_name} differs): get it again"


def _digest(path: Path, algorithm: Literal["sha256", "md5"]) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.new(algorithm, usedforsecurity=False)).hexdigest()


def _git_blob(path: Path) -> str:
    digest = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as file:
        while data := file.read(CHUNK):
            digest.update(data)
    return digest.hexdigest()
