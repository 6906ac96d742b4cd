"""A gap of the line: for a while nothing comes on either channel, not even noise, where there was noise before.

What was said in it is not known, so its silence is nobody's: no dead air, and no turn's end.
"""

from monitor.core.events import Fault
from monitor.core.signal.frames import GAP, NO_LEVEL
from monitor.core.voices.voice import Frame

NOTHING_CENTIBELS = -9900
"""0.01 dBFS: the least that 16 bits can hold is -90 dBFS."""
GAP_FRAMES = 6
"""0.3 s: shorter ones are lost packets."""
NOISE_FRAMES = 40
"""2 s of noise in pauses for each time the line was without any: one that often is sends nothing when nobody speaks."""


class LineGap:
    """Fed once a frame with both channels."""

    def __init__(self, call_id: str) -> None:
        self.on = False
        """Nothing can be known of the call now."""
        self._found_on = False
        self._call_id = call_id
        self._nothing_frames = 0
        self._noise_frames = 0
        self._runs = 0

    def receive(self, now: float, agent: Frame, customer: Frame) -> list[Fault]:
        """The fault when a gap begins or ends; one that the source told (``GAP``) is told by the source."""
        told = bool((agent.flags | customer.flags) & GAP)
        nothing = NO_LEVEL < agent.level <= NOTHING_CENTIBELS and NO_LEVEL < customer.level <= NOTHING_CENTIBELS
        self._nothing_frames = self._nothing_frames + 1 if nothing else 0
        self._runs += self._nothing_frames == GAP_FRAMES
        if not (nothing or agent.active or customer.active):
            self._noise_frames += 1
        was, self._found_on = self._found_on, not told and self._found()
        self.on = told or self._found_on
        return [] if was is self._found_on else [self._fault(now)]

    def _found(self) -> bool:
        return self._nothing_frames >= GAP_FRAMES and self._noise_frames >= NOISE_FRAMES * self._runs

    def _fault(self, now: float) -> Fault:
        return Fault(
            at=round(now, 3),
            call_id=self._call_id,
            kind="gap",
            channel=None,
            switches_off="what was said meanwhile: nothing came from the line, not even noise",
            state="on" if self._found_on else "off",
        )
