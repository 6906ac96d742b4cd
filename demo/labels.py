"""What an overlap is called, and whether its times agree."""

from collections.abc import Sequence

import msgspec

SHORT_PAUSE = 0.45
"""Seconds: shorter ones don't end what somebody is saying."""


class Unit(msgspec.Struct, frozen=True):
    """A stretch of speech between silences of 200 ms or more."""

    channel: str
    start: float
    end: float
    syllables: int


class Overlap(msgspec.Struct, frozen=True):
    """Both speak; ``channel`` came in."""

    channel: str
    start: float
    end: float
    label: str


def check(overlap: Overlap, units: Sequence[Unit]) -> None:
    """Raises ``ValueError`` where an overlap's times don't fit its label."""
    comer = [unit for unit in units if unit.channel == overlap.channel]
    holder = [unit for unit in units if unit.channel != overlap.channel]
    came, held = _at(overlap.start + 0.02, comer), _at(overlap.start, holder)
    before, both = overlap.start - held.start, min(came.end, held.end) - overlap.start
    holder_goes_on = _until(came.end, holder) - came.end
    comer_goes_on = _until(held.end, comer) - held.end
    fits = {
        "backchannel": before >= 0.3 and came.end - came.start <= 0.8 and holder_goes_on >= 1.2,
        "interruption": before >= 1.0 and 0.8 <= both < 2.0 and comer_goes_on >= 1.2,
        "smooth_switch": both <= 0.38,
    }
    if not fits[overlap.label]:
        raise ValueError(
            f"no {overlap.label} at {overlap.start:.2f}: {before:.2f} s after the other began, both for {both:.2f} s, "
            f"then {holder_goes_on:.2f} s of the other and {comer_goes_on:.2f} s of who came in"
        )


def _at(moment: float, units: Sequence[Unit]) -> Unit:
    """The unit of this moment, or the one that ended last before it."""
    return [unit for unit in units if unit.start <= moment][-1]


def _until(moment: float, units: Sequence[Unit]) -> float:
    """How long a side goes on from this moment, short pauses joined."""
    reached = moment
    for unit in units:
        if unit.end > reached and unit.start - reached <= SHORT_PAUSE:
            reached = unit.end
    return reached
