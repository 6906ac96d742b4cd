"""How long each side takes to answer: from the other's last word to their own first."""

import statistics
from collections import deque

from monitor.core.call_info import LineDelay
from monitor.core.events import CHANNELS, Channel
from monitor.core.signal.speech_spans import Unit
from monitor.core.turns.talks import Spoken

LONGEST_SECONDS = 6.0
"""Who speaks after a longer silence does not answer any more: from here on it is dead air (docs/science.md)."""
KEPT = 500


class ResponseTimes:
    """Fed with both channels' units as they begin; answers that overlap or follow a gap of the line are left out."""

    def __init__(self, delay: LineDelay) -> None:
        self._delay = {Channel.AGENT: delay.agent, Channel.CUSTOMER: delay.customer}
        self._last: dict[Channel, Spoken | None] = dict.fromkeys(CHANNELS)
        self._pending: dict[Channel, tuple[Spoken, Spoken] | None] = dict.fromkeys(CHANNELS)
        self._gaps = {channel: deque[float](maxlen=KEPT) for channel in CHANNELS}

    def begin(self, heard: Unit) -> None:
        """A unit became certain."""
        unit = Spoken(heard, self._delay[heard.channel])
        self._settle(unit.channel)
        own, other = self._last[unit.channel], self._last[unit.channel.other]
        if other is not None and (own is None or own.start < other.start):
            self._pending[unit.channel] = (unit, other)
        self._last[unit.channel] = unit

    def forget(self) -> None:
        """The line is gone: who speaks next answers nothing that was heard."""
        for channel in CHANNELS:
            self._settle(channel)
        self._last = dict.fromkeys(CHANNELS)

    def median_seconds(self, channel: Channel) -> float | None:
        """Over the call; None where this side never answered."""
        self._settle(channel)
        gaps = self._gaps[channel]
        return round(statistics.median(gaps), 2) if gaps else None

    def _settle(self, channel: Channel) -> None:
        """An end is known only 0.2 s late, so an answer is measured when the next one begins."""
        pending, self._pending[channel] = self._pending[channel], None
        if pending is not None and 0.0 <= (gap := pending[0].start - pending[1].end) <= LONGEST_SECONDS:
            self._gaps[channel].append(gap)
