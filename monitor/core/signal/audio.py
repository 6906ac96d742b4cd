"""Any source's bytes -> the samples a call is heard and recorded as.

The line rate is 8 kHz for telephone sources and 16 kHz for wider ones. Samples are
rounded to 16 bits before anything else reads them, live as recorded, so a stored call
replays to the same events.
"""

import numpy as np
import soxr
from numpy.typing import NDArray

from monitor.core.call_info import CallInfo, Encoding
from monitor.core.errors import AudioFormatError

NARROW_RATE = 8000
WIDE_RATE = 16000
LOWEST_RATE, HIGHEST_RATE = 6000, 48000
BLOCKS_PER_SECOND = 50
FULL_SCALE = 32768.0
BYTES_PER_SAMPLE = {Encoding.PCM_S16LE: 2, Encoding.PCM_F32LE: 4, Encoding.MULAW: 1, Encoding.ALAW: 1}


def line_rate(source_rate: int) -> int:
    """Samples a second at which a call from a source of this rate is heard."""
    return NARROW_RATE if source_rate < WIDE_RATE else WIDE_RATE


class Resampler:
    """Steady-state soxr conversion; its output does not depend on how the input was cut.

    Input is re-cut into 20 ms blocks, counted from the first sample.
    """

    def __init__(self, source_rate: int, target_rate: int) -> None:
        self._stream = soxr.ResampleStream(source_rate, target_rate, 2, dtype="float32")
        self._block = source_rate // BLOCKS_PER_SECOND
        self._held = np.zeros((0, 2), np.float32)

    def feed(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, 2) at the source rate -> (m, 2) at the target rate."""
        held = np.concatenate((self._held, samples))
        whole = len(held) // self._block * self._block
        self._held = held[whole:]
        parts = [self._stream.resample_chunk(part) for part in held[:whole].reshape(-1, self._block, 2)]
        return np.concatenate(parts) if parts else np.zeros((0, 2), np.float32)

    def flush(self) -> NDArray[np.float32]:
        """What is still inside; nothing may be fed afterwards."""
        return np.asarray(self._stream.resample_chunk(self._held, last=True), np.float32)


class LineAudio:
    """Bytes in any chunks -> int16 samples of shape (n, 2) at the line rate, channel 0 the agent.

    Raises ``AudioFormatError`` for a rate or channel roles that can't be used.
    """

    def __init__(self, info: CallInfo) -> None:
        _check(info)
        self.rate = line_rate(info.rate)
        self._encoding = info.encoding
        self._roles = info.channels
        self._sample_bytes = BYTES_PER_SAMPLE[info.encoding] * len(info.channels)
        self._resampler = None if info.rate == self.rate else Resampler(info.rate, self.rate)
        self._rest = b""

    def feed(self, chunk: bytes) -> NDArray[np.int16]:
        """Take the next bytes; a sample cut in two waits for its other half."""
        data = self._rest + chunk
        whole = len(data) // self._sample_bytes * self._sample_bytes
        self._rest = data[whole:]
        samples = self._in_roles(_decode(data[:whole], self._encoding).reshape(-1, len(self._roles)))
        return to_int16(samples if self._resampler is None else self._resampler.feed(samples))

    def flush(self) -> NDArray[np.int16]:
        """What the resampler still holds, at the end of the call."""
        return to_int16(np.zeros((0, 2), np.float32) if self._resampler is None else self._resampler.flush())

    def _in_roles(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        if self._roles == ("agent", "customer"):
            return samples
        ordered = np.zeros((len(samples), 2), np.float32)
        for place, role in enumerate(self._roles):
            ordered[:, 0 if role == "agent" else 1] = samples[:, place]
        return ordered


def to_int16(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    """Samples in [-1, 1] -> 16 bits, rounded, clipped at full scale."""
    return np.asarray(np.clip(np.rint(samples * FULL_SCALE), -32768, 32767), np.int16)


def _check(info: CallInfo) -> None:
    if not LOWEST_RATE <= info.rate <= HIGHEST_RATE:
        raise AudioFormatError(
            f"rate {info.rate} can't be used: send audio of {LOWEST_RATE} to {HIGHEST_RATE} samples a second"
        )
    if sorted(info.channels) not in (["agent"], ["customer"], ["agent", "customer"]):
        raise AudioFormatError(
            f"channels {list(info.channels)} can't be used: name each channel's role in order, "
            'as ["agent", "customer"]; a mono mix of both speakers can\'t be told apart'
        )


def _decode(data: bytes, encoding: Encoding) -> NDArray[np.float32]:
    """Samples in [-1, 1]. Floats beyond that are clipped, infinite ones too; what is no number is silence."""
    match encoding:
        case Encoding.PCM_S16LE:
            return np.frombuffer(data, "<i2").astype(np.float32) / np.float32(FULL_SCALE)
        case Encoding.PCM_F32LE:
            return np.asarray(np.clip(np.nan_to_num(np.frombuffer(data, "<f4")), -1.0, 1.0), np.float32)
        case Encoding.MULAW:
            return MULAW_LEVELS[np.frombuffer(data, np.uint8)]
        case Encoding.ALAW:
            return ALAW_LEVELS[np.frombuffer(data, np.uint8)]


def _mulaw_levels() -> NDArray[np.float32]:
    """ITU-T G.711 mu-law: byte -> sample in [-1, 1]."""
    code = ~np.arange(256, dtype=np.int32) & 0xFF
    magnitude = ((((code & 0x0F) << 3) + 0x84) << ((code & 0x70) >> 4)) - 0x84
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.float32) / np.float32(FULL_SCALE)


def _alaw_levels() -> NDArray[np.float32]:
    """ITU-T G.711 A-law: byte -> sample in [-1, 1]."""
    code = np.arange(256, dtype=np.int32) ^ 0x55
    segment = (code & 0x70) >> 4
    mantissa = ((code & 0x0F) << 4) + 8
    magnitude = np.where(segment == 0, mantissa, (mantissa + 0x100) << np.maximum(segment - 1, 0))
    return np.where(code & 0x80, magnitude, -magnitude).astype(np.float32) / np.float32(FULL_SCALE)


MULAW_LEVELS = _mulaw_levels()
ALAW_LEVELS = _alaw_levels()
