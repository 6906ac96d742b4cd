"""How hot the call is: a score 0-1 and four levels, with each family's share of it.

A property of the call, never of a person. The score is a logistic sum over families of
signals, cut so that silence of all of them is 0, and leaky: it rises within about 4 s
and falls within about 25 s. Levels have hysteresis; ``escalated`` takes two independent
families. Voice alone can reach ``raised``, so can words alone.
"""

import math
from typing import NamedTuple

import msgspec

from monitor.core.events import Escalation, Level


class EscalationSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Weights of the families (at full signal, in logits) and the levels' borders."""

    customer_voice: float = 6.0
    agent_voice: float = 1.4
    turns: float = 2.4
    words: float = 4.4
    bias: float = -2.6
    rise_seconds: float = 4.0
    fall_seconds: float = 25.0
    enter_watch: float = 0.30
    leave_watch: float = 0.20
    enter_raised: float = 0.60
    leave_raised: float = 0.45
    enter_escalated: float = 0.85
    leave_escalated: float = 0.68
    independent_share: float = 0.12
    """A family speaks for itself from this share of the score on."""
    arousal_floor: float = 0.45
    """Under this the customer's voice says nothing: a line that gets louder, and nothing else, comes so far."""
    arousal_full: float = 0.75
    """From here on the customer's voice says all it can: acted anger lies at 0.7-0.98 in the median of a call."""
    voice_believed_seconds: float = 4.0
    """Time constant over seconds in which the voice could be measured: one laugh or loud word is over before."""
    voice_sure: float = 0.5
    """What has been believed so far counts less the further it is under this: a cheerful "great" is over by then."""
    voice_half_life_seconds: float = 30.0
    """While the customer is silent nothing is known of their voice: it fades as slowly as what happened in turns."""
    words_half_life_seconds: float = 40.0
    turns_half_life_seconds: float = 30.0
    falling_by: float = 0.03
    """The score falls when it is this far under what it was 5 s ago."""


class Signals(NamedTuple):
    """What each family says at a moment, 0 nothing to 1 full."""

    customer_voice: float = 0.0
    agent_voice: float = 0.0
    turns: float = 0.0
    words: float = 0.0


class Memory:
    """Single happenings that count for a while: full at once, half after the half-life."""

    def __init__(self, half_life_seconds: float) -> None:
        self._decay = math.log(2) / half_life_seconds
        self._value = 0.0
        self._at = 0.0

    def add(self, weight: float, now: float) -> None:
        """Something happened."""
        self._value = self.value(now) + weight
        self._at = now

    def soften(self, share: float, now: float) -> None:
        """Something was said that takes this share of it back."""
        self._value = (1 - share) * self.value(now)
        self._at = now

    def value(self, now: float) -> float:
        """What is left of all that happened."""
        return self._value * math.exp(-self._decay * max(0.0, now - self._at))


class CallHeat:
    """Takes the families' signals once a second and keeps score, shares and level."""

    def __init__(self, call_id: str, settings: EscalationSettings) -> None:
        self.level = Level.CALM
        self.since = 0.0
        """When the level was entered."""
        self.score = 0.0
        self.shares: dict[str, float] = {}
        """By family; they add up to the score."""
        self._call_id = call_id
        self._settings = settings
        self._past = [0.0] * 5
        self._parts = dict.fromkeys(Signals._fields, 0.0)

    @property
    def falling(self) -> bool:
        """The score is clearly under what it was 5 s ago."""
        return self.score < self._past[0] - self._settings.falling_by

    def update(self, now: float, signals: Signals) -> bool:
        """One second; True when the level changed."""
        self._past = [*self._past[1:], self.score]
        weighted = {
            name: getattr(self._settings, name) * min(1.0, max(0.0, value)) for name, value in signals._asdict().items()
        }
        target = self._logistic(sum(weighted.values()))
        seconds = self._settings.rise_seconds if target > self.score else self._settings.fall_seconds
        step = 1 - math.exp(-1 / seconds)
        self.score += step * (target - self.score)
        self._share(weighted, step)
        return self._set_level(now)

    def event(self, now: float) -> Escalation:
        """The state as an event; what rounding leaves over goes to the largest share."""
        score = round(self.score, 3)
        shares = {name: round(share, 3) for name, share in self.shares.items()}
        if shares:
            largest = max(shares, key=shares.__getitem__)
            shares[largest] = round(shares[largest] + score - sum(shares.values()), 3)
        return Escalation(at=round(now, 3), call_id=self._call_id, level=self.level, score=score, shares=shares)

    def _logistic(self, total: float) -> float:
        zero = 1 / (1 + math.exp(-self._settings.bias))
        return (1 / (1 + math.exp(-self._settings.bias - total)) - zero) / (1 - zero)

    def _share(self, weighted: dict[str, float], step: float) -> None:
        """Shares follow what feeds the score, as slowly as the score does."""
        for name, weight in weighted.items():
            self._parts[name] += step * (weight - self._parts[name])
        total = sum(self._parts.values())
        self.shares = {name: self.score * part / total if total > 0 else 0.0 for name, part in self._parts.items()}

    def _set_level(self, now: float) -> bool:
        settings = self._settings
        enter = {
            Level.WATCH: settings.enter_watch,
            Level.RAISED: settings.enter_raised,
            Level.ESCALATED: settings.enter_escalated,
        }
        leave = {
            Level.WATCH: settings.leave_watch,
            Level.RAISED: settings.leave_raised,
            Level.ESCALATED: settings.leave_escalated,
        }
        level = Level.CALM
        for each in enter:
            border = leave[each] if each.rank <= self.level.rank else enter[each]
            if self.score >= border and (each is not Level.ESCALATED or self._independent_families() >= 2):
                level = each
        if level is self.level:
            return False
        self.level, self.since = level, now
        return True

    def _independent_families(self) -> int:
        return sum(share >= self._settings.independent_share * self.score for share in self.shares.values())
