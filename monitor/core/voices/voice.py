"""One speaker's voice in this call: what it does now against its own usual.

Loudness, effort (spectral balance, pitch) and pace, from quantised frames. Level alone
says nothing of a voice: a line that gets louder raises level and leaves effort alone,
automatic gain hides level and leaves effort. Distances are in dB and semitones.
"""

import math
import statistics
from collections import deque
from itertools import islice
from typing import NamedTuple

import msgspec

from monitor.core.events import Channel, Speech
from monitor.core.signal.frames import FRAME_SECONDS, HOP_SECONDS, NO_LEVEL
from monitor.core.signal.speech_spans import SpeechSpans, Unit
from monitor.core.voices.baseline import Baseline, BaselineSettings

LEARN_FRAMES = 20
"""Voiced frames (1 s) behind each value that a baseline learns."""


class VoiceSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Windows over which a voice is measured, and how its usual is learnt."""

    voiced_seconds: float = 1.5
    within_seconds: float = 4.5
    """The last 1.5 s of voiced speech, no older than this. About half of clear speech is voiced."""
    steady_voiced_seconds: float = 2.5
    steady_within_seconds: float = 8.0
    """Brightness and pitch swing by 3 dB and 2 st over 1.5 s of calm speech; this window is for judging them alone."""
    fresh_seconds: float = 1.0
    """A voice that was last heard longer ago is not judged."""
    rate_window_seconds: float = 6.0
    """Of speech, pauses out."""
    rate_least_seconds: float = 3.0
    rate_least_syllables: int = 12
    rate_learn_seconds: float = 4.0
    """Seconds of speech behind each value that the rate's baseline learns."""
    baseline: BaselineSettings = BaselineSettings()
    rate_baseline: BaselineSettings = BaselineSettings(first_seconds=12.0, learn_seconds=30.0, drift_seconds=180.0)


class Frame(NamedTuple):
    """One channel's frame, in the order of ``FRAME_DTYPE``, as integers."""

    level: int
    alpha: int
    f0: int
    voicing: int
    active: int
    nuclei: int
    flags: int


class Voiced(NamedTuple):
    """A voiced frame in units."""

    at: float
    level_dbfs: float
    alpha_db: float
    pitch_st: float


class Effort(NamedTuple):
    """The last seconds of a voice against its usual: medians in dB, dB, semitones."""

    level_db: float
    alpha_db: float
    pitch_st: float
    since: float
    """Where on the call's clock the measured stretch begins."""


