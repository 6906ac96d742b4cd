"""The same benchmarks over worse lines: ``python -m benchmarks.robust --data DIR``.

Sets are those that ``arousal``, ``rate``, ``turns`` and (if asked for) ``calls`` take. Each is copied as it would
sound with other talkers or street noise at 20, 10 and 5 dB under the speech, in a room, over
G.711, with 1-5 % of the packets lost, under gain control, and with an echo at -15 dB, and
measured again with all that ships. Beside each figure stands what it loses against the
clean copy, worse being positive. Noise and a room's response are recordings of the folder
where some set's `label`, `class` or `kind` names one, else synthetic.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import msgspec
import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from benchmarks import arousal, calls, emotions, passages, rate, turns
from benchmarks.data_sets import DataError, DataSet, Row, data_sets
from benchmarks.degradations import Degradation
from benchmarks.degraded_sets import Material, conditions, degraded, material, some
from benchmarks.intervals import interval95
from benchmarks.scoring import shown
from monitor.core.errors import CallMonitorError
from monitor.core.settings import CoreSettings
from monitor.edges.sound.speech_detector import detectors
from monitor.settings import load

WIDTH = 150
CLEAN = "clean"
LOSS = "_loss"
NEEDS = "what benchmarks.arousal, benchmarks.rate, benchmarks.turns or benchmarks.calls needs"
MORE_IS_WORSE = frozenset({"median_error", "false_interruption_share", "raised_false", "control_prompts_per_hour"})
TURN_KEYS = ("interruption_recall", "false_interruption_share", "label_accuracy")
CALL_KEYS = ("raised_recall", "raised_false", "lower_voice_recall", "control_prompts_per_hour")
Found = dict[str, float | list[float] | None]
Measure = Callable[[DataSet, CoreSettings], Found]


class Measured(msgspec.Struct, frozen=True):
    """Some of a set's recordings, and what is measured on them."""

    part: DataSet
    measure: Measure


class Size(msgspec.Struct, frozen=True):
    """How much of a set is measured."""

    clips: int
    dialogues: int
    each: int
    """Composed calls of each kind a speaker."""


class Job(msgspec.Struct, frozen=True):
    """One set over one line."""

    data: Path
    name: str
    line: str
    size: Size


class Done(msgspec.Struct, frozen=True):
    """A line of the file of results."""

    name: str
    line: str
    size: Size
    found: Found


def main(
    data: Annotated[Path, typer.Option(help="Folder of data sets.")],
    clips: Annotated[int, typer.Option(help="Clips a set for arousal and rate, from all over it.")] = 80,
    dialogues: Annotated[int, typer.Option(help="Dialogues a set for turns.")] = 8,
    each: Annotated[int, typer.Option(help="Composed calls of each kind a speaker; 0 for none.")] = 0,
    only: Annotated[list[str] | None, typer.Option(help="Conditions by name; all if left out.")] = None,
    jobs: Annotated[int, typer.Option(help="Conditions measured at once.")] = os.cpu_count() or 1,
    out: Annotated[
        Path | None, typer.Option(help="File that keeps each result; what it holds is not done again.")
    ] = None,
) -> None:
    """Measure what a worse line costs."""
    try:
        figures = measure(jobs_of(data, Size(clips, dialogues, each), only), jobs, out)
    except CallMonitorError as error:
        sys.exit(f"benchmarks.robust: {error}")
    for name, found in figures.items():
        Console(width=WIDTH).print(_table(name, found))
    print(msgspec.json.encode({"sets": figures}).decode())


def jobs_of(data: Path, size: Size, only: Sequence[str] | None = None) -> list[Job]:
    """The clean line first; raises ``DataError`` where no set fits."""
    sets, heard, _ = _folder(data)
    lines = {
        own.name: [CLEAN, *(line for line in conditions(heard, own.name) if not only or line in only)]
        for own in sets
        if parts_of(own, size.clips, size.dialogues) or (size.each and calls.speakers_of(own))
    }
    if not lines:
        raise DataError(f"there is no fitting data set in {data}: give a folder of sets with {NEEDS}")
    return [Job(data, name, line, size) for name, own in lines.items() for line in own]


def measure(jobs: Sequence[Job], at_once: int, out: Path | None = None) -> dict[str, dict[str, Found]]:
    """The last line's sets; results are added to ``out`` as they come."""
    done = _kept(out)
    left = [job for job in jobs if (job.name, job.line, job.size) not in done]
    for job, found in zip(left, _each(left, at_once), strict=True):
        done[job.name, job.line, job.size] = found
        if out is not None:
            with out.open("ab") as file:
                file.write(msgspec.json.encode(Done(job.name, job.line, job.size, found)) + b"\n")
    figures: defaultdict[str, dict[str, Found]] = defaultdict(dict)
    for job in jobs:
        figures[job.name][job.line] = done[job.name, job.line, job.size]
    return {name: with_losses(found) for name, found in figures.items()}


