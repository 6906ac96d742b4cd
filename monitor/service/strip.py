"""The last two minutes of a call, a second a step, from its meters."""

from collections import deque

import msgspec

from monitor.core.events import Levels, VoiceNow
from monitor.wire.browser import StripSecond

STRIP_SECONDS = 120
TALK_SECONDS = 30
NOBODY, AGENT, CUSTOMER, BOTH, HELD = range(5)


class Second(msgspec.Struct):
    """What the meters said in one second of the call."""

    number: int
    agent_db: float | None = None
    customer_db: float | None = None
    agent_readings: int = 0
    customer_readings: int = 0
    overlap: bool = False
    hold: bool = False
    prompt: bool = False

    def take(self, levels: Levels, prompt: bool) -> None:
        """Add one reading; a side's loudest one stands for the second."""
        self.agent_db = _louder(self.agent_db, levels.agent)
        self.customer_db = _louder(self.customer_db, levels.customer)
        self.agent_readings += levels.agent.speaking
        self.customer_readings += levels.customer.speaking
        self.overlap |= levels.overlap
        self.hold |= levels.on_hold
        self.prompt |= prompt

    def talk(self) -> int:
        """Who spoke: 0 nobody, 1 agent, 2 customer (whoever spoke longer), 3 both at once, 4 on hold."""
        if self.hold:
            return HELD
        if self.overlap:
            return BOTH
        if not self.agent_readings and not self.customer_readings:
            return NOBODY
        return AGENT if self.agent_readings >= self.customer_readings else CUSTOMER


class Strip:
    """Seconds with at least one reading, oldest first."""

    def __init__(self) -> None:
        self._seconds: deque[Second] = deque(maxlen=STRIP_SECONDS)

    def receive(self, levels: Levels, *, prompt: bool) -> None:
        """Take one reading of the meters; ``prompt``: one is on show."""
        number = int(levels.at)
        if not self._seconds or self._seconds[-1].number != number:
            self._seconds.append(Second(number))
        self._seconds[-1].take(levels, prompt)

    def talk(self) -> tuple[int, ...]:
        """Who spoke in each of the last 30 s."""
        return tuple(second.talk() for second in list(self._seconds)[-TALK_SECONDS:])

    def seconds(self) -> tuple[StripSecond, ...]:
        """The strip as a page draws it."""
        return tuple(
            StripSecond(second.agent_db, second.customer_db, second.overlap, second.hold, second.prompt)
            for second in self._seconds
        )


def _louder(so_far: float | None, voice: VoiceNow) -> float | None:
    now = voice.level_over_baseline_db
    if not voice.speaking or now is None:
        return so_far
    return now if so_far is None else max(so_far, now)
