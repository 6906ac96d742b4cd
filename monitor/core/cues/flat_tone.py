"""A flat tone: the agent's pitch moves far less, over some 20 s of speech, than it usually does in this call."""

import msgspec

from monitor.core.cues.span import CueSpan
from monitor.core.events import Cue, CueKind, Evidence, Measure
from monitor.core.voices.voice import Voice


class FlatToneSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Pitch range: from the 20th to the 80th hundredth of 10 s of voiced speech, in semitones."""

    of_usual: float = 0.5
    """Share of the own usual range; calm speakers stay over 0.67 of it in 98 of 100 calls, over 0.49 in all."""
    most_st: float = 2.0
    """A wider range is no flat tone, whatever was usual; no calm speaker was under 2.1."""
    least_usual_st: float = 2.0
    """Who usually moves less is no judge of it: a voice whose pitch was never told moves by 0."""
    sustain_seconds: float = 2.5
    release_seconds: float = 2.5


class FlatTone:
    """One channel's detector."""

    def __init__(self, call_id: str, voice: Voice, settings: FlatToneSettings) -> None:
        self._voice = voice
        self._settings = settings
        self._span = CueSpan(
            call_id, CueKind.FLAT_TONE, voice.channel, settings.sustain_seconds, settings.release_seconds
        )

    @property
    def open(self) -> Cue | None:
        """The open cue."""
        return self._span.open

    @property
    def holding(self) -> bool:
        """The condition holds, sustained or not: the usual must not learn from this."""
        return self._span.since is not None

    def update(self, now: float) -> list[Cue]:
        """Looks at the voice's pitch range; while the agent is silent nothing changes."""
        if not self._voice.speaking:
            return []
        usual = self._voice.pitch_range.usual.usual
        limit = self._limit(usual)
        if limit is None and self._span.idle:
            return []
        heard = self._voice.pitch_range.now
        holds = heard is not None and limit is not None and heard <= limit
        start = self._span.since if self._span.since is not None else now
        return self._span.update(now, holds, start, lambda: _evidence(start, now, heard, usual, limit))

    def finish(self, now: float) -> list[Cue]:
        """The call is over."""
        return self._span.close(now)

    def _limit(self, usual: float | None) -> float | None:
        settings = self._settings
        if usual is None or usual < settings.least_usual_st:
            return None
        return min(settings.most_st, usual * settings.of_usual)


def _evidence(start: float, now: float, heard: float | None, usual: float | None, limit: float | None) -> Evidence:
    measure = Measure("pitch_range", round(heard or 0.0, 1), "st", usual=_rounded(usual), limit=_rounded(limit))
    return Evidence(round(start, 3), round(now, 3), (measure,))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
