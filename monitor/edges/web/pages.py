"""The three pages and what they load, straight from ``web/``: no build step."""

import base64
import hashlib
import re
import secrets
from pathlib import Path

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from monitor.core.errors import CallMonitorError
from monitor.edges.web.guards import content_security_policy

PAGES = ("agent", "floor", "review")
STATIC_KINDS = frozenset({".css", ".js", ".svg", ".png", ".ico", ".woff2", ".webmanifest"})
IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.DOTALL)
NONCE_PLACE = "{{csp_nonce}}"


class PagesMissing(CallMonitorError):
    """The pages, or the packages they load, are not there."""


class WebFiles(StaticFiles):
    """Scripts, styles and pictures of ``web/``; nothing else in that folder is served."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file, or 404."""
        if Path(path).suffix not in STATIC_KINDS or "node_modules" in Path(path).parts:
            raise HTTPException(404)
        return await super().get_response(path, scope)


def page_routes(web: Path) -> list[BaseRoute]:
    """Routes of the pages in the folder ``web``; raises ``PagesMissing`` with what to do."""
    texts = {name: _read(web / f"{name}.html") for name in PAGES}
    packages = sorted({package for text in texts.values() for package in packages_of(text)})
    return [
        Route("/", _to_floor),
        *(Route(f"/{name}", _Page(text).respond) for name, text in texts.items()),
        *(Mount(f"/modules/{package}", _package(web, package)) for package in packages),
        Mount("/static", WebFiles(directory=web)),
    ]


def packages_of(page: str) -> set[str]:
    """Names of the packages that a page's import map loads from ``/modules/``."""
    found = IMPORT_MAP.search(page)
    paths = msgspec.json.decode(found[1])["imports"].values() if found else ()
    parts = [path.removeprefix("/modules/").split("/") for path in paths if path.startswith("/modules/")]
    return {"/".join(part[: 2 if part[0].startswith("@") else 1]) for part in parts}


def script_hash(text: str) -> str:
    """An inline script as a content security policy names it."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


class _Page:
    """One page, the same for everyone but for its nonce."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = IMPORT_MAP.search(text)
        self._hashes = [script_hash(found[1])] if found else []

    async def respond(self, request: Request) -> Response:
        nonce = secrets.token_urlsafe(16) if NONCE_PLACE in self._text else ""
        policy = content_security_policy(self._hashes, nonce)
        return HTMLResponse(self._text.replace(NONCE_PLACE, nonce), headers={"content-security-policy": policy})


async def _to_floor(request: Request) -> Response:
    return RedirectResponse("/floor")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise PagesMissing(f"the page {path} can't be read: {error.strerror}; install the product again") from error


def _package(web: Path, package: str) -> StaticFiles:
    folder = web / "node_modules" / package
    if not folder.is_dir():
        raise PagesMissing(f"the pages need the package {package}, which is not in {folder.parent}: run `make setup`")
    return StaticFiles(directory=folder)
