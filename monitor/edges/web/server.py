"""The listening socket, and uvicorn on it."""

import asyncio
import contextlib
import errno
import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Annotated

import msgspec
import uvicorn
from starlette.types import ASGIApp

from monitor.core.errors import CallMonitorError

LARGEST_MESSAGE = 16 * 1024 * 1024
"""Larger WebSocket messages are cut off unread; what a protocol takes is far less and gets a clear answer."""


class WebSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the service listens."""

    host: str = "127.0.0.1"
    """This machine only: there are no accounts yet."""
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 8710
    """0 takes a free one."""


class BindRefused(CallMonitorError):
    """The address can't be listened on."""


class Server(uvicorn.Server):
    """uvicorn that says when it answers, and leaves signals to the application, which ends its calls first."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Install nothing."""
        yield


def listen(settings: WebSettings) -> socket.socket:
    """A bound socket; raises ``BindRefused``."""
    if not _is_loopback(settings.host):
        raise BindRefused(
            f"host {settings.host} is reachable from other machines, and the service has no accounts yet: "
            "set web.host to 127.0.0.1"
        )
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if os.name == "posix":  # elsewhere the option would let two services share the port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise BindRefused(_why_not(error, settings)) from error
    return listener


def server(app: ASGIApp, close_seconds: int = 5) -> Server:
    """uvicorn for the application, without compression: audio does not shrink."""
    return Server(
        uvicorn.Config(
            app,
            ws="websockets-sansio",
            ws_max_size=LARGEST_MESSAGE,
            ws_per_message_deflate=False,
            http="h11",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=close_seconds,
        )
    )


def url(listener: socket.socket) -> str:
    """Where the service is reached, as ``http://127.0.0.1:8710``."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _why_not(error: OSError, settings: WebSettings) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {settings.port} is in use: stop what listens there, or choose another one with --port"
    return f"can't listen on {settings.host}, port {settings.port}: {error.strerror}"
