"""Sends a recording into a running service as a live call, over the native WebSocket."""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import msgspec
import numpy as np
import soundfile
from numpy.typing import NDArray
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI

from monitor.core.call_info import CallInfo
from monitor.core.errors import CallMonitorError
from monitor.wire.native_ingest import (
    AcceptedAnswer,
    EndedAnswer,
    ErrorAnswer,
    Ignore,
    NoticeLine,
    WordsLine,
    decode_answer,
    parse_line,
)

CHUNK_SECONDS = 0.1
WORDS_SUFFIX = ".words.jsonl"


class PlayError(CallMonitorError):
    """The recording can't be played into the service."""


class Recording(msgspec.Struct, frozen=True):
    """A two-channel recording, and the words file beside it, if any."""

    audio: Path
    words: Path | None
    rate: int
    seconds: float


def recording(audio: Path, words: Path | None = None) -> Recording:
    """Look at the files; raises ``PlayError`` where they can't be played."""
    try:
        info = soundfile.info(audio)
    except (soundfile.SoundFileError, OSError) as error:
        raise PlayError(f"{audio} can't be read as audio: {error}") from error
    if info.channels != 2:
        raise PlayError(
            f"{audio} has {info.channels} channel(s): a call needs two, the agent in the first and the customer "
            "in the second"
        )
    if not info.frames:
        raise PlayError(f"{audio} holds no audio")
    beside = audio.with_name(audio.stem + WORDS_SUFFIX)
    return Recording(audio, words or (beside if beside.is_file() else None), info.samplerate, info.duration)


def call_id_for(audio: Path) -> str:
    """An id that no earlier call has: the file's name and the moment."""
    name = re.sub(r"[^A-Za-z0-9._-]", "-", audio.stem).strip("._-") or "call"
    return f"{name[:80]}-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}"


def ingest_url(url: str) -> str:
    """``http://host:port`` or ``ws://host:port/ingest`` -> the WebSocket's address; raises ``PlayError``."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https", "ws", "wss") or not parts.hostname:
        raise PlayError(f"{url} is not an address such as http://127.0.0.1:8710")
    scheme = parts.scheme.replace("http", "ws")
    return urlunsplit((scheme, parts.netloc, parts.path if len(parts.path) > 1 else "/ingest", "", ""))


async def play(
    sound: Recording, info: CallInfo, url: str, speed: float = 1.0, accepted: Callable[[str], None] = lambda _: None
) -> EndedAnswer:
    """Play it to its end, ``speed`` times as fast as it was; ``accepted`` is told where words come from.

    Raises ``PlayError`` where no service answers or the service refuses the call. When
    cancelled, the connection closes and the service ends the call as hung up.
    """
    address = ingest_url(url)
    try:
        async with connect(address, compression=None) as socket:
            return await _play_on(socket, sound, info, speed, accepted)
    except ConnectionClosed as error:
        raise PlayError(f"the service at {url} closed the connection (code {error.code})") from error
    except (OSError, InvalidHandshake, InvalidURI, TimeoutError) as error:
        raise PlayError(f"no service answers at {url}: start one with `call-monitor serve` ({error})") from error


async def _play_on(
    socket: ClientConnection, sound: Recording, info: CallInfo, speed: float, accepted: Callable[[str], None]
) -> EndedAnswer:
    await socket.send(msgspec.json.encode(info).decode())
    answer = decode_answer(await socket.recv())
    if not isinstance(answer, AcceptedAnswer):
        raise PlayError(f"the service refused the call: {getattr(answer, 'message', answer)}")
    accepted(answer.words_from)
    listening = asyncio.ensure_future(_listen(socket))
    try:
        await _send(socket, sound, answer.words_from == "file", speed, listening)
        return await listening
    except ConnectionClosed:
        return await listening  # says why the service closed, where it said so
    except asyncio.CancelledError:
        await socket.close()  # in order, so that the call ends as hung up and not as lost
        raise
    finally:
        listening.cancel()


async def _send(
    socket: ClientConnection, sound: Recording, with_words: bool, speed: float, over: "asyncio.Future[EndedAnswer]"
) -> None:
    lines = deque(_lines(sound, with_words))
    began, sent = asyncio.get_running_loop().time(), 0
    for block in _blocks(sound):
        await socket.send(block.tobytes())
        sent += len(block)
        now = sent / sound.rate
        while lines and moment(lines[0]) <= now:
            await socket.send(msgspec.json.encode(lines.popleft()).decode())
        await asyncio.sleep(max(0.0, began + now / speed - asyncio.get_running_loop().time()))
        if over.done():
            return
    await socket.send('{"end": true}')


async def _listen(socket: ClientConnection) -> EndedAnswer:
    async for text in socket:
        match decode_answer(text):
            case EndedAnswer() as ended:
                return ended
            case ErrorAnswer(message):
                raise PlayError(f"the service ended the call: {message}")
            case _:
                continue
    raise PlayError("the service closed the connection before the call's end")


def moment(line: WordsLine | NoticeLine) -> float:
    """When a line becomes known, seconds on the call's clock."""
    return line.at if isinstance(line, NoticeLine) else line.end


def _blocks(sound: Recording) -> Iterator[NDArray[np.int16]]:
    try:
        yield from soundfile.blocks(str(sound.audio), int(sound.rate * CHUNK_SECONDS), dtype="int16")
    except soundfile.SoundFileError as error:
        raise PlayError(f"{sound.audio} can't be read to its end: {error}") from error


def _lines(sound: Recording, with_words: bool) -> list[WordsLine | NoticeLine]:
    if sound.words is None:
        return []
    lines = []
    for number, text in enumerate(sound.words.read_text(encoding="utf-8").splitlines(), 1):
        if text.strip():
            lines.append(_line(sound.words, number, text))
    wanted = [line for line in lines if with_words or isinstance(line, NoticeLine)]
    return sorted(wanted, key=moment)


def _line(path: Path, number: int, text: str) -> WordsLine | NoticeLine:
    try:
        value = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise PlayError(f"{path}, line {number} is not JSON: {error}") from error
    line = parse_line(value) if isinstance(value, dict) else Ignore("it is not an object")
    if isinstance(line, Ignore):
        raise PlayError(f"{path}, line {number}: {line.message}")
    return line
