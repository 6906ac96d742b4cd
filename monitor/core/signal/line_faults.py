"""Faults of the line that frames give away: both channels carry the same, or a channel clips."""

from collections import deque

from monitor.core.events import CHANNELS, Channel, Fault
from monitor.core.signal.frames import CLIPPED
from monitor.core.voices.voice import Frame

MONO_FRAMES = 60
"""Voiced frames (3 s) that must look alike before a mono mix is believed."""
MONO_SHARE = 0.9
ALIKE_FRAMES = 6
"""Voiced frames (0.3 s) that look alike, and no overlap is judged meanwhile."""
ALIKE_PITCH = 0.01
ALIKE_ALPHA_CENTIBELS = 40
ALIKE_LEVEL_CENTIBELS = 800
"""A copy that is quieter than this is an echo; the other channel's own voice can still be told from it."""
CLIP_WINDOW_FRAMES = 200
CLIP_FRAMES = 20


class LineFaults:
    """Fed once a frame with both channels."""

    def __init__(self, call_id: str) -> None:
        self.mono_mix = False
        """Both channels carry the same voice: who speaks can't be told."""
        self._call_id = call_id
        self._alike: deque[bool] = deque(maxlen=MONO_FRAMES)
        self._alike_run = 0
        self._clipped = {channel: deque[bool](maxlen=CLIP_WINDOW_FRAMES) for channel in CHANNELS}
        self._clipping = dict.fromkeys(CHANNELS, False)

    @property
    def alike(self) -> bool:
        """Of late both channels carried the same; whether the line does is not sure yet."""
        return self._alike_run >= ALIKE_FRAMES

    def receive(self, now: float, agent: Frame, customer: Frame) -> list[Fault]:
        """The faults that began."""
        faults = self._look_for_clipping(now, Channel.AGENT, agent) + self._look_for_clipping(
            now, Channel.CUSTOMER, customer
        )
        if not self.mono_mix and (agent.f0 or customer.f0):
            alike = _alike(agent, customer)
            self._alike.append(alike)
            self._alike_run = self._alike_run + 1 if alike else 0
            if len(self._alike) == MONO_FRAMES and self._alike.count(True) >= MONO_SHARE * MONO_FRAMES:
                self.mono_mix = True
                what = "voices, pace and turns: both channels carry the same; send agent and customer apart"
                faults.append(self._fault(now, "mono_mix", None, what))
        return faults

    def _look_for_clipping(self, now: float, channel: Channel, frame: Frame) -> list[Fault]:
        if not frame.active:
            return []
        clipped = self._clipped[channel]
        clips = bool(frame.flags & CLIPPED)
        clipped.append(clips)
        if not clips or self._clipping[channel] or clipped.count(True) < CLIP_FRAMES:
            return []
        self._clipping[channel] = True
        return [self._fault(now, "clipping", channel, "nothing, but loud speech reads quieter than it is")]

    def _fault(self, now: float, kind: str, channel: Channel | None, switches_off: str) -> Fault:
        return Fault(at=round(now, 3), call_id=self._call_id, kind=kind, channel=channel, switches_off=switches_off)


def _alike(agent: Frame, customer: Frame) -> bool:
    return (
        agent.active == customer.active
        and abs(agent.f0 - customer.f0) <= ALIKE_PITCH * max(agent.f0, customer.f0)
        and abs(agent.alpha - customer.alpha) <= ALIKE_ALPHA_CENTIBELS
        and abs(agent.level - customer.level) < ALIKE_LEVEL_CENTIBELS
    )
