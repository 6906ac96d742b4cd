"""A channel on which nothing arrives, not even noise: who speaks there can't be heard, so silence can't be told."""

from monitor.core.events import CHANNELS, Channel, Fault
from monitor.core.signal.frames import FRAME_SECONDS, NO_LEVEL
from monitor.core.voices.voice import Frame

NOTHING_CENTIBELS = -9900
"""0.01 dBFS: the least that 16 bits can hold is -90 dBFS."""
DEAD_AFTER_SECONDS = 20.0
"""Of the other side's speech. Lines that send nothing in pauses, and muted microphones, carry something sooner."""


class DeadChannels:
    """Fed once a frame with both channels."""

    def __init__(self, call_id: str) -> None:
        self._call_id = call_id
        self._alive = dict.fromkeys(CHANNELS, False)
        self._others_speech = dict.fromkeys(CHANNELS, 0.0)
        self._dead = dict.fromkeys(CHANNELS, False)
        self.silence_known = False
        """Both channels carry something, or did: when nobody is heard, nobody speaks."""
        self._well = False
        """Both did in the last frame, and nothing is held against either."""

    def receive(self, now: float, agent: Frame, customer: Frame) -> list[Fault]:
        """The faults that began or ended."""
        if self._well and _carries(agent) and _carries(customer):
            return []
        faults = self._look(now, Channel.AGENT, agent, customer) + self._look(now, Channel.CUSTOMER, customer, agent)
        self.silence_known = all(self._alive.values()) and not any(self._dead.values())
        self._well = self.silence_known and not any(self._others_speech.values())
        return faults

    def _look(self, now: float, channel: Channel, own: Frame, other: Frame) -> list[Fault]:
        if _carries(own):
            self._alive[channel] = True
            self._others_speech[channel] = 0.0
            return self._set(now, channel, False)
        self._others_speech[channel] += FRAME_SECONDS if other.active else 0.0
        return self._set(now, channel, self._dead[channel] or self._others_speech[channel] >= DEAD_AFTER_SECONDS)

    def _set(self, now: float, channel: Channel, dead: bool) -> list[Fault]:
        if dead == self._dead[channel]:
            return []
        self._dead[channel] = dead
        what = "this side's voice, turns and dead air: nothing arrives on its channel, not even noise"
        return [
            Fault(
                at=round(now, 3),
                call_id=self._call_id,
                kind="dead_channel",
                channel=channel,
                switches_off=what,
                state="on" if dead else "off",
            )
        ]


def _carries(frame: Frame) -> bool:
    """Something arrived, if only noise; or it was made from words, and nothing can be said."""
    return frame.level > NOTHING_CENTIBELS or frame.level == NO_LEVEL
