"""What the publisher offers now: its machine-readable list, asked for on demand and kept beside the models."""

import re
from pathlib import Path
from typing import Literal

import httpx
import msgspec

from monitor.edges.models.catalog import Catalog, CatalogModel, Use
from monitor.edges.models.download import TIMEOUT
from monitor.edges.models.errors import DownloadError, ModelInstallError
from monitor.edges.models.installed import language_of

LIST = "model-list.json"
KEPT = ".published.json"
"""In the models folder."""
LARGEST_LIST = 5_000_000
NAME = re.compile(r"vosk-model-[A-Za-z0-9._-]{1,80}")
MD5 = re.compile(r"[0-9a-f]{32}")
USES: dict[str, Use] = {"small": "live", "big": "second pass", "big-lgraph": "second pass"}
"""By the list's types; it has voices and speaker models too."""


class Listed(msgspec.Struct, frozen=True):
    """A model as the publisher lists it; ``obsolete`` is a text there."""

    name: str
    type: str = ""
    lang_text: str = ""
    md5: str = ""
    size: int | None = None
    obsolete: bool | Literal["true", "false"] = False

    @property
    def current(self) -> bool:
        """A model that hears, and that nothing has replaced."""
        return self.type in USES and self.obsolete in (False, "false") and NAME.fullmatch(self.name) is not None


class Refreshed(msgspec.Struct, frozen=True):
    """How the publisher's list differs from the shipped catalogue, by names."""

    listed: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    """Another file under a known name: it will not be taken for the known one."""
    gone: tuple[str, ...]
    """No longer listed, or replaced by another model."""


def refresh(folder: Path, catalog: Catalog, url: str = "") -> Refreshed:
    """Ask the publisher, or a mirror, for its list and keep it in the models folder; raises ``ModelInstallError``."""
    source = f"{(url or catalog.url).rstrip('/')}/{LIST}"
    listed = _read(_fetch(source), source)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / KEPT).write_bytes(msgspec.json.encode(listed))
    except OSError as error:
        raise ModelInstallError(f"{folder / KEPT} can't be written: {error.strerror}") from error
    shipped = {model.name: model for model in catalog.model if model.engine == "vosk"}
    now = {each.name: each for each in listed}
    return Refreshed(
        len(listed),
        tuple(sorted(now.keys() - shipped.keys())),
        tuple(sorted(name for name in now.keys() & shipped.keys() if _another(now[name], shipped[name]))),
        tuple(sorted(shipped.keys() - now.keys())),
    )


def with_published(catalog: Catalog, folder: Path) -> Catalog:
    """The catalogue, and what the publisher's list had beside it when it was last asked."""
    try:
        kept = _read((folder / KEPT).read_bytes(), str(folder / KEPT))
    except (OSError, ModelInstallError):
        return catalog
    known = {model.name for model in catalog.model}
    more = tuple(_entry(each) for each in kept if each.name not in known)
    return msgspec.structs.replace(catalog, model=(*catalog.model, *more))


def _fetch(source: str) -> bytes:
    try:
        with httpx.stream("GET", source, timeout=TIMEOUT, follow_redirects=True) as answer:
            if answer.is_error:
                raise DownloadError(f"{source} was refused (HTTP {answer.status_code}); the shipped catalogue stands")
            data = b""
            for piece in answer.iter_bytes():
                data += piece
                if len(data) > LARGEST_LIST:
                    raise DownloadError(f"{source} goes on after {LARGEST_LIST} bytes: that is no list of models")
            return data
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DownloadError(
            f"{source} can't be reached ({str(error) or type(error).__name__}); the shipped catalogue stands"
        ) from error


def _read(data: bytes, source: str) -> tuple[Listed, ...]:
    try:
        listed = msgspec.json.decode(data, type=tuple[Listed, ...], strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DownloadError(f"{source} is not the publisher's list of models: {error}") from error
    return tuple(each for each in listed if each.current)


def _another(now: Listed, known: CatalogModel) -> bool:
    size = known.bytes is not None and now.size not in (None, known.bytes)
    return size or bool(known.md5 and now.md5 and now.md5 != known.md5)


def _entry(each: Listed) -> CatalogModel:
    return CatalogModel(
        each.name,
        language_of(each.name),
        f"{each.lang_text}; from the publisher's list" if each.lang_text else "from the publisher's list",
        use=USES[each.type],
        bytes=each.size,
        md5=each.md5 if MD5.fullmatch(each.md5) else "",
    )
