"""A model's files from its publisher or a site's mirror, picked up again where they broke off."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import httpx
import msgspec

from monitor.edges.models.errors import DownloadError

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
LARGEST_BYTES = 6 * 1024**3
"""No speech model's file is larger."""
MEGABYTE = 1_000_000
RANGE = re.compile(r"bytes (?P<first>\d+)-\d+/(?P<total>\d+)")
WHOLE = re.compile(r"bytes \*/(?P<total>\d+)")
ASK = "`call-monitor models refresh` asks what there is now, or "

Progress = Callable[[int, int | None], None]
"""Takes the bytes that are there, and how many there will be where that is known."""


class Whole(msgspec.Struct, frozen=True):
    """A model that comes as several files, each at ``url/FILE``."""

    name: str
    url: str
    files: tuple[str, ...]


def download(
    url: str,
    part: Path,
    progress: Progress,
    size: int | None = None,
    timeout: httpx.Timeout = TIMEOUT,
    whole: Whole | None = None,
) -> None:
    """Fetch ``url`` into ``part``, going on with what is in it already; ``size`` in bytes where it is known.

    ``whole``: the model that it is one file of, if it is; what can be done by hand is told for all of them.
    Raises ``DownloadError``; ``part`` keeps what came, for the next try. A file that changed
    since the last try is fetched from its beginning.
    """
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        if not _fetch(url, part, progress, size, timeout):
            forget(part)
            _fetch(url, part, progress, size, timeout)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DownloadError(_told(_unreachable(url, error), url, whole)) from error
    except _NotGiven as error:
        raise DownloadError(_told(str(error), url, whole)) from error
    except OSError as error:
        raise DownloadError(f"{part} can't be written: {error.strerror}; make room and try again") from error


def forget(part: Path) -> None:
    """Throw away what came of a file."""
    part.unlink(missing_ok=True)
    _version_file(part).unlink(missing_ok=True)


class _NotGiven(Exception):
    """What happened, up to where it is told what to do by hand."""


def _fetch(url: str, part: Path, progress: Progress, size: int | None, timeout: httpx.Timeout) -> bool:
    """False where what is there does not belong to the file as it is now."""
    there = part.stat().st_size if part.exists() else 0
    with httpx.stream("GET", url, headers=_asking(part, there), timeout=timeout, follow_redirects=True) as answer:
        told = answer.headers.get("Content-Range", "")
        if there and answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            whole = WHOLE.match(told)
            return whole is None or int(whole["total"]) == there  # all of it is there: the hash decides
        if answer.is_error:
            raise _NotGiven(_refused(url, answer.status_code))
        piece = RANGE.match(told) if answer.status_code == httpx.codes.PARTIAL_CONTENT else None
        if piece and int(piece["first"]) != there:
            return False
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            there = 0
        total = int(piece["total"]) if piece else _length(answer, there)
        _check_size(url, part, there, total, size)
        _version_file(part).write_text(_version(answer))
        _keep(answer, part, there, total, size, progress)
    return True


def _asking(part: Path, there: int) -> dict[str, str]:
    """The rest only, and only if it is still the same file."""
    if not there:
        return {}
    version = _version_file(part).read_text() if _version_file(part).exists() else ""
    return {"Range": f"bytes={there}-", **({"If-Range": version} if version else {})}


def _version(answer: httpx.Response) -> str:
    tag: str = answer.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else answer.headers.get("Last-Modified", "")


def _version_file(part: Path) -> Path:
    return part.with_name(f"{part.name}.version")


def _length(answer: httpx.Response, there: int) -> int | None:
    left = answer.headers.get("Content-Length", "")
    return there + int(left) if left.isdigit() else None


def _check_size(url: str, part: Path, there: int, total: int | None, size: int | None) -> None:
    """Before anything is written."""
    if total is None:
        return
    if size is not None and total > size:
        raise _NotGiven(f"{url} has {total} bytes, the catalogue says {size}: it is another file; {ASK}")
    if total > LARGEST_BYTES:
        raise DownloadError(f"{url} has {total} bytes: no speech model is that large")
    free = shutil.disk_usage(part.parent).free
    if total - there > free:
        raise DownloadError(
            f"{url} needs {(total - there) // MEGABYTE} MB more, and {free // MEGABYTE} MB are free in {part.parent}: "
            "make room and try again"
        )


def _keep(
    answer: httpx.Response, part: Path, there: int, total: int | None, size: int | None, progress: Progress
) -> None:
    most = size if size is not None else LARGEST_BYTES
    with part.open("ab" if there else "wb") as file:
        progress(there, total)
        for data in answer.iter_bytes():
            there += len(data)
            if there > most:
                forget(part)
                raise DownloadError(f"{answer.url} goes on after the {most} bytes it should have: it was stopped")
            file.write(data)
            progress(there, total)
    if there < (total or size or 0):
        raise _NotGiven(_broken_off(str(answer.url), f"{there} of {total or size} bytes came"))


def _refused(url: str, status: int) -> str:
    if status == httpx.codes.NOT_FOUND:
        return f"{url} is not there (404): the publisher may have renamed it; {ASK}"
    return f"{url} was refused (HTTP {status}); "


def _unreachable(url: str, error: Exception) -> str:
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError | httpx.ReadTimeout):
        return _broken_off(url, _reason(error))
    return f"{url} can't be reached ({_reason(error)}). Without a way there from this machine "


def _broken_off(url: str, reason: str) -> str:
    return f"{url} broke off ({reason}): the same command goes on where it stopped, or "


def _told(what: str, url: str, whole: Whole | None) -> str:
    return (f"{whole.name} can't be installed: " if whole else "") + what + _by_hand(url, whole)


def _by_hand(url: str, whole: Whole | None) -> str:
    if whole:
        said = (
            f"download {whole.name} on another machine: {', '.join(whole.files)} from {whole.url} into a folder "
            f"{whole.name}. Bring the folder here and run `call-monitor models install ./{whole.name}`"
        )
    else:
        said = (
            "download it on another machine, bring the file here and run "
            f"`call-monitor models install {url.rpartition('/')[2]}`"
        )
    return f"{said}; a site's own mirror is set by --url"


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
