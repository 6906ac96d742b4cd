"""Syllables a second of one channel's speech, and its usual."""

from collections import deque

from monitor.core.signal.frames import HOP_SECONDS
from monitor.core.voices.baseline import Baseline
from monitor.core.voices.voice_settings import VoiceSettings


class Pace:
    """Told after each frame how much was spoken so far."""

    def __init__(self, settings: VoiceSettings) -> None:
        self.usual = Baseline(settings.rate_baseline, least_spread=0.25, most=settings.rate_most)
        self._settings = settings
        self._marks: deque[tuple[float, int]] = deque([(0.0, 0)])
        self._learnt = (0.0, 0)

    def mark(self, spoken_seconds: float, syllables: int, frozen: bool) -> None:
        """Speech and syllables since the call began; ``frozen`` keeps the usual as it is."""
        if spoken_seconds <= self._marks[-1][0] + HOP_SECONDS / 2:
            return
        self._marks.append((spoken_seconds, syllables))
        self._drop_old(spoken_seconds)
        since, before = self._learnt
        if spoken_seconds - since >= self._settings.rate_learn_seconds:
            self._learnt = (spoken_seconds, syllables)
            seconds = spoken_seconds - since
            self.usual.learn((syllables - before) / seconds, seconds, frozen)

    def forget(self) -> None:
        """What was spoken so far belongs to nobody, or to another."""
        self.usual.restart()
        self._marks = deque([self._marks[-1]])
        self._learnt = self._marks[-1]

    def per_second(self, spoken_seconds: float, syllables: int) -> float | None:
        """Over the last 10 s of speech; None with too little of it."""
        marks = self._marks
        self._drop_old(spoken_seconds)
        seconds, counted = spoken_seconds - marks[0][0], syllables - marks[0][1]
        if seconds < self._settings.rate_least_seconds or counted < self._settings.rate_least_syllables:
            return None
        return counted / seconds

    def _drop_old(self, spoken_seconds: float) -> None:
        """Marks that the window has left behind, whether a rate is asked for or not."""
        marks, oldest = self._marks, spoken_seconds - self._settings.rate_window_seconds
        while len(marks) > 1 and marks[1][0] <= oldest:
            marks.popleft()
