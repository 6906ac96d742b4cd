"""Calls composed of single emotion clips: ``python -m benchmarks.calls --data DIR``.

A set fits whose ``labels.csv`` has ``emotion`` and ``speaker``, with two speakers at least
who have neutral or calm clips and angry ones. Every speaker is in each kind of call, with
another speaker of the set at the other end. Of several sets the shares are the mean, each
set counting the same; median and prompts an hour are over all calls.
"""

import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.clips import Floats
from benchmarks.clips import load as load_clip
from benchmarks.composed_calls import Change, ComposedCall, SpeakerClips, compose, trimmed
from benchmarks.data_sets import DataSet, fitting_sets
from benchmarks.emotions import ANGRY, NEUTRAL
from benchmarks.hearing import RATE, hear_samples
from benchmarks.intervals import interval95
from benchmarks.scoring import mean, percentile, share, shown
from monitor.core.errors import CallMonitorError
from monitor.core.events import Escalation, Level
from monitor.core.settings import CoreSettings
from monitor.settings import load

LEAST_CALM_SECONDS = 4.0
LEAST_ANGRY_CLIPS = 2
NEEDS = (
    "give a folder of sets whose labels.csv has `emotion` and `speaker`, with at least two speakers who have "
    f"{LEAST_CALM_SECONDS:.0f} s of neutral or calm clips and {LEAST_ANGRY_CLIPS} angry ones each"
)
EXPECTED = {
    "lower_voice_recall": (Change.AGENT_LOUD, "lower_voice"),
    "slow_down_recall": (Change.AGENT_FAST, "slow_down"),
    "dont_interrupt_recall": (Change.AGENT_CUTS_IN, "dont_interrupt"),
}
GOALS = {
    "raised_recall": "at least 0.80",
    "raised_false": "at most 0.05",
    "rise_seconds_median": "at most 15",
    "lower_voice_recall": "at least 0.80",
    "slow_down_recall": "at least 0.80",
    "dont_interrupt_recall": "at least 0.90",
    "control_prompts_per_hour": "at most 2",
}
SHARES = ("raised_recall", "raised_false", *EXPECTED)
WIDTH = 132


class Plan(msgspec.Struct, frozen=True):
    """One call to be composed; ``subject`` is who changes, in a control either."""

    change: Change
    subject: str
    agent: SpeakerClips
    customer: SpeakerClips
    seed: int


class Scored(msgspec.Struct, frozen=True):
    """What came of one call."""

    change: Change
    subject: str
    seconds: float
    changed_at: float
    rules: list[tuple[float, str]]
    """When each prompt was shown, and its rule."""
    raised: list[float]
    """When the level became raised or higher."""

    def rise_seconds(self) -> float | None:
        """From the change to the first raised level after it."""
        return min((at - self.changed_at for at in self.raised if at >= self.changed_at), default=None)

    def prompted(self, rule: str) -> bool:
        """Once the change had begun."""
        return any(name == rule and at >= self.changed_at for at, name in self.rules)


def main(
    data: Annotated[Path, typer.Option(help="Folder of data sets.")],
    each: Annotated[int, typer.Option(help="Calls of each kind a speaker.")] = 2,
    jobs: Annotated[int, typer.Option(help="Calls heard at once.")] = os.cpu_count() or 1,
) -> None:
    """Compose calls and measure what the core makes of them."""
    try:
        sets = fitting_sets(data, speakers_of, NEEDS)
        settings = load(None, {}).core("en")
        found = {name: hear_all(plans(speakers, each), settings, jobs) for name, speakers in sets.items()}
    except CallMonitorError as error:
        sys.exit(f"benchmarks.calls: {error}")
    figures = overall(found)
    Console(width=WIDTH).print(_table(figures), _kinds(found))
    print(msgspec.json.encode(figures).decode())


def speakers_of(each: DataSet) -> list[SpeakerClips]:
    """Those with enough clips; none of a set with fewer than two such."""
    if not each.has("emotion", "speaker"):
        return []
    clips: defaultdict[str, SpeakerClips] = defaultdict(lambda: SpeakerClips("", [], []))
    for row in each.rows:
        path, emotion = each.recording(row), (row["emotion"] or "").strip().lower()
        if path is not None and emotion in NEUTRAL | ANGRY:
            speaker = clips[row["speaker"]]
            (speaker.calm if emotion in NEUTRAL else speaker.angry).append(trimmed(load_clip(path)[:, 0]))
    speakers = [SpeakerClips(name, found.calm, found.angry) for name, found in sorted(clips.items()) if _enough(found)]
    return speakers if len(speakers) > 1 else []


def _enough(clips: SpeakerClips) -> bool:
    return sum(map(len, clips.calm)) >= LEAST_CALM_SECONDS * RATE and len(clips.angry) >= LEAST_ANGRY_CLIPS


