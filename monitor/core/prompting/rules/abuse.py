"""How far abuse has gone in a call: first rudeness, second, boundary, supervisor step, and what came after each.

Playbook 5.3: the first passes, the second is answered, slurs and threats at once; after
the boundary a supervisor, after both the end of the call.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.core.events import Channel
from monitor.core.prompting.rules.state import CallState, Said

ABUSIVE = ("rudeness", "profanity", "slur", "threat_of_violence")
AT_ONCE = ("slur", "threat_of_violence")
"""Never let pass, not even the first time."""
SUPERVISOR_STEP = ("supervisor_offer", "help_coming")
SUPERVISOR_NOTICES = ("supervisor_coming", "supervisor_joined")
SAME_OUTBURST_SECONDS = 8.0
"""Within one turn, rude words so close are one outburst."""


@dataclass(frozen=True, slots=True)
class Outburst:
    """Rude words of the customer in one go."""

    said: Said
    """The first of them."""
    end: float
    """When the last ended, seconds on the call's clock."""
    known_at: float
    """When the last became known."""
    acts: frozenset[str]

    @property
    def start(self) -> float:
        """When it began."""
        return self.said.heard.start


@dataclass(frozen=True, slots=True)
class Abuse:
    """Where the call stands on the ladder; moments in seconds on the call's clock."""

    outbursts: tuple[Outburst, ...]
    boundary: float | None
    """When the agent first asked to stop."""
    supervisor: float | None
    """When a supervisor was first offered or was on the way."""

    @property
    def last(self) -> Outburst | None:
        """The latest outburst."""
        return self.outbursts[-1] if self.outbursts else None

    def after(self, moment: float) -> list[Outburst]:
        """Outbursts that began later."""
        return [each for each in self.outbursts if each.start > moment]


class AbuseWatch:
    """Reads the ladder off the state; anew only when something was said or turns have changed."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._abuse = Abuse((), None, None)

    def read(self, state: CallState) -> Abuse:
        """The call as it stands now."""
        if not state.said and not state.notices:
            return self._abuse
        latest = state.last_said(*ABUSIVE, "boundary", *SUPERVISOR_STEP)
        notices = tuple(state.notices.get(kind) for kind in SUPERVISOR_NOTICES)
        if latest is None and not any(notices):
            return self._abuse
        turns = state.talk.turns
        key = (latest and latest.at, notices, len(turns), turns[-1].start if turns else None)
        if key != self._key:
            self._key = key
            boundary = state.all_said("boundary")
            self._abuse = Abuse(
                tuple(_outbursts(state, state.all_said(*ABUSIVE))),
                boundary[0].heard.start if boundary else None,
                supervisor_step(state),
            )
        return self._abuse


def supervisor_step(state: CallState, since: float = 0.0) -> float | None:
    """When, at ``since`` or later, a supervisor was first offered, announced or joined."""
    said = [each.heard.start for each in state.all_said(*SUPERVISOR_STEP, since=since)]
    noticed = [at for kind in SUPERVISOR_NOTICES if (at := state.notices.get(kind)) is not None and at >= since]
    return min([*said, *noticed], default=None)


def _outbursts(state: CallState, said: Iterable[Said]) -> list[Outburst]:
    found: list[Outburst] = []
    starts = [turn.start for turn in state.talk.of(Channel.CUSTOMER)]
    for each in said:
        last = found[-1] if found else None
        if last is not None and _is_same(last, each, starts):
            end, known = max(last.end, each.heard.end), max(last.known_at, each.at)
            found[-1] = Outburst(last.said, end, known, last.acts | {each.heard.rule})
        else:
            found.append(Outburst(each, each.heard.end, each.at, frozenset({each.heard.rule})))
    return found


def _is_same(last: Outburst, said: Said, starts: list[float]) -> bool:
    """Said in the same breath: close, and no new turn of the customer between."""
    start = said.heard.start
    return start - last.end <= SAME_OUTBURST_SECONDS and not any(last.end < turn <= start + 0.01 for turn in starts)
