"""The usual voice of one speaker in this call: level, brightness and pitch together.

A call may start hot, and then what is heard first is nobody's usual. Level tells nothing
of that, since the line has its gain; brightness and pitch do where *both* are beyond what
calm speakers have. A naturally high voice or a bright line is beyond in one of them only.
"""

import msgspec

from monitor.core.voices.baseline import Baseline, BaselineSettings
from monitor.core.voices.measures import Voiced


class PopulationSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where calm speakers end, men and women together (measured; docs/science.md)."""

    alpha_most_db: float = -7.5
    pitch_most_st: float = 14.5
    """Over 100 Hz: 231 Hz."""
    alpha_step_db: float = 5.0
    pitch_step_st: float = 4.0
    """One step beyond is one of each; a voice is as far beyond as the nearer of the two says."""
    bass_step_db: float = 4.0
    """So much less bass goes with a step: where calm bass ends is the line's, but not how far it falls."""
    learnt_under_steps: float = 0.3
    """What is further beyond is not learnt once a usual is known."""


class Usual:
    """Learns from sums over a second of voiced speech."""

    def __init__(self, settings: BaselineSettings, population: PopulationSettings) -> None:
        self.level = Baseline(settings, least_spread=1.5)
        self.alpha = Baseline(settings, least_spread=1.0)
        self.pitch = Baseline(settings, least_spread=0.7)
        self.bass = Baseline(settings, least_spread=1.0)
        self._population = population
        self.known: Voiced | None = None
        """Level in dBFS, brightness in dB, pitch in semitones; None until known. Another object after each lesson."""

    def learn(self, second: Voiced, seconds: float, frozen: bool) -> None:
        """One value of each; ``frozen`` keeps a known usual as it is."""
        still = frozen or self._beyond(second.alpha_db, second.pitch_st) >= self._population.learnt_under_steps
        self.level.learn(second.level_dbfs, seconds, still)
        self.alpha.learn(second.alpha_db, seconds, still)
        self.pitch.learn(second.pitch_st, seconds, still)
        self.bass.learn(second.bass_db, seconds, still)
        self._bound()
        self.known = self._known()

    def restart(self) -> None:
        """Another voice is heard."""
        for baseline in (self.level, self.alpha, self.pitch, self.bass):
            baseline.restart()
        self.known = None

    def _known(self) -> Voiced | None:
        level, alpha, pitch = self.level.usual, self.alpha.usual, self.pitch.usual
        bass = self.bass.usual
        if level is None or alpha is None or pitch is None or bass is None:
            return None
        return Voiced(0.0, level, alpha, pitch, bass)

    def _bound(self) -> None:
        alpha, pitch = self.alpha.measured, self.pitch.measured
        if alpha is None or pitch is None:
            return
        steps = self._beyond(alpha, pitch)
        self.alpha.most = alpha - steps * self._population.alpha_step_db
        self.pitch.most = pitch - steps * self._population.pitch_step_st
        if steps and self.bass.measured is not None:
            self.bass.least = self.bass.measured + steps * self._population.bass_step_db

    def _beyond(self, alpha_db: float, pitch_st: float) -> float:
        """Steps beyond the population, 0 within it."""
        settings = self._population
        alpha = (alpha_db - settings.alpha_most_db) / settings.alpha_step_db
        pitch = (pitch_st - settings.pitch_most_st) / settings.pitch_step_st
        return max(0.0, min(alpha, pitch))
