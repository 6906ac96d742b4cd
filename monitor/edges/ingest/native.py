"""The native ingest endpoint: one WebSocket a call, driving ``wire.native_ingest``."""

import asyncio
import contextlib
import logging
from typing import Any

from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from monitor.core.errors import AudioFormatError
from monitor.service.calls import CallRefused, CallRegistry, TooManyCalls
from monitor.service.session import CallSession
from monitor.wire.native_ingest import (
    POLICY,
    TRY_LATER,
    AcceptedAnswer,
    Answer,
    Audio,
    End,
    EndedAnswer,
    ErrorAnswer,
    Ignore,
    IgnoredAnswer,
    NativeIngest,
    Received,
    Refuse,
    Start,
    encode,
)

logger = logging.getLogger(__name__)

NORMAL = 1000
FIRST_MESSAGE_SECONDS = 10.0


class NativeEndpoint:
    """Takes live calls at ``/ingest``."""

    def __init__(self, calls: CallRegistry) -> None:
        self._calls = calls

    def routes(self) -> list[BaseRoute]:
        """``/ingest``."""
        return [WebSocketRoute("/ingest", self.serve)]

    async def serve(self, socket: WebSocket) -> None:
        """One connection from its first message to its end. A source that vanishes ends its call, which is kept."""
        await socket.accept()
        connection = Connection(socket)
        try:
            session = await self._start(connection)
            if session:
                await _carry(connection, session)
        except WebSocketDisconnect:
            logger.info("a source left")

    async def _start(self, connection: "Connection") -> CallSession | None:
        first = await connection.first()
        session = await self._admit(first) if isinstance(first, Start) else first
        if isinstance(session, Refuse):
            await connection.refuse(session)
            return None
        try:
            await connection.answer(AcceptedAnswer(session.info.call_id, session.words_from))
        except WebSocketDisconnect:
            session.end("connection_lost")
            raise
        return session

    async def _admit(self, start: Start) -> CallSession | Refuse:
        try:
            return await self._calls.start(start.info)
        except TooManyCalls as error:
            return Refuse(str(error), TRY_LATER)
        except (CallRefused, AudioFormatError) as error:
            return Refuse(str(error), POLICY)


class Connection:
    """A source's socket with its protocol."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._protocol = NativeIngest()

    async def first(self) -> Start | Refuse:
        """What the first message means; a source that says nothing for too long is refused."""
        try:
            async with asyncio.timeout(FIRST_MESSAGE_SECONDS):
                first = await self.receive()
        except TimeoutError:
            return Refuse(f"no first message came within {FIRST_MESSAGE_SECONDS:.0f} s")
        assert isinstance(first, Start | Refuse), "the protocol begins with Start or Refuse"
        return first

    async def receive(self) -> Received:
        """The next message's meaning; raises ``WebSocketDisconnect``."""
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message["code"], message.get("reason"))
        text = message.get("text")
        return self._protocol.receive(message["bytes"] if text is None else text)

    async def answer(self, answer: Answer) -> None:
        """Send an answer; raises ``WebSocketDisconnect``."""
        await self._socket.send_text(encode(answer))

    async def refuse(self, refusal: Refuse) -> None:
        """Say what is wrong and close."""
        logger.warning("a source was refused: code %s", refusal.code)
        await self.answer(ErrorAnswer(refusal.message))
        await self.close(refusal.code)

    async def close(self, code: int = NORMAL) -> None:
        """Close; harmless where the source has gone."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            await self._socket.close(code)


async def _carry(connection: Connection, session: CallSession) -> None:
    """Feed the call until it is over, whoever ends it, then say so.

    The reader runs beside: a call that the service ends must not wait for its source.
    """
    reading = asyncio.ensure_future(_read(connection, session))
    try:
        either: set[asyncio.Future[Any]] = {reading, session.ended}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        refusal = None if not reading.done() else reading.result()
        ended = await asyncio.shield(session.ended)
        if refusal:
            await connection.refuse(refusal)
        else:
            await connection.answer(EndedAnswer(ended.call_id, ended.duration_seconds, ended.reason))
            await connection.close()
    finally:
        session.end("connection_lost")
        reading.cancel()
        await asyncio.wait({reading})


async def _read(connection: Connection, session: CallSession) -> Refuse | None:
    """Pass on what comes until the source ends; what must still be refused, if anything."""
    told = False
    try:
        while True:
            match await connection.receive():
                case Audio(data):
                    await session.receive_audio(data)
                    await asyncio.sleep(0)  # the session takes the audio before more of it is read
                case End():
                    session.end("hung_up")
                    return None
                case Refuse() as refusal:
                    session.end("bad_input")
                    return refusal
                case Ignore(message):
                    if not told:
                        await connection.answer(IgnoredAnswer(message))
                    told = True
                case Start():
                    raise AssertionError("the protocol starts once")
                case line:
                    session.receive_line(line)
    except WebSocketDisconnect as gone:
        session.end("hung_up" if gone.code == NORMAL else "connection_lost")
        return None
