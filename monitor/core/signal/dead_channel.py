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

    @property
    def silence_known(self) -> bool:
        """Both channels carry something, or did: when nobody is heard, nobody speaks."""
        return all(self._alive.values()) and not any(self._dead.values())

    def receive(self, now: float, agent: Frame, customer: Frame) -> list[Fault]:
        """The faults that began or ended."""
        return self._look(now, Channel.AGENT, agent, customer) + self._look(now, Channel.CUSTOMER, customer, agent)

    def _look(self, now: float, channel: Channel, own: Frame, other: Frame) -> list[Fault]:
        if own.level > NOTHING_CENTIBELS or own.level == NO_LEVEL:
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
