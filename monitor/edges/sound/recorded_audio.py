"""Recordings of calls: one two-channel file, or two mono ones."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import numpy as np
import soundfile
from numpy.typing import NDArray

from monitor.core.call_info import CallInfo, Encoding
from monitor.core.errors import CallMonitorError
from monitor.core.signal.audio import HIGHEST_RATE, LOWEST_RATE, LineAudio

BLOCK_SECONDS = 0.1
"""As ``play`` sends it, so that what becomes known when is the same."""
EXTENSIONS = frozenset(f".{name.lower()}" for name in soundfile.available_formats()) - {".raw"} | {
    ".aif",
    ".opus",
    ".oga",
}


class RecordingError(CallMonitorError):
    """A recording can't be used as a call."""


class RecordedCall(msgspec.Struct, frozen=True):
    """Where a call's audio is: ``files`` has one two-channel file, or the agent's and the customer's."""

    files: tuple[Path, ...]
    rate: int
    seconds: float
    channels: tuple[str, ...] = ("agent", "customer")


def two_channel(path: Path, agent_channel: int = 0) -> RecordedCall:
    """A call in one file, the agent in channel 0 or 1; raises ``RecordingError``."""
    found = _look(path)
    if found.channels == 1:
        raise RecordingError(
            f"{path} is mono: both speakers in one channel can't be told apart. "
            "Give a file with two channels, or two mono files: --agent A --customer B"
        )
    if found.channels != 2:
        raise RecordingError(f"{path} has {found.channels} channels: a call has two, the agent's and the customer's")
    channels = ("agent", "customer") if agent_channel == 0 else ("customer", "agent")
    return RecordedCall((path,), found.samplerate, found.frames / found.samplerate, channels)


def two_mono(agent: Path, customer: Path) -> RecordedCall:
    """A call in two files that begin at the same moment; the shorter one is filled up with silence."""
    found = (_look(agent), _look(customer))
    for path, each in zip((agent, customer), found, strict=True):
        if each.channels != 1:
            raise RecordingError(f"{path} has {each.channels} channels: --agent and --customer take a mono file each")
    if found[0].samplerate != found[1].samplerate:
        raise RecordingError(
            f"{agent} has {found[0].samplerate} samples a second and {customer} {found[1].samplerate}: "
            "convert one of them, both must have the same rate"
        )
    seconds = max(each.frames for each in found) / found[0].samplerate
    return RecordedCall((agent, customer), found[0].samplerate, seconds)


def call_info(call: RecordedCall, call_id: str, language: str) -> CallInfo:
    """What the core is told about the call."""
    return CallInfo(
        call_id=call_id,
        agent="",
        language=language,
        source="file",
        encoding=Encoding.PCM_F32LE,
        rate=call.rate,
        channels=call.channels,
        paced=False,
    )


def line_blocks(call: RecordedCall, info: CallInfo) -> Iterator[NDArray[np.int16]]:
    """The call at its line rate, shape (n, 2), channel 0 the agent; raises ``RecordingError`` where it breaks off."""
    line = LineAudio(info)
    for block in _blocks(call):
        yield line.feed(block.astype("<f4").tobytes())
    yield line.flush()


def _blocks(call: RecordedCall) -> Iterator[NDArray[np.float32]]:
    """(n, 2) at the files' rate, channels as in the files."""
    size = round(call.rate * BLOCK_SECONDS)
    left = round(call.seconds * call.rate)
    with ExitStack() as stack:
        sounds = [stack.enter_context(soundfile.SoundFile(path)) for path in call.files]
        while left > 0:
            count = min(size, left)
            yield np.concatenate([_read(sound, count) for sound in sounds], axis=1)
            left -= count


def _read(sound: soundfile.SoundFile, count: int) -> NDArray[np.float32]:
    try:
        found: NDArray[np.float32] = sound.read(count, dtype="float32", always_2d=True, fill_value=0.0)
    except soundfile.SoundFileError as error:
        seconds = sound.tell() / sound.samplerate
        raise RecordingError(f"{sound.name} can't be read beyond {seconds:.1f} s: {_reason(error)}") from error
    return found


def _look(path: Path) -> soundfile._SoundFileInfo:
    if not path.is_file():
        raise RecordingError(f"{path} is not there" if not path.exists() else f"{path} is not a file")
    if not path.stat().st_size:
        raise RecordingError(f"{path} is empty")
    try:
        found = soundfile.info(str(path))
    except soundfile.SoundFileError as error:
        raise RecordingError(f"{path} can't be read as audio: {_reason(error)}") from error
    if not found.frames:
        raise RecordingError(f"{path} holds no audio")
    if not LOWEST_RATE <= found.samplerate <= HIGHEST_RATE:
        raise RecordingError(
            f"{path} has {found.samplerate} samples a second: convert it to {LOWEST_RATE} to {HIGHEST_RATE}"
        )
    return found


def _reason(error: soundfile.SoundFileError) -> str:
    return str(getattr(error, "error_string", error)).rstrip(". ")
