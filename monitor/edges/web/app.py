"""Everything the service answers over HTTP and WebSocket, as one Starlette application."""

from collections.abc import Iterable

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

from monitor.edges.web.guards import SameSiteOnly, SecurityHeaders


def web_app(*routes: Iterable[BaseRoute]) -> Starlette:
    """The routes of pages, REST, live pages and ingest behind the guards."""
    return Starlette(
        routes=[route for some in routes for route in some],
        middleware=[Middleware(SecurityHeaders), Middleware(SameSiteOnly)],
    )
