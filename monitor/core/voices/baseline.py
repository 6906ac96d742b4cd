"""A speaker's own usual: a robust first estimate, then a slow drift, frozen while the call is hot.

The usual is the median of what was measured over the first seconds of speech, the spread
the root of the mean square of what lies off it: of a handful of values a median would
forget those that are far. Afterwards both follow slowly. Until enough was heard there is
no usual, and nothing is judged against it. Nothing is kept beyond the call.
"""

import math
import statistics

import msgspec


class BaselineSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a usual is learnt; seconds are of the speaker's own voiced speech."""

    first_seconds: float = 3.0
    """Before this much speech no usual is known; from here on it is judged against with a margin."""
    learn_seconds: float = 25.0
    """The first estimate is a median over at most this much."""
    drift_seconds: float = 120.0
    """Afterwards it moves with this time constant."""


class Baseline:
    """The usual value of one quantity of one speaker."""

    def __init__(self, settings: BaselineSettings, least_spread: float, most: float = math.inf) -> None:
        self.most = most
        """Bound of the population: what is over it is nobody's usual."""
        self.least = -math.inf
        """And what is under it is none."""
        self._settings = settings
        self._least_spread = least_spread
        self.restart()

    def restart(self) -> None:
        """Forget all: another voice is heard."""
        self.measured: float | None = None
        """The usual as it was heard, without the population's bound."""
        self._values: list[float] = []
        self._square = 0.0
        self._seconds = 0.0

    @property
    def spread(self) -> float:
        """What is heard lies so far off the usual; never under what is given as least."""
        return max(self._least_spread, math.sqrt(self._square))

    @property
    def usual(self) -> float | None:
        """In the quantity's own unit; None until known."""
        return None if self.measured is None else max(self.least, min(self.measured, self.most))

    @property
    def confidence(self) -> float:
        """0 unknown, 1 learnt."""
        return min(1.0, self._seconds / self._settings.learn_seconds)

    def learn(self, value: float, seconds: float, frozen: bool) -> None:
        """A new value that stands for so many seconds of speech; ignored while frozen, once a usual is known."""
        if frozen and self.measured is not None:
            return
        self._seconds += seconds
        if self._seconds <= self._settings.learn_seconds:
            self._values.append(value)
            if self._seconds >= self._settings.first_seconds:
                self._estimate()
        elif self.measured is not None:
            share = min(1.0, seconds / self._settings.drift_seconds)
            self._square += share * ((value - self.measured) ** 2 - self._square)
            self.measured += share * (value - self.measured)

    def over(self, value: float) -> float | None:
        """How far a value is over the usual."""
        return None if self.usual is None else value - self.usual

    def _estimate(self) -> None:
        usual = self.measured = statistics.median(self._values)
        self._square = statistics.fmean((value - usual) ** 2 for value in self._values)
