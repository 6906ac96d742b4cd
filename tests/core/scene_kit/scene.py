"""Two-channel scenes rendered from primitives, so that a test knows the exact truth.

    scene = Scene(6).agent(Voice(0.5, 2.0, f0_hz=110)).customer(Voice(2.5, 5.0)).through(packet_loss(0.03))
    events = hear(scene)

The same scene is the same to the bit every time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tests.core.scene_kit.lines import Line
from tests.core.scene_kit.sounds import Floats, Part

RATE = 8000


@dataclass(frozen=True, slots=True)
class Scene:
    """Who makes which sounds, and what the line does to them."""

    seconds: float
    parts: tuple[tuple[Part, ...], tuple[Part, ...]] = ((), ())
    lines: tuple[Line, ...] = ()

    def agent(self, *parts: Part) -> "Scene":
        """The same scene with more on the agent's channel."""
        return replace(self, parts=(self.parts[0] + parts, self.parts[1]))

    def customer(self, *parts: Part) -> "Scene":
        """The same scene with more on the customer's channel."""
        return replace(self, parts=(self.parts[0], self.parts[1] + parts))

    def through(self, *lines: Line) -> "Scene":
        """The same scene over a line that does this too, after all it did before."""
        return replace(self, lines=self.lines + lines)

    def samples(self, rate: int = RATE) -> NDArray[np.int16]:
        """Shape (n, 2), channel 0 the agent; parts are added up, what goes beyond full scale is clipped."""
        mixed = _mixed(self.seconds, self.parts, rate).copy()
        for line in self.lines:
            mixed = line(mixed, rate)
        return np.clip(np.rint(mixed * 32768), -32768, 32767).astype(np.int16)


@lru_cache(maxsize=4)
def _mixed(seconds: float, parts: tuple[tuple[Part, ...], ...], rate: int) -> Floats:
    """What both sides make, before any line; many a test sends one scene over several."""
    mixed = np.zeros((round(seconds * rate), 2))
    for channel, sounds in enumerate(parts):
        for part in sounds:
            first, last = round(part.start * rate), round(part.end * rate)
            mixed[first:last, channel] += part.render(np.arange(last - first) / rate)
    return mixed


def scene(
    seconds: float, agent: Sequence[Part] = (), customer: Sequence[Part] = (), *, rate: int = RATE
) -> NDArray[np.int16]:
    """The samples of a scene over a clean line."""
    return Scene(seconds).agent(*agent).customer(*customer).samples(rate)
