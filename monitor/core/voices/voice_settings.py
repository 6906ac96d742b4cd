"""How voices are measured: one struct, made of those that stand beside what uses them."""

import msgspec

from monitor.core.voices.baseline import BaselineSettings
from monitor.core.voices.new_voice import NewVoiceSettings
from monitor.core.voices.noise import NoiseSettings
from monitor.core.voices.opening import OpeningSettings
from monitor.core.voices.pitch_range import PitchRangeSettings
from monitor.core.voices.usual import PopulationSettings


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
    early_margin: float = 0.3
    """So much further (as a share) a voice must be from a usual of which nothing is known yet; 0 of one well known."""
    learn_late_seconds: int = 3
    """Seconds of voice wait so long before a known usual learns them: a voice that is found raised meanwhile is not."""
    rate_window_seconds: float = 10.0
    """Of speech, pauses out."""
    rate_least_seconds: float = 3.0
    rate_least_syllables: int = 12
    rate_learn_seconds: float = 4.0
    """Seconds of speech behind each value that the rate's baseline learns."""
    rate_most: float = 6.5
    """Syllables a second: nobody's usual is faster (4.5-6.5 are ordinary)."""
    baseline: BaselineSettings = BaselineSettings()
    rate_baseline: BaselineSettings = BaselineSettings(first_seconds=12.0, learn_seconds=30.0, drift_seconds=180.0)
    population: PopulationSettings = PopulationSettings()
    noise: NoiseSettings = NoiseSettings()
    pitch_range: PitchRangeSettings = PitchRangeSettings()
    new_voice: NewVoiceSettings = NewVoiceSettings()
    opening: OpeningSettings = OpeningSettings()
