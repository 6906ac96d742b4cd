"""Sends a recording into a running service as a live call, over the native WebSocket."""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import numpy as np
import soundfile
from numpy.typing import NDArray

from monitor.core.call_info import CallInfo
from monitor.edges.ingest_client import SendError, SentCall, live_call
from monitor.wire.native_ingest import EndedAnswer, Ignore, NoticeLine, WordsLine, parse_line

CHUNK_SECONDS = 0.1
WORDS_SUFFIX = ".words.jsonl"


class PlayError(SendError):
    """The recording, or the words file beside it, is no call."""


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


async def play(
    sound: Recording, info: CallInfo, url: str, speed: float = 1.0, accepted: Callable[[str], None] = lambda _: None
) -> EndedAnswer:
    """Play it to its end, ``speed`` times as fast as it was; ``accepted`` is told where words come from.

    Raises ``SendError`` where no service answers or the service refuses the call. When
    cancelled, the connection closes and the service ends the call as hung up.
    """
    async with live_call(url, info) as call:
        accepted(call.words_from)
        await _send(call, sound, speed)
        return await call.end()


async def _send(call: SentCall, sound: Recording, speed: float) -> None:
    lines = deque(_lines(sound, call.words_from == "file"))
    began, sent = asyncio.get_running_loop().time(), 0
    for block in _blocks(sound):
        await call.send(block.tobytes())
        sent += len(block)
        now = sent / sound.rate
        while lines and moment(lines[0]) <= now:
            await call.send(msgspec.json.encode(lines.popleft()).decode())
        await asyncio.sleep(max(0.0, began + now / speed - asyncio.get_running_loop().time()))
        if call.over.done():
            return


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
