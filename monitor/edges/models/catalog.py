"""The catalogue of speech models that can be installed by name."""

from pathlib import Path
from typing import Literal

import msgspec

from monitor.core.nearest import nearest
from monitor.edges.models.errors import ModelInstallError
from monitor.edges.models.installed import EngineName
from monitor.shipped import shipped

CATALOG = "models/catalog.toml"
MEGABYTE = 1_000_000


Use = Literal["live", "second pass"]


class CatalogModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A model as the catalogue describes it; ``bytes`` and hashes are of its zip, empty where not known."""

    name: str
    language: str
    """A code, ``en-us``; ``multi`` for all languages of its engine."""
    notes: str
    licence: str = ""
    """Empty where it was not found."""
    engine: EngineName = "vosk"
    use: Use = "live"
    """``second pass``: too large for live calls, where a smaller model of the language is installed."""
    error_rate: str = ""
    """Percent of words, with the test sets, as published."""
    bytes: int | None = None
    megabytes: int | None = None
    """As published, rounded, where ``bytes`` is not known."""
    md5: str = ""
    sha256: str = ""
    git_blobs: dict[str, str] = {}
    """Git's blob id of single files, or the first digits of it."""
    url: str = ""
    """For models that come as ``files``: they are at ``url/FILE``."""
    files: tuple[str, ...] = ()

    @property
    def size(self) -> int | None:
        """Bytes to bring, exact or as published."""
        return self.bytes or (self.megabytes * MEGABYTE if self.megabytes else None)


class Catalog(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All models, and where their zips are: ``url`` with ``/NAME.zip`` after it."""

    url: str
    model: tuple[CatalogModel, ...]

    def find(self, name: str) -> CatalogModel | None:
        """The model of this name; None where the catalogue has none."""
        return next((model for model in self.model if model.name == name), None)

    def get(self, name: str) -> CatalogModel:
        """The model of this name; raises ``ModelInstallError`` naming the nearest one."""
        found = self.find(name)
        if found is None:
            near = nearest(name, [model.name for model in self.model])
            raise ModelInstallError(
                f"there is no file {name} and no model of that name in the catalogue; did you mean {near}? "
                "`call-monitor models list` shows all"
            )
        return found


def read_catalog(path: Path | None = None) -> Catalog:
    """The shipped catalogue, or another one; raises ``ModelInstallError``."""
    path = path or shipped(CATALOG)
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Catalog)
    except OSError as error:
        raise ModelInstallError(f"the catalogue {path} can't be read: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise ModelInstallError(f"the catalogue {path} is damaged: {error}") from error
