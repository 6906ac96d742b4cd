"""Sends a recording into a running service as a live call, over the native WebSocket."""

import asyncio
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import soundfile
from websockets.exceptions import ConnectionClosed

from monitor.core.call_info import CallInfo, Encoding
from monitor.edges.ingest.client import SentCall, live_call
from monitor.edges.sound.recorded_audio import BLOCK_SECONDS, RecordedCall, RecordingError, two_channel
from monitor.edges.transcripts.call_words import WordsFile, beside, read_call_words
from monitor.edges.transcripts.words_file import Line, moment
from monitor.wire.native_ingest import EndedAnswer, NoticeLine

SAMPLES = {Encoding.PCM_S16LE: "int16", Encoding.PCM_F32LE: "float32"}


class Playable(msgspec.Struct, frozen=True):
    """A two-channel recording with the lines of its words file."""

    audio: RecordedCall
    encoding: Encoding
    lines: tuple[Line, ...]
    words_by: str = ""
    """What wrote them, where it was no words file of ours."""

    @property
    def path(self) -> Path:
        """The recording."""
        return self.audio.files[0]


def playable(path: Path, words: Sequence[WordsFile] = (), agent_channel: int = 0) -> Playable:
    """Look at a recording and its words, by default those beside it.

    Raises ``RecordingError``, ``WordsFileError`` or ``TranscriptError``.
    """
    audio = two_channel(path, agent_channel)
    exact = soundfile.info(str(path)).subtype == "PCM_16"
    found = read_call_words(words or beside(path), agent_channel, asked=bool(words))
    encoding = Encoding.PCM_S16LE if exact else Encoding.PCM_F32LE
    return Playable(audio, encoding, found.lines, found.words_by)


def call_id_for(path: Path) -> str:
    """An id that no earlier call has: the file's name and the moment."""
    name = re.sub(r"[^A-Za-z0-9._-]", "-", path.stem).strip("._-") or "call"
    return f"{name[:80]}-{datetime.now(UTC).strftime('%Y%m%dT%H%M%S%f')}"


def sent_as(info: CallInfo, sound: Playable) -> CallInfo:
    """The call as its sender announces it: unpaced, with the recording's rate, encoding and channels."""
    return msgspec.structs.replace(
        info,
        rate=sound.audio.rate,
        encoding=sound.encoding,
        channels=sound.audio.channels,
        paced=False,
        words_by=sound.words_by,
    )


def steps(sound: Playable, with_words: bool) -> Iterator[tuple[float, list[str | bytes]]]:
    """What a call sends, block by block: the seconds of audio by then, and its messages.

    Each line comes once the audio has passed its moment, the rest at the end; without words only notices do.
    Raises ``RecordingError``.
    """
    lines = deque(line for line in sound.lines if with_words or isinstance(line, NoticeLine))
    sent = 0
    for block, samples in _blocks(sound):
        sent += samples
        now = sent / sound.audio.rate
        messages: list[str | bytes] = [block]
        while lines and moment(lines[0]) <= now:
            messages.append(msgspec.json.encode(lines.popleft()).decode())
        yield now, messages
    yield sent / sound.audio.rate, [msgspec.json.encode(line).decode() for line in lines]


async def play(
    sound: Playable, info: CallInfo, url: str, speed: float = 1.0, accepted: Callable[[str], None] = lambda _: None
) -> EndedAnswer:
    """Play it to its end, ``speed`` times as fast as it was; ``accepted`` is told where words come from.

    The recording's rate, encoding and channels take the place of those in ``info``. A
    file's sender waits for the service, so nothing is dropped at any speed. Raises
    ``SendError`` or ``RecordingError``. When cancelled, the call ends as hung up.
    """
    async with live_call(url, sent_as(info, sound)) as call:
        accepted(call.words_from)
        try:
            await _send(call, sound, speed)
        except ConnectionClosed:
            return await call.over  # the service ended the call and said how, or this raises why
        return await call.end()


async def _send(call: SentCall, sound: Playable, speed: float) -> None:
    """In step with the clock; ends early with the call."""
    clock = asyncio.get_running_loop().time
    began = clock()
    for now, messages in steps(sound, call.words_from.startswith("file")):
        for message in messages:
            await call.send(message)
        await asyncio.sleep(max(0.0, began + now / speed - clock()))
        if call.over.done():
            return


def _blocks(sound: Playable) -> Iterator[tuple[bytes, int]]:
    """The recording's samples as bytes, and how many a channel."""
    size = round(sound.audio.rate * BLOCK_SECONDS)
    try:
        for block in soundfile.blocks(str(sound.path), size, dtype=SAMPLES[sound.encoding]):
            yield block.tobytes(), len(block)
    except soundfile.SoundFileError as error:
        raise RecordingError(f"{sound.path} can't be read to its end: {error}") from error
