"""Keeps other web sites out: which hosts and origins are answered, and what browsers are told.

The service listens on this machine only, yet any page open in a browser here can send
requests to it. A wrong ``Host`` is how DNS rebinding shows; a foreign ``Origin`` is how
another site's script shows. Programs that send no ``Origin`` are let through.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FIXED_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def content_security_policy(script_hashes: Iterable[str] = (), style_nonce: str = "") -> str:
    """The policy of a page; scripts only from here and the inline ones of these hashes."""
    scripts = " ".join(["'self'", *(f"'{digest}'" for digest in script_hashes)])
    styles = "'self'" + (f" 'nonce-{style_nonce}'" if style_nonce else "")
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src 'self' data:; "
        "media-src 'self' blob:; connect-src 'self'; font-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


class SameSiteOnly:
    """Answers requests of this service's own pages and of programs, and no others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        wrong = what_is_wrong(Headers(scope=scope), scope.get("method", "GET"), scope["type"] == "websocket")
        if not wrong:
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(1008, wrong)(scope, receive, send)
        else:
            await PlainTextResponse(wrong, 403)(scope, receive, send)


class SecurityHeaders:
    """Adds to every response what keeps a browser strict; a page brings its own policy."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete its response's headers."""

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in FIXED_HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("content-security-policy", content_security_policy())
                headers.setdefault("cache-control", "no-cache")
            await send(message)

        await self._app(scope, receive, complete if scope["type"] == "http" else send)


def what_is_wrong(headers: Headers, method: str, is_socket: bool) -> str:
    """Why a request is refused; empty where it is fine."""
    host = headers.get("host", "")
    if _name(host) not in LOOPBACK_NAMES:
        return "This service answers only on this machine, as localhost or 127.0.0.1."
    changes = is_socket or method not in SAFE_METHODS
    origin = headers.get("origin")
    if changes and origin is not None and urlsplit(origin).netloc != host:
        return "Another web site may not use this service."
    if changes and origin is None and headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return "Another web site may not use this service."
    return ""


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
