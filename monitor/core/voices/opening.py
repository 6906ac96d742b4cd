"""Where a call between people begins: announcements and menus before that are nobody's voice.

Told by a notice (``ring``, ``answered``), or by the first exchange: either side has spoken
while the other listened. What was said before the exchange belongs to the call unless one
side alone went on so long that it was a recording.
"""

import math

import msgspec

from monitor.core.events import CHANNELS, Channel
from monitor.core.signal.frames import FRAME_SECONDS


class OpeningSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is an announcement and what an answer."""

    announcement_seconds: float = 12.0
    """Speech of one side before the other says anything; between people somebody answers sooner."""
    answer_seconds: float = 0.4
    """Speech of each side while the other is silent: from here on they speak with each other."""


class Opening:
    """Fed once a frame until the call has begun."""

    def __init__(self, settings: OpeningSettings) -> None:
        self.begun = False
        """The two sides have spoken with each other."""
        self._settings = settings
        self._ringing = False
        self._answered_at = 0.0
        self._alone = dict.fromkeys(CHANNELS, 0.0)
        self._last = dict.fromkeys(CHANNELS, 0.0)

    def notice(self, kind: str, now: float) -> None:
        """``ring``: nobody has answered yet; ``answered``: from here on somebody may speak."""
        if kind == "ring":
            self._ringing = True
        elif kind == "answered" and not self.begun:
            self._ringing, self._answered_at = False, now
            self._alone = dict.fromkeys(CHANNELS, 0.0)

    def receive(self, now: float, speaking: dict[Channel, bool]) -> bool:
        """Who speaks in this frame; True in the one in which the call begins."""
        if self._ringing or self.begun:
            return False
        for channel in CHANNELS:
            if speaking[channel] and not speaking[channel.other]:
                self._alone[channel] += FRAME_SECONDS
                self._last[channel] = now
        self.begun = min(self._alone.values()) >= self._settings.answer_seconds
        return self.begun

    def begins(self, channel: Channel) -> float:
        """The same, and not before somebody has answered."""
        return math.inf if self._ringing else self.since(channel)

    def since(self, channel: Channel) -> float:
        """From where on what this channel said belongs to the call."""
        is_recording = self._alone[channel] > self._settings.announcement_seconds
        return max(self._answered_at, self._last[channel] if is_recording else 0.0)
