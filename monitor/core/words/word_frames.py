"""Frames for a call of which only the words are known: who speaks when, and nothing of the voice."""

from monitor.core.events import CHANNELS, Channel
from monitor.core.signal.frames import HOP_SECONDS, HOPS, Frames, empty_frames


class WordFrames:
    """Told of spoken stretches, gives frames in which those are active."""

    def __init__(self) -> None:
        self._hops: dict[Channel, set[int]] = {channel: set() for channel in CHANNELS}
        self._frame = 0

    def speak(self, channel: Channel, start: float, end: float) -> None:
        """This channel speaks from ``start`` to ``end``, seconds on the call's clock."""
        self._hops[channel].update(range(round(start / HOP_SECONDS), round(end / HOP_SECONDS)))

    def until(self, seconds: float) -> Frames:
        """The frames up to a moment, shape (n, 2)."""
        last = round(seconds / (HOPS * HOP_SECONDS))
        frames = empty_frames(max(0, last - self._frame))
        for channel, hops in self._hops.items():
            for row in range(len(frames)):
                first = (self._frame + row) * HOPS
                frames["active"][row, channel.position] = sum(
                    1 << place for place in range(HOPS) if first + place in hops
                )
        self._frame = max(self._frame, last)
        return frames
