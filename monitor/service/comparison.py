"""What two judgements of one call differ in: prompts that were shown and levels that were reached."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import msgspec

from monitor.core.events import AnyEvent, Escalation, Level, Prompt, PromptState

NEAR_SECONDS = 30.0
"""Two of a name that are farther apart are not one that moved."""
SAME_SECONDS = 0.05
"""Closer, and it has not moved: half a frame of measurement."""


class Difference(msgspec.Struct, frozen=True, tag_field="type", tag="difference", kw_only=True):
    """A prompt or a level that came, went, or is at another moment; moments in seconds on the call's clock."""

    call_id: str
    what: Literal["prompt", "level"]
    name: str
    """The prompt's rule, or the level that was changed to."""
    change: Literal["came", "went", "moved"]
    live_at: float | None
    """Null where it came."""
    at: float | None
    """Null where it went."""


class Mark(NamedTuple):
    """One prompt or change of level."""

    what: Literal["prompt", "level"]
    name: str
    at: float


def differences(call_id: str, live: Iterable[AnyEvent], again: Iterable[AnyEvent]) -> list[Difference]:
    """By their moments. What has the same name is taken for the same where it is nearest."""
    was, now = list(_marks(live)), list(_marks(again))
    pairs = _pairs(was, now)
    moved = [_difference(call_id, a, b) for a, b in pairs if abs(a.at - b.at) >= SAME_SECONDS]
    went = [_difference(call_id, mark, None) for mark in _without(was, [a for a, _ in pairs])]
    came = [_difference(call_id, None, mark) for mark in _without(now, [b for _, b in pairs])]
    return sorted(moved + went + came, key=lambda each: (each.live_at if each.at is None else each.at, each.name))


def _marks(events: Iterable[AnyEvent]) -> Iterator[Mark]:
    level = Level.CALM
    for event in events:
        match event:
            case Prompt(state=PromptState.SHOWN):
                yield Mark("prompt", event.rule, event.at)
            case Escalation() if event.level is not level:
                level = event.level
                yield Mark("level", level, event.at)


def _pairs(was: list[Mark], now: list[Mark]) -> list[tuple[Mark, Mark]]:
    """Each mark at most once, the nearest ones first."""
    near = [(a, b) for a in was for b in now if a[:2] == b[:2] and abs(a.at - b.at) <= NEAR_SECONDS]
    left_was, left_now, pairs = list(was), list(now), []
    for a, b in sorted(near, key=lambda pair: abs(pair[0].at - pair[1].at)):
        if a in left_was and b in left_now:
            left_was.remove(a)
            left_now.remove(b)
            pairs.append((a, b))
    return pairs


def _without(marks: list[Mark], paired: list[Mark]) -> list[Mark]:
    left = list(marks)
    for mark in paired:
        left.remove(mark)
    return left


def _difference(call_id: str, was: Mark | None, now: Mark | None) -> Difference:
    mark = now or was
    assert mark is not None
    return Difference(
        call_id=call_id,
        what=mark.what,
        name=mark.name,
        change="moved" if was and now else "came" if now else "went",
        live_at=was.at if was else None,
        at=now.at if now else None,
    )
