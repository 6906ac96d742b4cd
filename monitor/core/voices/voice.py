"""One speaker's voice in this call: what it does now against its own usual.

Loudness, effort (spectral balance, pitch) and pace, from quantised frames. Level alone
says nothing of a voice: a line that gets louder raises level and leaves effort alone,
automatic gain hides level and leaves effort. Distances are in dB and semitones.
"""

from collections import deque
from typing import NamedTuple

from monitor.core.events import Channel, Speech
from monitor.core.signal.frames import FRAME_SECONDS, NO_LEVEL
from monitor.core.signal.speech_spans import SpeechSpans, Unit
from monitor.core.voices.baseline import Baseline
from monitor.core.voices.measures import Effort, Frame, Voiced, hertz, semitones
from monitor.core.voices.new_voice import NewVoice
from monitor.core.voices.noise import NoiseFloor
from monitor.core.voices.pace import Pace
from monitor.core.voices.pitch_range import PitchRange
from monitor.core.voices.stretch import Stretch, summed
from monitor.core.voices.usual import Usual
from monitor.core.voices.voice_settings import VoiceSettings

__all__ = ["Effort", "Frame", "Voice", "VoiceSettings", "Voiced", "hertz", "semitones"]

LEARN_FRAMES = 20
"""Voiced frames (1 s) behind each value that a baseline learns."""
LEARN_SECONDS = LEARN_FRAMES * FRAME_SECONDS
LATEST_SECONDS = 0.3
UNIT_MOST = 6000
"""Voiced frames (5 min) of a unit that are measured: one that never ends, as music may not, must not fill memory."""
EARLY_MOST = 120
"""Seconds of voice, and units, that are kept until the call has begun."""


class _Told(NamedTuple):
    """An effort, and what it was worked out from: as long as that stays, so does the effort."""

    heard: Stretch
    usual: Voiced
    louder: Voiced
    effort: Effort


