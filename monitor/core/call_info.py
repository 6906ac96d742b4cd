"""What a source tells about a call before its audio."""

from enum import StrEnum

import msgspec


class Encoding(StrEnum):
    """How a source writes its samples."""

    PCM_S16LE = "pcm_s16le"
    PCM_F32LE = "pcm_f32le"
    MULAW = "mulaw"
    ALAW = "alaw"


class CallInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One call: who, what language, and how its audio comes in."""

    call_id: str
    agent: str
    team: str = ""
    language: str = "en"
    direction: str = "inbound"
    source: str = "native"
    encoding: Encoding = Encoding.PCM_S16LE
    rate: int = 8000
    """Samples a second, 6000 to 48000."""
    channels: tuple[str, ...] = ("agent", "customer")
    """Role of each interleaved channel, in order: ``agent`` and ``customer``, once each (or ``agent`` alone)."""
    paced: bool = True
    """True for a live source (audio that comes too fast is dropped), False for a file (the sender waits)."""
    words: str = ""
    """``file`` when the source sends words itself."""
