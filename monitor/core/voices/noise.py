"""Noise around a speaker: people speak up in it, and are loud, not angry (the Lombard effect).

Sound pressure can't be told on a telephone. A voice of usual effort is about 25 dB stronger
at the mouthpiece than a metre away, so room noise of 43 dBA lies some 40 dB under it.
"""

import math
from collections import deque
from collections.abc import Iterable

import msgspec

from monitor.core.signal.frames import FRAME_SECONDS, NO_LEVEL
from monitor.core.voices.baseline import Baseline, BaselineSettings
from monitor.core.voices.measures import Voiced

FRAMES_PER_SECOND = round(1 / FRAME_SECONDS)
NOTHING = Voiced(0.0, 0.0, 0.0, 0.0)
"""No louder, brighter or higher."""


class NoiseSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The Lombard effect; slopes in dB of voice per dB of noise (sources: docs/science.md)."""

    window_seconds: float = 6.0
    """Of the channel's silence, over which the floor is looked for."""
    quantile: float = 0.2
    """The floor is the level under which this share of silent frames lies: echo and breath are above."""
    quiet_slope: float = 0.24
    noisy_slope: float = 0.65
    noisy_under_voice_db: float = 40.0
    """Noise is loud (43 dBA) from this far under the usual voice."""
    least_under_voice_db: float = 50.0
    """A floor under this is the line's or a gate's, not the room's."""
    most_db: float = 10.0
    """No voice is taken to be more than this louder for noise."""
    alpha_share: float = 0.5
    """dB of brightness per dB of voice: the mean of 0.68 (women) and 0.42 (men)."""
    pitch_share: float = 0.2
    """Semitones per dB of voice."""


class NoiseFloor:
    """The level of one channel's silence, now and usually."""

    def __init__(self, settings: NoiseSettings, baseline: BaselineSettings) -> None:
        self.now: float | None = None
        """dBFS; None before a second of silence was heard."""
        self._settings = settings
        self._usual = Baseline(baseline, least_spread=1.0)
        self._silent: deque[int] = deque(maxlen=round(settings.window_seconds / FRAME_SECONDS))
        self._heard = 0
        self._asked: tuple[float, float, float] | None = None
        self._spoken_up = NOTHING

    def hear(self, level: int) -> None:
        """A frame in which this channel is silent, in 0.01 dBFS."""
        if level == NO_LEVEL:
            return
        self._silent.append(level)
        self._heard += 1
        if self._heard % FRAMES_PER_SECOND == 0:
            self.now = _quantile(self._silent, self._settings.quantile) / 100

    def learn(self, seconds: float, frozen: bool) -> None:
        """What the noise is while a usual is learnt over so many seconds of speech."""
        if self.now is not None:
            self._usual.learn(self.now, seconds, frozen)

    def restart(self) -> None:
        """Another place, maybe."""
        self._usual.restart()

    def spoken_up(self, usual: Voiced) -> Voiced:
        """How much louder, brighter and higher a voice is for the noise alone; 0 where there is no more than usual."""
        before = self._usual.usual
        if self.now is None or before is None:
            return NOTHING
        asked = usual.level_dbfs, before, self.now
        if asked != self._asked:
            self._asked, self._spoken_up = asked, _spoken_up(*asked, self._settings)
        return self._spoken_up


def _spoken_up(voice_dbfs: float, before: float, now: float, settings: NoiseSettings) -> Voiced:
    louder = _speech_rise(voice_dbfs, before, now, settings)
    return Voiced(
        0.0, louder, settings.alpha_share * louder, settings.pitch_share * louder, -settings.alpha_share * louder
    )


def _speech_rise(voice_dbfs: float, before: float, now: float, settings: NoiseSettings) -> float:
    least = voice_dbfs - settings.least_under_voice_db
    noisy = voice_dbfs - settings.noisy_under_voice_db
    low, high = (max(least, floor) for floor in (before, now))
    quiet_part = min(high, noisy) - min(low, noisy)
    noisy_part = max(high, noisy) - max(low, noisy)
    rise = settings.quiet_slope * quiet_part + settings.noisy_slope * noisy_part
    return min(settings.most_db, max(0.0, rise))


def _quantile(levels: Iterable[int], share: float) -> int:
    ordered = sorted(levels)
    return ordered[math.floor(share * (len(ordered) - 1))]
