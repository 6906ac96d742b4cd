"""What is true of a rendered call: speech units, overlaps, and how far each stretch is from calm.

Units, levels and brightness are measured on the clean speech, syllables come from the
synthesiser, overlaps are named by the dialogue and checked against their definitions.
"""

import math

import msgspec
import numpy as np

from demo.labels import Overlap, Unit, check
from demo.measure import HOP, active_hops, level_dbfs, spans
from demo.script import SIDES, Script
from demo.spectrum import alpha_db, median_pitch
from demo.timeline import Said, Timeline

HOPS_PER_SECOND = 100


class Behaviour(msgspec.Struct, frozen=True):
    """A stretch in one style, against the same speaker's calm speech: dB, dB, semitones, ratio of syllables/s."""

    channel: str
    style: str
    start: float
    end: float
    speech_seconds: float
    db: float
    alpha_db: float
    st: float
    rate: float


class Truth(msgspec.Struct, frozen=True):
    """The whole file."""

    seconds: float
    calm_seconds: dict[str, float]
    """Seconds of calm speech a side before anything else of its own."""
    calm_rate: dict[str, float]
    """Syllables a second of speech."""
    units: tuple[Unit, ...]
    overlaps: tuple[Overlap, ...]
    behaviours: tuple[Behaviour, ...]


class _Style(msgspec.Struct):
    level: float
    alpha: float
    pitch: float
    rate: float
    seconds: float


def truth(script: Script, timeline: Timeline) -> Truth:
    """All of it; raises ``ValueError`` where an overlap is not what its dialogue calls it."""
    units = [unit for side in SIDES for unit in _units(timeline, side)]
    calm = {side: _measured(timeline, _calm(timeline, side)) for side in SIDES}
    return Truth(
        round(len(timeline.clean) / HOP / HOPS_PER_SECOND, 2),
        {side: round(calm[side].seconds, 1) for side in SIDES},
        {side: round(calm[side].rate, 2) for side in SIDES},
        tuple(sorted(units, key=lambda unit: unit.start)),
        tuple(_overlaps(script, timeline, units)),
        tuple(_behaviours(timeline, calm)),
    )


def _units(timeline: Timeline, side: str) -> list[Unit]:
    active = np.zeros(len(timeline.clean) // HOP + 1, bool)
    vowels = []
    for said in (each for each in timeline.said if each.side == side):
        first = round(said.start * HOPS_PER_SECOND)
        hops = active_hops(said.utterance.samples)
        active[first : first + len(hops)] |= hops
        vowels += [said.start + vowel for word in said.utterance.words for vowel in word.vowels]
    found = [(start / HOPS_PER_SECOND, end / HOPS_PER_SECOND) for start, end in spans(active)]
    counts = [0] * len(found)
    for vowel in vowels:
        distances = [max(start - vowel, vowel - end, 0.0) for start, end in found]
        counts[int(np.argmin(distances))] += 1
    return [Unit(side, *span, count) for span, count in zip(found, counts, strict=True)]


def _calm(timeline: Timeline, side: str) -> list[Said]:
    """What this side says before it says anything in another style; replies are left out."""
    found = []
    for said in timeline.said:
        if said.side == side and not said.is_reply:
            if said.style != "calm":
                break
            found.append(said)
    return found


def _measured(timeline: Timeline, said: list[Said]) -> _Style:
    sound = np.concatenate([each.utterance.samples for each in said])
    seconds = sum((end - start) / HOPS_PER_SECOND for each in said for start, end in _active(each))
    syllables = sum(len(word.vowels) for each in said for word in each.utterance.words)
    return _Style(level_dbfs(sound), alpha_db(sound), median_pitch(sound), syllables / seconds, seconds)


def _active(said: Said) -> list[tuple[int, int]]:
    return spans(active_hops(said.utterance.samples))


def _behaviours(timeline: Timeline, calm: dict[str, _Style]) -> list[Behaviour]:
    stretches: list[list[Said]] = []
    for said in (each for each in timeline.said if not each.is_reply):
        same = [each for each in stretches if each[-1].side == said.side]
        if same and same[-1][-1].style == said.style:
            same[-1].append(said)
        else:
            stretches.append([said])
    return [_behaviour(timeline, stretch, calm) for stretch in stretches]


def _behaviour(timeline: Timeline, said: list[Said], calm: dict[str, _Style]) -> Behaviour:
    now, usual = _measured(timeline, said), calm[said[0].side]
    return Behaviour(
        said[0].side,
        said[0].style,
        round(said[0].start, 2),
        round(said[-1].end, 2),
        round(now.seconds, 1),
        round(now.level - usual.level, 1),
        round(now.alpha - usual.alpha, 1),
        round(12 * math.log2(now.pitch / usual.pitch), 1),
        round(now.rate / usual.rate, 2),
    )


def _overlaps(script: Script, timeline: Timeline, units: list[Unit]) -> list[Overlap]:
    found = []
    for said in timeline.said:
        for other in timeline.said:
            if other.side != said.side and other.start < said.start < other.end:
                end = min(said.end, other.end)
                label = "backchannel" if said.is_reply else script.turns[said.turn].label or "smooth_switch"
                found.append(Overlap(said.side, round(said.start, 2), round(end, 2), label))
                check(found[-1], units)
    return found
