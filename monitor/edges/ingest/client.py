"""The sender's side of native ingest: a live call at a service, from here."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit, urlunsplit

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from monitor.core.call_info import CallInfo
from monitor.core.errors import CallMonitorError
from monitor.wire.native_ingest import AcceptedAnswer, EndedAnswer, ErrorAnswer, decode_answer


class SendError(CallMonitorError):
    """The call can't be sent: no service answers, or it refuses."""


class SentCall:
    """A call that the service has accepted; made by ``live_call``."""

    def __init__(self, socket: ClientConnection, words_from: str) -> None:
        self.words_from = words_from
        """What the service said: ``file`` where it takes the sender's words."""
        self.over = asyncio.ensure_future(_listen(socket))
        """Done once the service has ended the call; its result says how."""
        self._socket = socket

    async def send(self, message: str | bytes) -> None:
        """Audio or a line; raises ``ConnectionClosed``, which ``live_call`` turns into the service's own reason."""
        await self._socket.send(message)

    async def end(self) -> EndedAnswer:
        """Hang up, and wait until the service has written the call."""
        if not self.over.done():
            await self._socket.send('{"end": true}')
        return await self.over


@asynccontextmanager
async def live_call(url: str, info: CallInfo) -> AsyncIterator[SentCall]:
    """Begin a call at a service.

    Raises ``SendError`` where no service answers, it refuses the call, or it closes before the end. When
    cancelled, the connection closes in order and the service ends the call as hung up.
    """
    try:
        async with connect(ingest_url(url), compression=None) as socket:
            call = await _begin(socket, info)
            try:
                yield call
            except ConnectionClosed:
                await call.over  # says why the service closed, where it said so
                raise
            except asyncio.CancelledError:
                await socket.close()  # in order, so that the call ends as hung up and not as lost
                raise
            finally:
                call.over.cancel()
    except ConnectionClosed as error:
        code = error.rcvd.code if error.rcvd else None
        raise SendError(f"the service at {url} closed the connection (code {code})") from error
    except (OSError, InvalidHandshake, InvalidURI, TimeoutError) as error:
        raise SendError(f"no service answers at {url}: start one with `call-monitor serve` ({error})") from error


def ingest_url(url: str) -> str:
    """``http://host:port`` or ``ws://host:port/ingest`` -> the WebSocket's address; raises ``SendError``."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https", "ws", "wss") or not parts.hostname:
        raise SendError(f"{url} is not an address such as http://127.0.0.1:8710")
    scheme = parts.scheme.replace("http", "ws")
    return urlunsplit((scheme, parts.netloc, parts.path if len(parts.path) > 1 else "/ingest", "", ""))


async def _begin(socket: ClientConnection, info: CallInfo) -> SentCall:
    await socket.send(msgspec.json.encode(info).decode())
    answer = decode_answer(await socket.recv())
    if not isinstance(answer, AcceptedAnswer):
        raise SendError(f"the service refused the call: {getattr(answer, 'message', answer)}")
    return SentCall(socket, answer.words_from)


async def _listen(socket: ClientConnection) -> EndedAnswer:
    async for text in socket:
        match decode_answer(text):
            case EndedAnswer() as ended:
                return ended
            case ErrorAnswer(message):
                raise SendError(f"the service ended the call: {message}")
            case _:
                continue
    raise SendError("the service closed the connection before the call's end")
