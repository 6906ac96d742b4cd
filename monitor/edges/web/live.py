"""WebSockets of the pages: a snapshot first, then what happens, until the page goes or is too slow."""

import asyncio
import logging
from collections.abc import Callable

import msgspec
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from monitor.service.board import FLOOR, Board, agent_topic, call_topic
from monitor.service.calls import CallRegistry
from monitor.service.hub import Hub, Mailbox, MailboxClosed
from monitor.wire.browser import AnswerMessage, HelpMessage, NoticeMessage, ServerMessage, TickMessage, decode

logger = logging.getLogger(__name__)

GOING_AWAY, POLICY, TOO_SLOW = 1001, 1008, 1013
LONGEST_CLOSE_SECONDS = 1.0


class LivePages:
    """Endpoints of everything that pages follow live."""

    def __init__(self, hub: Hub, board: Board, calls: CallRegistry) -> None:
        self._hub = hub
        self._board = board
        self._calls = calls

    def routes(self) -> list[BaseRoute]:
        """``/ws/floor``, ``/ws/agent/NAME``, ``/ws/call/ID``."""
        return [
            WebSocketRoute("/ws/floor", self.floor),
            WebSocketRoute("/ws/agent/{agent:path}", self.agent),
            WebSocketRoute("/ws/call/{call_id:path}", self.call),
        ]

    async def floor(self, socket: WebSocket) -> None:
        """Rows of all live calls."""
        await self._follow(socket, FLOOR, self._board.floor_snapshot, _nothing)

    async def agent(self, socket: WebSocket) -> None:
        """One agent's calls; takes answers to prompts, ticks of the checklist, and the keys."""
        agent = socket.path_params["agent"]
        await self._follow(
            socket, agent_topic(agent), lambda: self._board.agent_snapshot(agent), lambda text: self._said(agent, text)
        )

    async def call(self, socket: WebSocket) -> None:
        """One call's events."""
        call_id = socket.path_params["call_id"]
        await self._follow(socket, call_topic(call_id), lambda: self._board.call_snapshot(call_id), _nothing)

    def _said(self, agent: str, text: str) -> None:
        """What the agent's page says; raises ``msgspec.ValidationError``. Only their own calls listen to it."""
        message = decode(text)
        if isinstance(message, AnswerMessage):
            self._calls.answer(agent, message.call_id, message.prompt_id, message.verdict)
            return
        session = self._calls.find(message.call_id)
        if session is None or session.info.agent != agent:
            return
        match message:
            case NoticeMessage():
                session.notice(message.notice)
            case TickMessage():
                session.notice(f"tick {message.item}")
            case HelpMessage():
                session.notice("help")

    async def _follow(
        self, socket: WebSocket, topic: str, snapshot: Callable[[], ServerMessage], said: Callable[[str], None]
    ) -> None:
        await socket.accept()
        mailbox = self._hub.subscribe(topic, snapshot())
        try:
            code, reason = await _until_one_ends(socket, mailbox, said)
        finally:
            self._hub.unsubscribe(topic, mailbox)
        if code:
            await _close(socket, code, reason)


async def _until_one_ends(socket: WebSocket, mailbox: Mailbox, said: Callable[[str], None]) -> tuple[int, str]:
    """Code and reason to close with; 0 where the page has gone by itself."""
    sending = asyncio.ensure_future(_send(socket, mailbox))
    reading = asyncio.ensure_future(_read(socket, said))
    closed = asyncio.ensure_future(mailbox.closed.wait())
    tasks = {sending, reading, closed}
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if mailbox.closed_because:
        return (TOO_SLOW if mailbox.closed_because == "too slow" else GOING_AWAY), mailbox.closed_because
    return (POLICY, "not a message of this service's pages") if _misread(reading) else (0, "")


async def _send(socket: WebSocket, mailbox: Mailbox) -> None:
    try:
        while True:
            await socket.send_text(await mailbox.next())
    except (MailboxClosed, WebSocketDisconnect):
        return


async def _read(socket: WebSocket, said: Callable[[str], None]) -> None:
    async for text in socket.iter_text():
        said(text)


def _misread(reading: asyncio.Future[None]) -> bool:
    return not reading.cancelled() and isinstance(reading.exception(), msgspec.MsgspecError | KeyError)


def _nothing(text: str) -> None:
    """These pages only listen."""


async def _close(socket: WebSocket, code: int, reason: str) -> None:
    """A page that does not read can't be told: then the connection is dropped."""
    try:
        async with asyncio.timeout(LONGEST_CLOSE_SECONDS):
            await socket.close(code, reason)
    except (TimeoutError, WebSocketDisconnect, RuntimeError):
        logger.info("a page that did not read was dropped")
