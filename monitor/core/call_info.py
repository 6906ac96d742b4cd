"""What a source tells about a call before its audio."""

from enum import StrEnum
from typing import Annotated

import msgspec

from monitor.core.events import Channel

LONGEST_DELAY_SECONDS = 2.0


class Encoding(StrEnum):
    """How a source writes its samples."""

    PCM_S16LE = "pcm_s16le"
    PCM_F32LE = "pcm_f32le"
    MULAW = "mulaw"
    ALAW = "alaw"


class LineDelay(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How much later each side's voice comes than it was spoken, in seconds, 0 to 2: a jitter buffer, a far leg."""

    agent: float = 0.0
    customer: float = 0.0

    def of(self, channel: Channel) -> float:
        """Of one side."""
        return self.agent if channel is Channel.AGENT else self.customer

    @property
    def fits(self) -> bool:
        """Both are numbers that a telephone line can have."""
        return all(0.0 <= each <= LONGEST_DELAY_SECONDS for each in (self.agent, self.customer))


LanguageCode = Annotated[str, msgspec.Meta(pattern=r"^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")]
"""``en``, ``pt-BR``, or empty."""


class CallInfo(msgspec.Struct, frozen=True, kw_only=True):
    """One call: who, what language, and how its audio comes in."""

    call_id: str
    agent: str
    team: str = ""
    language: str = ""
    """A code, ``pt-BR``; empty where the source does not say it: the service then takes the agent's or the site's."""
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
    words_by: str = ""
    """What wrote them, for people to read: ``deepgram``."""
    delay_seconds: LineDelay = LineDelay()
    """Where the source knows it: turns are judged by when things were spoken, not by when they came."""
