"""Notices about live calls from people: a supervisor is coming, the caller goes on hold."""

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from monitor.core.nearest import nearest
from monitor.edges.web.bodies import asked
from monitor.service.calls import CallRegistry
from monitor.wire.native_ingest import NOTICES
from monitor.wire.review import NoticeRequest


class Notices:
    """``POST /api/calls/ID/notices``."""

    def __init__(self, calls: CallRegistry) -> None:
        self._calls = calls

    def routes(self) -> list[BaseRoute]:
        """The one endpoint."""
        return [Route("/api/calls/{call_id}/notices", self.receive, methods=["POST"])]

    async def receive(self, request: Request) -> Response:
        """``{"notice": "supervisor_coming"}``: counts from now on the call's clock."""
        notice = (await asked(request, NoticeRequest)).notice
        if notice not in NOTICES:
            raise HTTPException(400, f"The notice is unknown; did you mean {nearest(notice, NOTICES)}?")
        session = self._calls.find(request.path_params["call_id"])
        if session is None:
            raise HTTPException(404, "No live call has this id.")
        session.notice(notice)
        return Response(status_code=204)
