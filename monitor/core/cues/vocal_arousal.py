"""Vocal arousal of the customer: a logistic sum of loudness, bass, brightness and pitch against the usual.

It feeds the call's escalation and nothing else, and exists for the customer's channel
alone: the EU AI Act, Art. 5(1)(f), forbids inferring an employee's emotions. The weights
are fitted by ``benchmarks.fit_arousal``, which anybody can run on their own labelled calls.
"""

import math

import msgspec

from monitor.core.cues.raised_voice import effort_evidence
from monitor.core.cues.span import CueSpan
from monitor.core.events import Channel, Cue, CueKind, Evidence, Measure
from monitor.core.voices.voice import Effort, Voice

AGAINST = 0.25
"""A distance against anger counts to this share of its border: it is no proof of calm."""


class VocalArousalSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights per dB, dB, dB and semitone; each distance is cut at its border, so that none opens the cue alone."""

    level_weight: float = 0.22
    bass_weight: float = 0.6
    """Of each dB *less* under 300 Hz: the surest of the four, on two corpora."""
    alpha_weight: float = 0.5
    pitch_weight: float = 0.5
    bias: float = -2.4
    clip_level_db: float = 10.0
    clip_bass_db: float = 4.5
    clip_alpha_db: float = 5.0
    clip_pitch_st: float = 5.0
    """Borders this near let two corpora of very different anger agree on the same weights."""
    open_at: float = 0.7
    """From here on a voice is called aroused: 1 % of neutral clips are."""
    sustain_seconds: float = 3.5
    """Free speech that is stressed or amused sounds aroused for up to 3 s."""
    release_seconds: float = 3.0


def arousal(effort: Effort, settings: VocalArousalSettings) -> float:
    """0-1: how far a voice is from its own usual in the direction that anger takes.

    A lower level says nothing: gain control turns a loud voice down.
    """
    thinner, brighter, higher = cut(effort.bass_db, effort.alpha_db, effort.pitch_st, settings)
    total = (
        settings.bias
        + settings.level_weight * min(settings.clip_level_db, max(0.0, effort.level_db))
        + settings.bass_weight * thinner
        + settings.alpha_weight * brighter
        + settings.pitch_weight * higher
    )
    return 1 / (1 + math.exp(-total))


def cut(bass_db: float, alpha_db: float, pitch_st: float, settings: VocalArousalSettings) -> tuple[float, float, float]:
    """Distances from the usual -> dB less bass, dB brighter, semitones higher, each cut at its border."""
    return (
        _clip(-bass_db, settings.clip_bass_db),
        _clip(alpha_db, settings.clip_alpha_db),
        _clip(pitch_st, settings.clip_pitch_st),
    )


class VocalArousal:
    """The customer's detector; ``voice`` must be the customer's."""

    def __init__(self, call_id: str, voice: Voice, settings: VocalArousalSettings) -> None:
        self.value: float | None = None
        """0-1; None while it can't be told."""
        self._judged: tuple[Effort | None, Effort | None] = (None, None)
        self._voice = voice
        self._settings = settings
        self._span = CueSpan(
            call_id, CueKind.VOCAL_AROUSAL, Channel.CUSTOMER, settings.sustain_seconds, settings.release_seconds
        )

    @property
    def open(self) -> Cue | None:
        """The open cue."""
        return self._span.open

    def update(self, now: float, steady: Effort | None, short: Effort | None) -> list[Cue]:
        """The customer's effort over the steady window; the short one can only calm what that says."""
        if steady is not self._judged[0] or short is not self._judged[1]:
            self._judged = steady, short
            heard = [arousal(effort.cautious, self._settings) for effort in (steady, short) if effort is not None]
            self.value = min(heard, default=None)
        holds = steady is not None and self.value is not None and self.value >= self._settings.open_at
        start = steady.since if steady else now
        return self._span.update(now, holds, start, lambda: self._evidence(start, now, steady))

    def finish(self, now: float) -> list[Cue]:
        """The call is over."""
        return self._span.close(now)

    def _evidence(self, start: float, now: float, effort: Effort | None) -> Evidence:
        found = effort_evidence(start, now, self._voice, effort)
        value = Measure("vocal_arousal", round(self.value or 0.0, 2), "0-1", limit=self._settings.open_at)
        return msgspec.structs.replace(found, measures=(value, *found.measures))


def _clip(value: float, most: float) -> float:
    return min(most, max(-AGAINST * most, value))
