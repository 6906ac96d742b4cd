"""Fast speech of the agent: syllables a second of speech over the agent's own usual.

4.5-6.5 syllables a second of speech are ordinary, so an absolute rate is an alarm only while
no usual is known, and then a very high one. A rate that is ordinary is none either, unless
it is far over a slow speaker's usual (docs/science.md).
"""

import msgspec

from monitor.core.cues.span import CueSpan
from monitor.core.events import Cue, CueKind, Evidence, Measure
from monitor.core.voices.voice import Voice


class FastSpeechSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When speech is fast, in syllables a second and shares of the own usual."""

    over_usual: float = 0.14
    """A voice sped up by 1.35 reads 1.17-1.40 times its usual, since quick syllables run into one another; read
    aloud, 10 s of calm speech stay under 1.10."""
    unsure_more: float = 0.2
    """More than that while nothing is known of the usual, less the more of it is learnt."""
    over_spreads: float = 1.85
    """Free speech swings by itself: 10 s of calm speakers lay up to two spreads over the usual for a moment, those of
    most voices sped up by 1.35 two to four."""
    ordinary_rate: float = 5.8
    """Up to here speech is ordinary, whatever is usual, unless it is further over than ``far_over``."""
    far_over: float = 1.0
    """Syllables a second over the usual of somebody slow."""
    least_rate: float = 5.0
    """Nothing slower is fast."""
    without_usual_rate: float = 7.5
    sustain_seconds: float = 1.5
    """Of speech, in which it must be so fast."""
    release_seconds: float = 2.0
    breath_seconds: float = 1.0
    """A shorter pause of the speaker is part of the fast stretch."""


class FastSpeech:
    """One channel's detector."""

    def __init__(self, call_id: str, voice: Voice, settings: FastSpeechSettings) -> None:
        self._voice = voice
        self._settings = settings
        self._spoke_at = -settings.breath_seconds
        self._span = CueSpan(
            call_id, CueKind.FAST_SPEECH, voice.channel, settings.sustain_seconds, settings.release_seconds
        )

    @property
    def open(self) -> Cue | None:
        """The open cue."""
        return self._span.open

    @property
    def holding(self) -> bool:
        """It is fast, for long enough or not: the usual must not learn from this."""
        return self._span.since is not None

    def update(self, now: float, rate: float | None) -> list[Cue]:
        """Syllables a second over the last seconds of speech; judged within the channel's turns."""
        if self._voice.speaking:
            self._spoke_at = now
        judged = rate is not None and now - self._spoke_at <= self._settings.breath_seconds
        if not judged and self._span.idle:
            return []
        limit = self._limit()
        holds = judged and (rate or 0.0) >= limit
        start = self._span.since if self._span.since is not None else now
        spoken = self._voice.spoken_seconds
        return self._span.update(now, holds, start, lambda: self._evidence(start, now, rate or 0.0, limit), spoken)

    def finish(self, now: float) -> list[Cue]:
        """The call is over."""
        return self._span.close(now)

    def _limit(self) -> float:
        usual, settings = self._voice.rate.usual, self._settings
        if usual is None:
            return settings.without_usual_rate
        share = settings.over_usual + settings.unsure_more * (1 - self._voice.rate.confidence)
        own = max(usual * (1 + share), usual + settings.over_spreads * self._voice.rate.spread)
        ordinary = min(settings.ordinary_rate, max(usual + settings.far_over, settings.least_rate))
        return max(own, ordinary)

    def _evidence(self, start: float, now: float, rate: float, limit: float) -> Evidence:
        usual = self._voice.rate.usual
        rounded = None if usual is None else round(usual, 1)
        measure = Measure("speech_rate", round(rate, 1), "syll/s", usual=rounded, limit=round(limit, 1))
        return Evidence(round(start, 3), round(now, 3), (measure,))
