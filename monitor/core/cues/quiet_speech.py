"""Quiet speech: so far under the own usual, with less effort, that the other side hears it badly.

A line that gets quieter keeps its brightness and is not it; a voice that is only softer but
as loud as the other side's is well heard.
"""

import msgspec

from monitor.core.cues.raised_voice import effort_evidence
from monitor.core.cues.span import CueSpan
from monitor.core.events import Cue, CueKind, Measure
from monitor.core.voices.voice import Effort, Voice


class QuietSpeechSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Distances under the own usual, over 2.5 s of voiced speech, and under the other side's usual level."""

    under_usual_db: float = 8.0
    """More than a step of voice (6 dB)."""
    duller_db: float = 2.0
    """Brightness lost with it: 8 dB of voice take 3 to 5 dB of it, a quieter line none."""
    under_other_db: float = 6.0
    sustain_seconds: float = 2.5
    release_seconds: float = 2.5


class QuietSpeech:
    """One channel's detector."""

    def __init__(self, call_id: str, voice: Voice, other: Voice, settings: QuietSpeechSettings) -> None:
        self._voice = voice
        self._other = other
        self._settings = settings
        self._span = CueSpan(
            call_id, CueKind.QUIET_SPEECH, voice.channel, settings.sustain_seconds, settings.release_seconds
        )

    @property
    def open(self) -> Cue | None:
        """The open cue."""
        return self._span.open

    def update(self, now: float, steady: Effort | None) -> list[Cue]:
        """The voice over its steady window, where it can be told."""
        if steady is None and self._span.idle:
            return []
        under_other = None if steady is None else self._under_other(steady)
        holds = steady is not None and self._is_quiet(steady.cautious) and self._faint(under_other)
        start = steady.since if steady else now
        found = self._span.update(now, holds, start, lambda: effort_evidence(start, now, self._voice, steady))
        return [_with(cue, under_other) for cue in found]

    def finish(self, now: float) -> list[Cue]:
        """The call is over."""
        return self._span.close(now)

    def _is_quiet(self, steady: Effort) -> bool:
        settings = self._settings
        return steady.level_db <= -settings.under_usual_db and steady.alpha_db <= -settings.duller_db

    def _faint(self, under_other_db: float | None) -> bool:
        return under_other_db is not None and under_other_db >= self._settings.under_other_db

    def _under_other(self, steady: Effort) -> float | None:
        own, other = self._voice.level.usual, self._other.level.usual
        return None if own is None or other is None else other - own - steady.level_db


def _with(cue: Cue, under_other_db: float | None) -> Cue:
    if under_other_db is None:
        return cue
    measure = Measure("level_under_other_side", round(under_other_db, 1), "dB")
    evidence = msgspec.structs.replace(cue.evidence, measures=(*cue.evidence.measures, measure))
    return msgspec.structs.replace(cue, evidence=evidence)