def _kept(out: Path | None) -> dict[tuple[str, str, Size], Found]:
    if out is None or not out.is_file():
        return {}
    lines = [msgspec.json.decode(line, type=Done) for line in out.read_bytes().splitlines()]
    return {(line.name, line.line, line.size): line.found for line in lines}


def _each(jobs: Sequence[Job], at_once: int) -> Iterator[Found]:
    """In so many processes, or in this one."""
    if at_once == 1:
        yield from map(measured, jobs)
        return
    with ProcessPoolExecutor(at_once) as pool:
        yield from pool.map(measured, jobs)


@cache
def _folder(data: Path) -> tuple[list[DataSet], Material, CoreSettings]:
    """A folder's sets, what they have for copies, and the shipped settings, read once a process."""
    sets = list(data_sets(data))
    return sets, material(sets), load(None, {}).core("en")


def measured(job: Job) -> Found:
    """All that a set has, over one line."""
    sets, heard, settings = _folder(job.data)
    own = next(each for each in sets if each.name == job.name)
    line = None if job.line == CLEAN else conditions(heard, own.name)[job.line]
    callers = calls.speakers_of(own) if job.size.each else []
    plans = list(calls.plans(callers, job.size.each))
    return _over(line, parts_of(own, job.size.clips, job.size.dialogues), plans, settings)


def parts_of(own: DataSet, clips: int, dialogues: int) -> list[Measured]:
    """What of a set is measured, and how; nothing of one that fits no benchmark."""
    two_sided = (own.folder / "speech.csv").is_file() or (own.folder / "syllables.csv").is_file()
    few = some(own, dialogues if two_sided else clips, _is_used)
    measures: dict[Measure, bool] = {
        _arousal: bool(emotions.labelled(few)),
        _rate: bool(passages.passages(few)),
        _turns: bool(turns.recordings(few)),
    }
    return [Measured(few, measure) for measure, fits in measures.items() if fits]


def with_losses(found: dict[str, Found]) -> dict[str, Found]:
    """Beside each figure what it loses against the clean line."""
    clean = found[CLEAN]
    return {key: {**figures, **_losses(clean, figures)} for key, figures in found.items()}


def _losses(clean: Found, figures: Found) -> Found:
    losses: Found = {}
    for key, value in figures.items():
        before = clean.get(key)
        if isinstance(value, float) and isinstance(before, float):
            worse = value - before if key in MORE_IS_WORSE else before - value
            losses[key + LOSS] = round(worse, 3)
    return losses


def _over(
    line: Degradation | None, parts: Sequence[Measured], plans: Sequence[calls.Plan], settings: CoreSettings
) -> Found:
    found: Found = {}
    with TemporaryDirectory() as folder:
        for number, one in enumerate(parts):
            copy = one.part if line is None else degraded(one.part, line, Path(folder) / str(number))
            found |= one.measure(copy, settings)
    if plans:
        summary = calls.summary([calls.hear(plan, settings, line) for plan in plans])
        found |= {key: _float(summary[key]) for key in CALL_KEYS}
    return found


def _arousal(own: DataSet, settings: CoreSettings) -> Found:
    thresholds = settings.thresholds
    judged = emotions.clips(emotions.labelled(own), detectors(), thresholds)
    found = arousal.summary({own.name: judged}, thresholds.cues.vocal_arousal).get(own.name)
    return {"uar_shipped": _float(found["uar_shipped"]), "uar_ci95": found["ci95"]} if found else {}


def _rate(own: DataSet, settings: CoreSettings) -> Found:
    found = rate.measure(passages.passages(own), detectors(), settings.thresholds.hearing, factors=())
    errors = np.array([abs(one.rate / one.passage.rate - 1) for one in found])
    interval = interval95([one.passage.speaker for one in found], lambda at: float(np.median(errors[at])))
    return {"median_error": round(float(np.median(errors)), 3), "median_error_ci95": interval}


def _turns(own: DataSet, settings: CoreSettings) -> Found:
    summary = turns.summary([turns.hear(each, settings) for each in turns.recordings(own)])
    found: Found = {key: _float(summary[key]) for key in TURN_KEYS}
    return found | {f"{key}_ci95": summary[f"{key}_ci95"] for key in TURN_KEYS if f"{key}_ci95" in summary}


def _is_used(row: Row) -> bool:
    """Clips of other emotions are not."""
    emotion = (row.get("emotion") or "").strip().lower()
    return not emotion or emotion in emotions.ANGRY | emotions.NEUTRAL


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)


def _table(name: str, found: dict[str, Found]) -> Table:
    keys = [key for key in found[CLEAN] if not key.endswith(LOSS)]
    table = Table(name, *(heading for key in keys for heading in _headings(key)), box=None)
    for condition, figures in found.items():
        cells = (shown(figures.get(each)) for key in keys for each in (key, key + LOSS)[: len(_headings(key))])
        table.add_row(condition, *cells)
    return table


def _headings(key: str) -> tuple[str, ...]:
    return (key,) if key.endswith("ci95") else (key, "loss")


if __name__ == "__main__":
    typer.run(main)