class Voice:
    """One channel, frame by frame. Nothing is learnt before ``begin``."""

    def __init__(self, channel: Channel, settings: VoiceSettings) -> None:
        self.channel = channel
        self.spans = SpeechSpans(channel)
        self.restarts = 0
        """How often another voice was heard on this channel."""
        self.on_hold = False
        """Nothing is learnt or judged meanwhile: who speaks doesn't speak to the other side."""
        self.pitch_range = PitchRange(settings.pitch_range)
        self._settings = settings
        self._usual = Usual(settings.baseline, settings.population)
        self._noise = NoiseFloor(settings.noise, settings.baseline)
        self._pace = Pace(settings)
        self._new_voice = NewVoice(settings.new_voice)
        self._begun = False
        self._now = 0.0
        self._recent: deque[Voiced] = deque(maxlen=round(settings.steady_voiced_seconds / FRAME_SECONDS))
        self._stretches: dict[int, Stretch] = {}
        self._efforts: dict[int, _Told] = {}
        self._second: list[Voiced] = []
        self._early: deque[Voiced] = deque(maxlen=EARLY_MOST)
        self._waiting: deque[Voiced] = deque()
        self._unit: deque[Voiced] = deque(maxlen=UNIT_MOST)
        self._unit_syllables = 0
        self._spoken_before = 0.0
        self._syllables = 0
        self._not_of_call_seconds = 0.0
        self._ended: deque[tuple[float, float]] = deque(maxlen=EARLY_MOST)

    @property
    def level(self) -> Baseline:
        """Of active speech, dBFS."""
        return self._usual.level

    @property
    def alpha(self) -> Baseline:
        """Brightness, dB."""
        return self._usual.alpha

    @property
    def pitch(self) -> Baseline:
        """Semitones over 100 Hz."""
        return self._usual.pitch

    @property
    def rate(self) -> Baseline:
        """Syllables a second of speech."""
        return self._pace.usual

    @property
    def speaking(self) -> bool:
        """A speech unit is open."""
        return self.spans.unit is not None

    @property
    def spoken_seconds(self) -> float:
        """Speech so far: units, with their pauses under 200 ms."""
        unit = self.spans.unit
        return self._spoken_before + (unit.seconds if unit else 0.0)

    @property
    def active_seconds(self) -> float:
        """Speech of the call, pauses out: without announcements before it."""
        return self.spans.active_seconds - self._not_of_call_seconds

    def begin(self, since: float) -> None:
        """The call has begun, and what this channel said before ``since`` is not of it."""
        self._begun = True
        if since > 0:
            self._not_of_call_seconds = max((spoken for end, spoken in self._ended if end <= since), default=0.0)
            self._pace.forget()
            self._recent.clear()
        for second in self._early:
            if second.at > since:
                self._usual.learn(second, LEARN_SECONDS, frozen=False)
        self._early.clear()
        self._ended.clear()

    def hold(self, on: bool) -> None:
        """The call is put on hold, or taken back."""
        if on and not self.on_hold:
            self._new_voice.hold()
        self.on_hold = on

    def receive(self, frame: Frame, frozen: bool) -> list[Unit]:
        """One frame; ``frozen`` keeps every usual as it is. Returns the units that ended."""
        self._now += FRAME_SECONDS
        ended = self.spans.receive(frame.active, frame.f0 > 0 or frame.level == NO_LEVEL)
        for unit in ended:
            self._spoken_before += unit.seconds
        if ended and not self._begun:
            self._ended.append((ended[-1].end, self.spans.active_seconds))
        if frame.nuclei:
            self._syllables += frame.nuclei.bit_count()
            self._unit_syllables += frame.nuclei.bit_count()
        if frame.active and frame.f0 and frame.level != NO_LEVEL:
            self._hear(frame, frozen)
        elif not frame.active:
            self._noise.hear(frame.level)
        if not self.on_hold:
            self._pace.mark(self.spoken_seconds, self._syllables, frozen)
        return ended

    def effort(self) -> Effort | None:
        """The last 1.5 s of voiced speech over the usual; None while there is too little, or no usual."""
        return self._effort(self._settings.voiced_seconds, self._settings.within_seconds)

    def steady_effort(self) -> Effort | None:
        """The last 2.5 s of voiced speech: slower, and steady enough to judge effort without level."""
        return self._effort(self._settings.steady_voiced_seconds, self._settings.steady_within_seconds)

    def latest_effort(self) -> Effort | None:
        """The last 0.3 s of voiced speech: too short to judge, but what was loud before may be over."""
        return self._effort(LATEST_SECONDS, self._settings.within_seconds)

    def _effort(self, voiced_seconds: float, within_seconds: float) -> Effort | None:
        count = round(voiced_seconds / FRAME_SECONDS)
        usual = self._usual.known
        if len(self._recent) < count or usual is None or self.on_hold:
            return None
        first, last = self._recent[-count], self._recent[-1]
        if first.at < self._now - within_seconds or last.at < self._now - self._settings.fresh_seconds:
            return None
        heard = self._last(count)
        louder = self._noise.spoken_up(usual)
        known = self._efforts.get(count)
        if known is not None and known.heard is heard and known.usual is usual and known.louder is louder:
            return known.effort
        margin = 1 + self._settings.early_margin * (1 - self.level.confidence)
        effort = Effort(heard, usual, louder, first.at, margin)
        self._efforts[count] = _Told(heard, usual, louder, effort)
        return effort

    def _last(self, count: int) -> Stretch:
        """So many of the last voiced frames; asked ten times a second, another one when one was added."""
        known = self._stretches.get(count)
        if known is None or known.at != self._recent[-1].at:
            known = self._stretches[count] = Stretch(list(self._recent)[-count:])
        return known

    def syllables_per_second(self) -> float | None:
        """Over the last 10 s of speech; None with too little of it."""
        return self._pace.per_second(self.spoken_seconds, self._syllables)

    def speech_event(self, unit: Unit, at: float, call_id: str) -> Speech:
        """What was measured over a unit that has ended; starts the next."""
        voiced, self._unit = list(self._unit), deque(maxlen=UNIT_MOST)
        syllables, self._unit_syllables = self._unit_syllables, 0
        heard = summed(voiced) if voiced else None
        return Speech(
            at=at,
            call_id=call_id,
            channel=self.channel,
            start=round(unit.start, 3),
            end=round(unit.end, 3),
            level_dbfs=round(heard.level_dbfs, 2) if heard else None,
            level_over_baseline_db=_over(heard.level_dbfs, self.level) if heard else None,
            alpha_db=round(heard.alpha_db, 2) if heard else None,
            f0_hz=round(hertz(heard.pitch_st), 1) if heard else None,
            f0_over_baseline_st=_over(heard.pitch_st, self.pitch) if heard else None,
            syllables=syllables,
            syllables_per_second=round(syllables / unit.seconds, 2) if heard and unit.seconds >= 0.5 else None,
        )

    def _hear(self, frame: Frame, frozen: bool) -> None:
        voiced = Voiced(self._now, frame.level / 100, frame.alpha / 100, semitones(frame.f0 / 10), frame.bass / 2)
        self._unit.append(voiced)
        if self.on_hold:
            return
        self._recent.append(voiced)
        self._second.append(voiced)
        if self._begun:
            self.pitch_range.hear(voiced.pitch_st, frozen)
        if len(self._second) == LEARN_FRAMES:
            self._learn(summed(self._second), frozen)
            self._second = []
        if self._begun and self._new_voice.hear(voiced, self._usual.known):
            self._restart()

    def _learn(self, second: Voiced, frozen: bool) -> None:
        if not self._begun:
            self._early.append(second)
            return
        if frozen:
            self._waiting.clear()
        self._waiting.append(second)
        if frozen or self._usual.known is None or len(self._waiting) > self._settings.learn_late_seconds:
            self._usual.learn(self._waiting.popleft(), LEARN_SECONDS, frozen)
            self._noise.learn(LEARN_SECONDS, frozen)

    def _restart(self) -> None:
        """Another voice: its own first seconds are the usual now."""
        self.restarts += 1
        self._usual.restart()
        self._waiting.clear()
        self._noise.restart()
        self._pace.forget()
        self.pitch_range.restart()
        for second in self._new_voice.seconds(LEARN_FRAMES):
            self._usual.learn(summed(second), LEARN_SECONDS, frozen=False)


def _over(value: float, baseline: Baseline) -> float | None:
    over = baseline.over(value)
    return None if over is None else round(over, 2)
