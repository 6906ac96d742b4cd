"""What people tell of a live call over HTTP."""

import httpx
import pytest

from monitor.core.call_info import CallInfo
from monitor.edges.web.app import web_app
from monitor.edges.web.notices import Notices
from tests.service.fakes import Service


async def test_supervisor_answers_a_call_for_help():
    async with Service() as service:
        session = await service.calls.start(CallInfo(call_id="c-1", agent="Mira Test"))
        session.notice("help")
        async with client(service) as http:
            response = await http.post("/api/calls/c-1/notices", json={"notice": "supervisor_coming"})
        assert response.status_code == 204
        assert service.board.floor_snapshot().rows[0].help_since is None
        assert [notice for notice, _ in service.monitors["c-1"].notices] == ["help", "supervisor_coming"]


@pytest.mark.parametrize(
    ("path", "body", "status", "said"),
    [
        ("/api/calls/none/notices", {"notice": "hold"}, 404, "No live call"),
        ("/api/calls/c-1/notices", {"notice": "hodl"}, 400, "did you mean hold"),
        ("/api/calls/c-1/notices", {"notise": "hold"}, 400, "The body is wrong"),
    ],
)
async def test_what_is_no_notice_is_said(path, body, status, said):
    async with Service() as service:
        await service.calls.start(CallInfo(call_id="c-1", agent="Mira Test"))
        async with client(service) as http:
            response = await http.post(path, json=body)
    assert response.status_code == status
    assert said in response.text


def client(service: Service) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(web_app(Notices(service.calls).routes()))
    return httpx.AsyncClient(transport=transport, base_url="http://localhost")
