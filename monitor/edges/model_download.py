"""A model's zip from its publisher or a site's mirror, picked up again where it broke off."""

from collections.abc import Callable
from pathlib import Path

import httpx

from monitor.edges.model_errors import DownloadError

TIMEOUT = httpx.Timeout(30.0, connect=10.0)
LARGEST_BYTES = 6 * 1024**3
"""No speech model's zip is larger."""

Progress = Callable[[int, int | None], None]
"""Takes the bytes that are there, and how many there will be where that is known."""


def download(url: str, part: Path, progress: Progress, timeout: httpx.Timeout = TIMEOUT) -> None:
    """Fetch ``url`` into ``part``, going on with what is in it already.

    Raises ``DownloadError``; ``part`` keeps what came, for the next try.
    """
    part.parent.mkdir(parents=True, exist_ok=True)
    try:
        _fetch(url, part, progress, timeout)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise DownloadError(_unreachable(url, error)) from error
    except OSError as error:
        raise DownloadError(f"{part} can't be written: {error.strerror}; make room and try again") from error


def _fetch(url: str, part: Path, progress: Progress, timeout: httpx.Timeout) -> None:
    there = part.stat().st_size if part.exists() else 0
    headers = {"Range": f"bytes={there}-"} if there else {}
    with httpx.stream("GET", url, headers=headers, timeout=timeout, follow_redirects=True) as answer:
        if there and answer.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # all of it is there: the hash decides
        if answer.is_error:
            raise DownloadError(_refused(url, answer.status_code))
        if answer.status_code != httpx.codes.PARTIAL_CONTENT:
            there = 0
        left = answer.headers.get("Content-Length")
        total = there + int(left) if left and left.isdigit() else None
        if total is not None and total > LARGEST_BYTES:
            raise DownloadError(f"{url} has {total} bytes: no speech model is that large")
        _keep(answer, part, there, total, progress)


def _keep(answer: httpx.Response, part: Path, there: int, total: int | None, progress: Progress) -> None:
    with part.open("ab" if there else "wb") as file:
        progress(there, total)
        for data in answer.iter_bytes():
            file.write(data)
            there += len(data)
            if there > LARGEST_BYTES:
                raise DownloadError(f"{answer.url} never ends: no speech model is that large")
            progress(there, total)


def _refused(url: str, status: int) -> str:
    if status == httpx.codes.NOT_FOUND:
        return f"{url} is not there (404): the publisher may have renamed it; {_by_hand(url)}"
    return f"{url} was refused (HTTP {status}); {_by_hand(url)}"


def _unreachable(url: str, error: Exception) -> str:
    if isinstance(error, httpx.RemoteProtocolError | httpx.ReadError | httpx.ReadTimeout):
        return f"{url} broke off ({_reason(error)}): the same command goes on where it stopped, or {_by_hand(url)}"
    return f"{url} can't be reached ({_reason(error)}). Without a way there from this machine {_by_hand(url)}"


def _by_hand(url: str) -> str:
    return (
        "download it on another machine, bring the file here and run "
        f"`call-monitor models install {url.rpartition('/')[2]}`; a site's own mirror is set by --url"
    )


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
