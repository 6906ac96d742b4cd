"""How hot a customer's voice makes a call: ``python -m benchmarks.fit_escalation --data DIR``.

Composed calls are heard once; their frames are then judged with each weight of the
customer's voice and each time it takes to be believed. Wanted is the coolest pair that
raises the calls with an angry customer in time; how near the hottest of the calls that
stay calm comes to ``escalation.enter_raised`` is its margin, which is thin. Sets are
those that ``benchmarks.calls`` takes, told apart and never pooled.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.calls import NEEDS, Plan, plans, speakers_of
from benchmarks.clips import heard
from benchmarks.composed_calls import Change, SpeakerClips, compose
from benchmarks.data_sets import fitting_sets
from benchmarks.hearing import RATE
from benchmarks.scoring import percentile, share, shown
from monitor.core.call_analysis import CallAnalysis
from monitor.core.call_info import CallInfo
from monitor.core.errors import CallMonitorError
from monitor.core.events import Escalation, Level
from monitor.core.settings import CoreSettings
from monitor.core.signal.frames import Frames
from monitor.edges.sound.speech_detector import detectors
from monitor.settings import load

WEIGHTS = (4.5, 6.0, 7.0)
BELIEVED_SECONDS = (3.0, 4.0, 5.0)
KINDS = (Change.NOTHING, Change.CUSTOMER_ANGRY)


class HeardCall(msgspec.Struct, frozen=True):
    """What stage 2 needs of one call."""

    change: Change
    changed_at: float
    frames: Frames


class Outcome(msgspec.Struct, frozen=True):
    """One pair's figures on one set."""

    recall: float | None
    rise_seconds: float | None
    false: float | None
    hottest_control: float
    """Score of a control; ``raised`` is entered at ``escalation.enter_raised``."""


def main(
    data: Annotated[Path, typer.Option(help="Folder of data sets.")],
    each: Annotated[int, typer.Option(help="Calls of each kind a speaker.")] = 1,
) -> None:
    """Try weights of the customer's voice."""
    try:
        sets = fitting_sets(data, speakers_of, NEEDS)
        settings = load(None, {}).core("en")
        calls = {name: hear_all(speakers, each, settings) for name, speakers in sets.items()}
    except CallMonitorError as error:
        sys.exit(f"benchmarks.fit_escalation: {error}")
    found = {name: tried(own, settings) for name, own in calls.items()}
    Console(width=132).print(_table(found))
    last = {
        name: [{"weight": w, "believed_seconds": s, **_fields(o)} for (w, s), o in own.items()]
        for name, own in found.items()
    }
    print(msgspec.json.encode({"sets": last}).decode())


def hear_all(speakers: Sequence[SpeakerClips], each: int, settings: CoreSettings) -> list[HeardCall]:
    """Stage 1, which no weight of the heat touches."""
    return [_hear(plan, settings) for plan in plans(speakers, each) if plan.change in KINDS]


def _hear(plan: Plan, settings: CoreSettings) -> HeardCall:
    call = compose(plan.change, plan.agent, plan.customer, plan.seed)
    frames = heard(call.samples.astype("float64"), detectors(), settings.thresholds.hearing)
    return HeardCall(plan.change, call.changed_at, frames)


def tried(calls: Sequence[HeardCall], settings: CoreSettings) -> dict[tuple[float, float], Outcome]:
    """By weight and seconds."""
    pairs = [(weight, seconds) for weight in WEIGHTS for seconds in BELIEVED_SECONDS]
    return {pair: outcome(calls, with_heat(settings, *pair)) for pair in pairs}


def with_heat(settings: CoreSettings, weight: float, seconds: float) -> CoreSettings:
    """The shipped settings with another weight of the customer's voice."""
    replace = msgspec.structs.replace
    heat = replace(settings.thresholds.escalation, customer_voice=weight, voice_believed_seconds=seconds)
    return replace(settings, thresholds=replace(settings.thresholds, escalation=heat))


def outcome(calls: Sequence[HeardCall], settings: CoreSettings) -> Outcome:
    """Of the calls that change, what is raised after the change; of the others, at any time."""
    rises, falses, hottest = [], [], 0.0
    for call in calls:
        levels = _levels(call.frames, settings)
        raised = [event.at for event in levels if event.level.rank >= Level.RAISED.rank]
        if call.change is Change.NOTHING:
            falses.append(bool(raised))
            hottest = max(hottest, *(event.score for event in levels))
        else:
            rises.append(min((at - call.changed_at for at in raised if at >= call.changed_at), default=None))
    known = [rise for rise in rises if rise is not None]
    return Outcome(share([rise is not None for rise in rises]), percentile(known, 50), share(falses), hottest)


def _levels(frames: Frames, settings: CoreSettings) -> list[Escalation]:
    info = CallInfo(call_id="tried", agent="", source="benchmark", rate=RATE)
    analysis = CallAnalysis(info, settings, words=False, detail=True)
    events = [*analysis.receive_frames(frames), *analysis.end("over")]
    return [event for event in events if isinstance(event, Escalation)]


def _fields(found: Outcome) -> dict[str, float | None]:
    return msgspec.structs.asdict(found)


def _table(found: dict[str, dict[tuple[float, float], Outcome]]) -> Table:
    table = Table("set", "weight", "believed, s", "raised", "median rise, s", "controls raised", "hottest", box=None)
    for name, own in found.items():
        for (weight, seconds), one in own.items():
            figures = (one.recall, one.rise_seconds, one.false, one.hottest_control)
            table.add_row(name, f"{weight:g}", f"{seconds:g}", *(shown(figure) for figure in figures))
    return table


if __name__ == "__main__":
    typer.run(main)