class Voice:
    """One channel, frame by frame."""

    def __init__(self, channel: Channel, settings: VoiceSettings) -> None:
        self.channel = channel
        self.spans = SpeechSpans(channel)
        self.level = Baseline(settings.baseline, least_spread=1.5)
        self.alpha = Baseline(settings.baseline, least_spread=1.0)
        self.pitch = Baseline(settings.baseline, least_spread=0.7)
        self.rate = Baseline(settings.rate_baseline, least_spread=0.25)
        self._settings = settings
        self._now = 0.0
        self._recent: deque[Voiced] = deque(maxlen=round(settings.steady_voiced_seconds / FRAME_SECONDS))
        self._to_learn: list[Voiced] = []
        self._unit: list[Voiced] = []
        self._unit_syllables = 0
        self._spoken_before = 0.0
        self._syllables = 0
        self._rate_marks: deque[tuple[float, int]] = deque([(0.0, 0)])
        self._rate_learnt = (0.0, 0)

    @property
    def speaking(self) -> bool:
        """A speech unit is open."""
        return self.spans.unit is not None

    @property
    def spoken_seconds(self) -> float:
        """Speech so far: units, with their pauses under 200 ms."""
        unit = self.spans.unit
        return self._spoken_before + (unit.seconds if unit else 0.0)

    def receive(self, frame: Frame, frozen: bool) -> list[Unit]:
        """One frame; ``frozen`` keeps every usual as it is. Returns the units that ended."""
        self._now += FRAME_SECONDS
        ended = self.spans.receive(frame.active)
        self._spoken_before += sum(unit.seconds for unit in ended)
        self._syllables += frame.nuclei.bit_count()
        self._unit_syllables += frame.nuclei.bit_count()
        if frame.active and frame.f0 and frame.level != NO_LEVEL:
            self._hear(frame)
        self._learn(frozen)
        self._mark_rate(frozen)
        return ended

    def effort(self) -> Effort | None:
        """The last 1.5 s of voiced speech over the usual; None while there is too little, or no usual."""
        return self._effort(self._settings.voiced_seconds, self._settings.within_seconds)

    def steady_effort(self) -> Effort | None:
        """The last 2.5 s of voiced speech: slower, and steady enough to judge effort without level."""
        return self._effort(self._settings.steady_voiced_seconds, self._settings.steady_within_seconds)

    def _effort(self, voiced_seconds: float, within_seconds: float) -> Effort | None:
        count = round(voiced_seconds / FRAME_SECONDS)
        level, alpha, pitch = self.level.usual, self.alpha.usual, self.pitch.usual
        if len(self._recent) < count or level is None or alpha is None or pitch is None:
            return None
        first, last = self._recent[-count], self._recent[-1]
        if first.at < self._now - within_seconds or last.at < self._now - self._settings.fresh_seconds:
            return None
        window = islice(self._recent, len(self._recent) - count, None)
        _, levels, alphas, pitches = zip(*window, strict=True)
        return Effort(
            statistics.median(levels) - level,
            statistics.median(alphas) - alpha,
            statistics.median(pitches) - pitch,
            first.at,
        )

    def syllables_per_second(self) -> float | None:
        """Over the last 6 s of speech; None with too little of it."""
        marks = self._rate_marks
        oldest = self.spoken_seconds - self._settings.rate_window_seconds
        while len(marks) > 1 and marks[1][0] <= oldest:
            marks.popleft()
        seconds, syllables = self.spoken_seconds - marks[0][0], self._syllables - marks[0][1]
        if seconds < self._settings.rate_least_seconds or syllables < self._settings.rate_least_syllables:
            return None
        return syllables / seconds

    def speech_event(self, unit: Unit, at: float, call_id: str) -> Speech:
        """What was measured over a unit that has ended; starts the next."""
        voiced, self._unit = self._unit, []
        syllables, self._unit_syllables = self._unit_syllables, 0
        level, alpha, pitch = (
            (statistics.median(column) for column in list(zip(*voiced, strict=True))[1:])
            if voiced
            else (None, None, None)
        )
        return Speech(
            at=at,
            call_id=call_id,
            channel=self.channel,
            start=round(unit.start, 3),
            end=round(unit.end, 3),
            level_dbfs=_rounded(level),
            level_over_baseline_db=_over(level, self.level),
            alpha_db=_rounded(alpha),
            f0_hz=None if pitch is None else round(hertz(pitch), 1),
            f0_over_baseline_st=_over(pitch, self.pitch),
            syllables=syllables,
            syllables_per_second=round(syllables / unit.seconds, 2) if voiced and unit.seconds >= 0.5 else None,
        )

    def _hear(self, frame: Frame) -> None:
        voiced = Voiced(self._now, frame.level / 100, frame.alpha / 100, semitones(frame.f0 / 10))
        self._recent.append(voiced)
        self._unit.append(voiced)
        self._to_learn.append(voiced)

    def _learn(self, frozen: bool) -> None:
        if len(self._to_learn) < LEARN_FRAMES:
            return
        _, levels, alphas, pitches = zip(*self._to_learn, strict=True)
        self._to_learn = []
        seconds = LEARN_FRAMES * FRAME_SECONDS
        self.level.learn(statistics.median(levels), seconds, frozen)
        self.alpha.learn(statistics.median(alphas), seconds, frozen)
        self.pitch.learn(statistics.median(pitches), seconds, frozen)

    def _mark_rate(self, frozen: bool) -> None:
        spoken = self.spoken_seconds
        if spoken <= self._rate_marks[-1][0] + HOP_SECONDS / 2:
            return
        self._rate_marks.append((spoken, self._syllables))
        since, syllables = self._rate_learnt
        if spoken - since >= self._settings.rate_learn_seconds:
            self._rate_learnt = (spoken, self._syllables)
            self.rate.learn((self._syllables - syllables) / (spoken - since), spoken - since, frozen)


def semitones(hz: float) -> float:
    """Pitch in semitones over 100 Hz."""
    return 12 * math.log2(hz / 100)


def hertz(st: float) -> float:
    """Semitones over 100 Hz -> Hz."""
    return float(100 * 2 ** (st / 12))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _over(value: float | None, baseline: Baseline) -> float | None:
    return None if value is None else _rounded(baseline.over(value))
