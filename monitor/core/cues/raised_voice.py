"""A raised voice: behaviour in dB and semitones over the speaker's own usual, of either side.

Level alone is a louder line, not a raised voice, so it takes effort too (brighter or
higher); and effort alone is enough when it is large, because automatic gain hides level.
Thresholds and their sources: docs/science.md.
"""

import msgspec

from monitor.core.cues.span import CueSpan
from monitor.core.events import Cue, CueKind, Evidence, Measure
from monitor.core.voices.voice import Effort, Voice

STILL = 0.5
"""What was loud a second ago may be over: the last moment must have this share of it."""


class RaisedVoiceSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Distances from the usual, over 1.5 s of voiced speech; effort alone over 2.5 s."""

    level_db: float = 6.0
    alpha_db: float = 2.5
    pitch_st: float = 2.0
    effort_least: float = 1.5
    """Brightness and pitch as shares of the two above, added up: half a share of chance is in either."""
    effort_alone_alpha_db: float = 5.0
    effort_alone_pitch_st: float = 4.2
    sustain_seconds: float = 1.5
    """Of speech: a laugh or a cry of 2 s is over before."""
    release_seconds: float = 2.5


class RaisedVoice:
    """One channel's detector."""

    def __init__(self, call_id: str, voice: Voice, settings: RaisedVoiceSettings) -> None:
        self._voice = voice
        self._settings = settings
        self._span = CueSpan(
            call_id, CueKind.RAISED_VOICE, voice.channel, settings.sustain_seconds, settings.release_seconds
        )

    @property
    def open(self) -> Cue | None:
        """The open cue."""
        return self._span.open

    def update(self, now: float, effort: Effort | None, steady: Effort | None) -> list[Cue]:
        """The voice's effort over the short and the steady window, where it can be told."""
        if effort is None and steady is None and self._span.idle:
            return []
        loud = effort is not None and is_loud(effort.cautious, self._settings)
        strained = steady is not None and is_strained(steady.cautious, self._settings)
        latest = self._voice.latest_effort() if loud or strained else None
        holds = latest is not None and is_still(latest, loud, self._settings)
        shown = effort if loud else steady
        start = shown.since if shown else now
        spoken = self._voice.spoken_seconds
        return self._span.update(now, holds, start, lambda: effort_evidence(start, now, self._voice, shown), spoken)

    def finish(self, now: float) -> list[Cue]:
        """The call is over."""
        return self._span.close(now)


def is_loud(effort: Effort, settings: RaisedVoiceSettings) -> bool:
    """Louder, and brighter and higher with it: much of one, or some of both."""
    if effort.level_db < settings.level_db:
        return False
    return effort.alpha_db / settings.alpha_db + effort.pitch_st / settings.pitch_st >= settings.effort_least


def is_strained(steady: Effort, settings: RaisedVoiceSettings) -> bool:
    """So bright and high for seconds that gain control must hide the level."""
    return steady.alpha_db >= settings.effort_alone_alpha_db and steady.pitch_st >= settings.effort_alone_pitch_st


def is_still(latest: Effort, loud: bool, settings: RaisedVoiceSettings) -> bool:
    """The last moment has half of what was asked for: of the level, or of brightness or pitch."""
    if loud and latest.level_db >= STILL * settings.level_db:
        return True
    brighter = latest.alpha_db >= STILL * settings.effort_alone_alpha_db
    return brighter or latest.pitch_st >= STILL * settings.effort_alone_pitch_st


def effort_evidence(start: float, now: float, voice: Voice, effort: Effort | None) -> Evidence:
    """Level, brightness and pitch with their units and the usual they are held against."""
    if effort is None:
        return Evidence(round(start, 3), round(now, 3))
    usual = voice.level.usual or 0.0, voice.alpha.usual or 0.0, voice.pitch.usual or 0.0
    names = (
        ("level", effort.level_db, usual[0], "dBFS"),
        ("brightness", effort.alpha_db, usual[1], "dB"),
        ("pitch", effort.pitch_st, usual[2], "st"),
    )
    over = (Measure("level_over_usual", round(effort.level_db, 1), "dB"),)
    measures = tuple(
        Measure(name, round(base + rise, 1), unit, usual=round(base, 1)) for name, rise, base, unit in names
    )
    return Evidence(round(start, 3), round(now, 3), over + measures)
