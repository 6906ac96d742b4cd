"""This computer's audio inputs, by PortAudio; a system library on Linux, so it is loaded only when used."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import msgspec

from monitor.core.errors import CallMonitorError

BLOCK_SECONDS = 0.02
BOUND_SECONDS = 1.0
BYTES_PER_SAMPLE = 2


class MicrophoneError(CallMonitorError):
    """No audio can be taken from this computer."""


class AudioInput(msgspec.Struct, frozen=True):
    """A device that can be heard; ``rate`` is its usual one, samples a second."""

    number: int
    name: str
    system: str
    channels: int
    rate: int
    default: bool


class Ring:
    """Mono 16-bit audio on its way from the audio callback: at most a second, then the oldest goes.

    One thread puts, one takes. Neither ever waits for the other: a bounded deque drops its oldest
    by itself, and a block's place in the stream shows what went before it.
    """

    def __init__(self, rate: int, bound_seconds: float = BOUND_SECONDS) -> None:
        self.rate = rate
        self.dropped_bytes = 0
        """Audio that was not taken in time."""
        self.overflows = 0
        """Times that the device lost audio before it got here."""
        self._blocks: deque[tuple[int, bytes]] = deque(maxlen=round(bound_seconds / BLOCK_SECONDS))
        self._put = 0
        self._taken = 0

    @property
    def dropped_seconds(self) -> float:
        """Audio that was not taken in time."""
        return self.dropped_bytes / (self.rate * BYTES_PER_SAMPLE)

    def put(self, data: bytes, overflow: bool = False) -> None:
        """Add a block; for the audio callback."""
        self._blocks.append((self._put, data))
        self._put += len(data)
        self.overflows += overflow

    def take(self) -> Iterator[bytes]:
        """What waits now, in pieces of at most a second, with silence of the same length where audio was dropped."""
        for _ in range(len(self._blocks)):
            place, data = self._blocks.popleft()
            missing = place - self._taken
            self._taken = place + len(data)
            self.dropped_bytes += missing
            yield from self._silence(missing)
            yield data

    def _silence(self, count: int) -> Iterator[bytes]:
        second = bytes(self.rate * BYTES_PER_SAMPLE)
        for _ in range(count // len(second)):
            yield second
        if count % len(second):
            yield second[: count % len(second)]


def inputs() -> list[AudioInput]:
    """The devices that can be heard; raises ``MicrophoneError`` where PortAudio is missing."""
    sounddevice = _load()
    systems = sounddevice.query_hostapis()
    usual = {system["default_input_device"] for system in systems}
    return [
        AudioInput(
            number,
            device["name"],
            systems[device["hostapi"]]["name"],
            device["max_input_channels"],
            round(device["default_samplerate"]),
            number in usual,
        )
        for number, device in enumerate(sounddevice.query_devices())
        if device["max_input_channels"] > 0
    ]


@contextmanager
def microphone(ring: Ring, device: str | None = None) -> Iterator[Ring]:
    """Fill the ring from a device (its number or part of its name, None for the usual one) while in the context.

    Raises ``MicrophoneError`` where the device is not there or can't be heard at this rate.
    """
    sounddevice = _load()

    def heard(data: Any, frames: int, time: Any, status: Any) -> None:
        ring.put(bytes(data), bool(status.input_overflow))

    try:
        with sounddevice.RawInputStream(
            samplerate=ring.rate,
            blocksize=round(ring.rate * BLOCK_SECONDS),
            device=int(device) if device and device.isdecimal() else device,
            channels=1,
            dtype="int16",
            callback=heard,
        ):
            yield ring
    except (sounddevice.PortAudioError, ValueError) as error:
        raise MicrophoneError(f"the microphone can't be used: {error}; `call-monitor devices` lists them") from error


def _load() -> ModuleType:
    try:
        import sounddevice
    except OSError as error:
        raise MicrophoneError(
            "the PortAudio library is missing: on Debian and Ubuntu `sudo apt-get install libportaudio2` brings it"
        ) from error
    module: ModuleType = sounddevice
    return module
