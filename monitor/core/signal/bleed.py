"""Bleed: one channel echoes the other, quieter and later. An echo is nobody's speech.

Once an echo is sure, frames that it explains are taken for silence; the channel's own,
louder speech stays. Before that, frames that could be one wait: until it is sure what
they are, or the channel says something loud enough to be its own, or falls silent, or has
waited long enough. So nothing is judged by an echo in the seconds before it is known.
"""

from collections import deque

from monitor.core.events import CHANNELS, Channel, Fault
from monitor.core.signal.echo_evidence import BleedSettings, Doubt, EchoEvidence
from monitor.core.signal.frames import FRAME_SECONDS
from monitor.core.voices.voice import Frame

WAIT_FRAMES = 8
"""0.4 s: half of it is voiced, enough to tell the channel's own voice from the other's."""
SUSPECT_WAIT_FRAMES = 30
"""1.5 s, where the pitch agrees so far."""
SILENT_FRAMES = 4
"""0.2 s without speech: what waited was all there is."""


class Bleed:
    """Both channels' frames in, the same frames out, without what is only an echo, some a little later."""

    def __init__(self, call_id: str, settings: BleedSettings) -> None:
        self._call_id = call_id
        self._ears = {channel: _Ear(settings) for channel in CHANNELS}

    @property
    def held_seconds(self) -> float:
        """How far what was given out lags behind at most."""
        agent, customer = self._ears.values()
        return max(len(agent.waiting), len(customer.waiting)) * FRAME_SECONDS

    def receive(self, now: float, agent: Frame, customer: Frame) -> tuple[dict[Channel, list[Frame]], list[Fault]]:
        """One frame a channel -> the frames that can be judged now; faults when an echo becomes sure or is gone."""
        kept, faults = {}, []
        for channel, own, other in ((Channel.AGENT, agent, customer), (Channel.CUSTOMER, customer, agent)):
            ear = self._ears[channel]
            was_sure = ear.evidence.sure
            kept[channel] = ear.receive(own, other)
            if ear.evidence.sure is not was_sure:
                faults.append(self._fault(now, channel, ear.evidence.sure))
        return kept, faults

    def finish(self) -> dict[Channel, list[Frame]]:
        """The call is over: what still waits."""
        return {channel: ear.release() for channel, ear in self._ears.items()}

    def _fault(self, now: float, channel: Channel, on: bool) -> Fault:
        return Fault(
            at=round(now, 3),
            call_id=self._call_id,
            kind="bleed",
            channel=channel,
            switches_off="speech on this channel that is only the other side's echo",
            state="on" if on else "off",
        )


class _Ear:
    """One channel's frames, and those of them that wait."""

    def __init__(self, settings: BleedSettings) -> None:
        self.evidence = EchoEvidence(settings)
        self.waiting: deque[tuple[Frame, Doubt | None]] = deque()
        """No doubt where the frame is no echo in any case."""
        self._silent = 0
        self._given_up = False

    def receive(self, frame: Frame, other: Frame) -> list[Frame]:
        """This channel's frame and the other's of the same moment."""
        evidence = self.evidence
        evidence.listen(other)
        if not frame.active:
            return self._silence(frame)
        self._silent = 0
        if not evidence.is_doubtful(frame):
            self.waiting.append((frame, None))
            return self.release()
        self.waiting.append((frame, evidence.weigh(frame)))
        return [] if self._waits() else self.release()

    def release(self) -> list[Frame]:
        """Everything that waits, an echo as silence."""
        frames = [self._judged(*each) for each in self.waiting]
        self.waiting.clear()
        return frames

    def _waits(self) -> bool:
        """The newest frame is doubtful: is it to be awaited what it is?"""
        evidence = self.evidence
        if evidence.sure or evidence.cleared:
            return False
        if evidence.suspected:
            return len(self.waiting) < SUSPECT_WAIT_FRAMES
        self._given_up = self._given_up or len(self.waiting) >= WAIT_FRAMES
        return not self._given_up

    def _silence(self, frame: Frame) -> list[Frame]:
        self._silent += 1
        if self._silent >= SILENT_FRAMES:
            self._given_up = False
        if not self.waiting:
            return [frame]
        self.waiting.append((frame, None))
        return self.release() if self._silent >= SILENT_FRAMES or len(self.waiting) >= SUSPECT_WAIT_FRAMES else []

    def _judged(self, frame: Frame, doubt: Doubt | None) -> Frame:
        if doubt is None or not self.evidence.suspected or not self.evidence.explains(frame, doubt):
            return frame
        return frame._replace(active=0, nuclei=0, f0=0)
