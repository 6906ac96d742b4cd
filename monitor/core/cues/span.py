"""What all cue detectors share: a condition that must hold for a while, and a cue that is open meanwhile."""

from collections.abc import Callable

from monitor.core.events import Channel, Cue, CueKind, CueState, Evidence


class CueSpan:
    """Opens once its condition has held for ``sustain_seconds``, closes once it has failed for ``release_seconds``."""

    def __init__(
        self, call_id: str, kind: CueKind, channel: Channel | None, sustain_seconds: float, release_seconds: float
    ) -> None:
        self.open: Cue | None = None
        """The cue as it was opened."""
        self.since: float | None = None
        """When the condition began to hold."""
        self._call_id = call_id
        self._kind = kind
        self._channel = channel
        self._sustain_seconds = sustain_seconds
        self._release_seconds = release_seconds
        self._begun = 0.0
        self._held_at = 0.0
        self._closed_at = 0.0

    @property
    def idle(self) -> bool:
        """Nothing is open, and the condition does not hold: as long as it doesn't, there is nothing to do."""
        return self.open is None and self.since is None

    def update(
        self, now: float, holds: bool, start: float, evidence: Callable[[], Evidence], spoken: float | None = None
    ) -> list[Cue]:
        """``start`` is where what is measured began, ``evidence`` is asked for only when needed.

        With ``spoken``, seconds of speech so far, the condition must hold for so long of speech.
        """
        if holds:
            self._held_at = now
            lasting = now if spoken is None else spoken
            if self.since is None:
                self.since, self._begun = now, lasting
            if self.open is None and lasting - self._begun >= self._sustain_seconds - 1e-9:
                return [self._opened(now, start, evidence())]
        elif self.open is not None and now - self._held_at >= self._release_seconds:
            return self.close(now)
        elif self.open is None:
            self.since = None
        return []

    def close(self, now: float) -> list[Cue]:
        """Close what is open, at once."""
        cue, self.open, self.since = self.open, None, None
        if cue is None:
            return []
        self._closed_at = now
        ended = Evidence(cue.evidence.start, round(now, 3), cue.evidence.measures, cue.evidence.heard)
        return [_state(cue, CueState.CLOSED, now, ended)]

    def _opened(self, now: float, start: float, evidence: Evidence) -> Cue:
        start = max(start, self._closed_at)  # what was measured may reach back into the last one; its id must not
        name = self._channel or "both"
        self.open = Cue(
            at=round(now, 3),
            call_id=self._call_id,
            id=f"{self._kind}-{name}-{round(start * 1000)}",
            kind=self._kind,
            channel=self._channel,
            state=CueState.OPENED,
            start=round(start, 3),
            evidence=evidence,
        )
        return self.open


def _state(cue: Cue, state: CueState, now: float, evidence: Evidence) -> Cue:
    return Cue(
        at=round(now, 3),
        call_id=cue.call_id,
        id=cue.id,
        kind=cue.kind,
        channel=cue.channel,
        state=state,
        start=cue.start,
        evidence=evidence,
    )
