"""What the service and a Whisper process say to each other, over the process's pipes.

Each message is its length in four bytes and msgpack. The process says ``Ready`` or
``Failed`` once it has tried to load its model, then one answer to each ``Unit``.
"""

import struct
from typing import BinaryIO

import msgspec

from monitor.core.events import Word

LENGTH = struct.Struct("<I")
OUT_OF_MEMORY = "out of memory"
"""Why it failed, where the cap on its memory did it."""


class Unit(msgspec.Struct, frozen=True, tag=True):
    """A piece of speech to decode."""

    pcm: bytes
    """16-bit little-endian mono."""
    rate: int
    """Samples a second."""
    language: str
    """Whisper's code; never guessed from the audio."""

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.pcm) / 2 / self.rate


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The model is loaded."""


class Decoded(msgspec.Struct, frozen=True, tag=True):
    """A unit's words, in seconds from its start."""

    words: tuple[Word, ...]


class Failed(msgspec.Struct, frozen=True, tag=True):
    """It could not be done, and why; the process lives."""

    because: str


Answer = Ready | Decoded | Failed
_units = msgspec.msgpack.Decoder(Unit)
_answers = msgspec.msgpack.Decoder(Answer)


def send(pipe: BinaryIO, message: Unit | Answer) -> None:
    """Raises ``OSError`` where nobody listens."""
    body = msgspec.msgpack.encode(message)
    pipe.write(LENGTH.pack(len(body)) + body)
    pipe.flush()


def receive_unit(pipe: BinaryIO) -> Unit | None:
    """The next unit; None at the end."""
    body = _body(pipe)
    return None if body is None else _units.decode(body)


def receive_answer(pipe: BinaryIO) -> Answer | None:
    """The next answer; None where the process has ended. Raises ``msgspec.DecodeError`` for anything else."""
    body = _body(pipe)
    return None if body is None else _answers.decode(body)


def _body(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = pipe.read(length)
    return body if len(body) == length else None
