"""Fast speech of the agent: syllables a second of speech over the agent's own usual.

An absolute rate is an alarm only while no usual is known, and then a very high one:
4.5-6.5 syllables a second of speech are ordinary (docs/science.md).
"""

import msgspec

from monitor.core.cues.span import CueSpan
from monitor.core.events import Cue, CueKind, Evidence, Measure
from monitor.core.voices.voice import Voice


class FastSpeechSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When speech is fast, in syllables a second and shares of the own usual."""

    over_usual: float = 0.17
    """A voice sped up by a quarter reads 1.17 times its usual, since quick syllables run into one another; over
    10 s of calm speech the reading stays under 1.14."""
    unsure_more: float = 0.08
    """More than that while nothing is known of the usual, less the more of it is learnt."""
    over_spreads: float = 1.5
    above_rate: float = 5.0
    without_usual_rate: float = 7.5
    sustain_seconds: float = 2.0
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
        """The condition holds, sustained or not: the usual must not learn from this."""
        return self._span.since is not None

    @property
    def sustain_seconds(self) -> float:
        """How long it must hold before the cue opens."""
        return self._settings.sustain_seconds

    def update(self, now: float, rate: float | None) -> list[Cue]:
        """Syllables a second over the last seconds of speech; judged within the channel's turns."""
        limit = self._limit()
        if self._voice.speaking:
            self._spoke_at = now
        in_turn = now - self._spoke_at <= self._settings.breath_seconds
        holds = in_turn and rate is not None and rate >= limit
        start = self._span.since if self._span.since is not None else now
        return self._span.update(now, holds, start, lambda: self._evidence(start, now, rate or 0.0, limit))

    def finish(self, now: float) -> list[Cue]:
        """The call is over."""
        return self._span.close(now)

    def _limit(self) -> float:
        usual, settings = self._voice.rate.usual, self._settings
        if usual is None:
            return settings.without_usual_rate
        share = settings.over_usual + settings.unsure_more * (1 - self._voice.rate.confidence)
        least = max(usual * (1 + share), usual + settings.over_spreads * self._voice.rate.spread)
        return max(settings.above_rate, least)

    def _evidence(self, start: float, now: float, rate: float, limit: float) -> Evidence:
        usual = self._voice.rate.usual
        rounded = None if usual is None else round(usual, 1)
        measure = Measure("speech_rate", round(rate, 1), "syll/s", usual=rounded, limit=round(limit, 1))
        return Evidence(round(start, 3), round(now, 3), (measure,))