def plans(speakers: Sequence[SpeakerClips], each: int) -> Iterator[Plan]:
    """Each speaker so many times as who changes, in every kind of call; the same every time."""
    draw = np.random.default_rng(1)
    for place, subject in enumerate(speakers):
        for change in Change:
            for number in range(each):
                other = speakers[(place + int(draw.integers(1, len(speakers)))) % len(speakers)]
                seed = int(draw.integers(2**31))
                is_customer = change is Change.CUSTOMER_ANGRY or (change is Change.NOTHING and number % 2 == 1)
                agent, customer = (other, subject) if is_customer else (subject, other)
                yield Plan(change, subject.speaker, agent, customer, seed)


def hear_all(calls: Iterator[Plan], settings: CoreSettings, jobs: int) -> list[Scored]:
    """In so many processes, or in this one."""
    hear_one = partial(hear, settings=settings)
    if jobs == 1:
        return [hear_one(plan) for plan in calls]
    with ProcessPoolExecutor(jobs) as pool:
        return list(pool.map(hear_one, calls))


def hear(plan: Plan, settings: CoreSettings, line: Callable[[Floats], Floats] | None = None) -> Scored:
    """Composed, over a line that may do something to it, and through the core."""
    call: ComposedCall = compose(plan.change, plan.agent, plan.customer, plan.seed)
    samples = call.samples if line is None else line(call.samples.astype(np.float64)).astype(np.float32)
    heard = hear_samples(samples, f"{plan.change}-{plan.seed}", settings)
    levels = [event for event in heard.events if isinstance(event, Escalation)]
    return Scored(
        plan.change,
        plan.subject,
        heard.seconds,
        call.changed_at,
        [(prompt.at, prompt.rule) for prompt in heard.prompts()],
        [event.at for event in levels if event.level.rank >= Level.RAISED.rank],
    )


def overall(found: dict[str, list[Scored]]) -> dict[str, Any]:
    """The last line: all sets, and each of them."""
    sets = {name: summary(calls) for name, calls in found.items()}
    together = summary([call for calls in found.values() for call in calls])
    shares = {key: mean([figures[key] for figures in sets.values()]) for key in SHARES}
    return {**{key: together[key] for key in GOALS}, **shares, "calls": together["calls"], "sets": sets}


def summary(calls: Sequence[Scored]) -> dict[str, Any]:
    """A set's figures, with intervals over speakers."""
    kinds = {change: [call for call in calls if call.change is change] for change in Change}
    controls, angry = kinds[Change.NOTHING], kinds[Change.CUSTOMER_ANGRY]
    rises = [call.rise_seconds() for call in angry]
    early = [(at, name) for call in calls for at, name in call.rules if at < call.changed_at]
    calm_hours = sum(call.changed_at for call in calls) / 3600
    figures = {
        **_shares("raised_recall", angry, [rise is not None for rise in rises]),
        **_shares("raised_false", controls, [bool(call.raised) for call in controls]),
        "rise_seconds_median": percentile([rise for rise in rises if rise is not None], 50),
        "control_prompts_per_hour": _per_hour(
            sum(len(call.rules) for call in controls), sum(call.seconds for call in controls) / 3600
        ),
        "beginning_prompts_per_hour": _per_hour(len(early), calm_hours),
        "beginnings_raised": share([any(at < call.changed_at for at in call.raised) for call in calls]),
        "calls": len(calls),
        "hours": round(sum(call.seconds for call in calls) / 3600, 3),
    }
    for key, (change, rule) in EXPECTED.items():
        figures |= _shares(key, kinds[change], [call.prompted(rule) for call in kinds[change]])
    return figures


def _shares(key: str, calls: Sequence[Scored], hits: Sequence[bool]) -> dict[str, Any]:
    if not calls:
        return {key: None}
    interval = interval95([call.subject for call in calls], lambda drawn: share([hits[place] for place in drawn]))
    return {key: share(hits), f"{key}_ci95": interval}


def _per_hour(count: int, hours: float) -> float | None:
    return round(count / hours, 2) if hours else None


def _table(figures: dict[str, Any]) -> Table:
    sets = figures["sets"]
    table = Table("what", "all", *(heading for name in sets for heading in (name, "95 %")), "goal", box=None)
    for key in (*GOALS, "beginning_prompts_per_hour", "beginnings_raised", "calls", "hours"):
        cells = [shown(each.get(key + suffix)) for each in sets.values() for suffix in ("", "_ci95")]
        table.add_row(key, shown(figures.get(key)), *cells, GOALS.get(key))
    table.caption = "beginnings: of every call, before anything changes"
    return table


def _kinds(found: dict[str, list[Scored]]) -> Table:
    """Prompts of each kind of call, by rule."""
    table = Table("set", "what changes", "calls", "raised", "prompts in the beginning", "and from then on", box=None)
    for name, calls in found.items():
        for change in Change:
            those = [call for call in calls if call.change is change]
            early = Counter(rule for call in those for at, rule in call.rules if at < call.changed_at)
            later = Counter(rule for call in those for at, rule in call.rules if at >= call.changed_at)
            raised = sum(call.rise_seconds() is not None for call in those)
            table.add_row(name, change, str(len(those)), str(raised), _counts(early), _counts(later))
    return table


def _counts(rules: Counter[str]) -> str:
    return ", ".join(f"{rule} {count}" for rule, count in rules.most_common())


if __name__ == "__main__":
    typer.run(main)
