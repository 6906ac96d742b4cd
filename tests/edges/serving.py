"""A real server on a free port around the faked service, for tests of sockets."""

import asyncio
import socket

from monitor.edges.ingest.native import NativeEndpoint
from monitor.edges.web.app import web_app
from monitor.edges.web.live import LivePages
from monitor.edges.web.server import WebSettings, listen, server, url
from tests.service.fakes import Service


class Serving:
    """``async with`` it: then ``http`` and ``ws`` are where it answers."""

    def __init__(self, service: Service | None = None, *routes) -> None:
        self.service = service or Service()
        live = LivePages(self.service.hub, self.service.board, self.service.calls)
        self._server = server(web_app(live.routes(), NativeEndpoint(self.service.calls).routes(), *routes), 1)
        self._listener: socket.socket = listen(WebSettings(port=0))
        self.http = url(self._listener)
        self.ws = self.http.replace("http", "ws", 1)

    async def __aenter__(self) -> "Serving":
        await self.service.__aenter__()
        self._running = asyncio.ensure_future(self._server.serve([self._listener]))
        return self

    async def __aexit__(self, *error) -> None:
        await self.service.__aexit__(*error)
        self.service.hub.close()
        self._server.should_exit = True
        await self._running
