"""Overlaps against exact labels: ``python -m benchmarks.turns --data DIR``.

A set fits that has an ``overlaps.csv`` (``file, who_came_in, start, end, label``) and a
``speech.csv`` beside its ``labels.csv``. Called an interruption is what the core counts as
one; found is one that was counted for the right side, and its onset is the time from its
start to the first mark, provisional or final. Recordings whose labels have a
``delay_ms`` are a line's that holds one side back: they are shown apart. Which side that is
stands in ``notes`` as "channel 1 is 150 ms late"; the core is told, as a source would tell
it, and the labels are those of the moments at which things were said. Sets of several speakers
in one channel that have a ``turns.csv`` are measured for edges of speech alone, in ``mono``.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.data_sets import DataSet, Row, fitting_sets, read_table
from benchmarks.hearing import hear_file
from benchmarks.intervals import interval95
from benchmarks.mono_edges import mono_edges
from benchmarks.scoring import percentile, share, shown
from benchmarks.turn_scores import (
    HARMLESS,
    NONE,
    ScoredDialogue,
    ScoredOverlap,
    TrueOverlap,
    edge_errors,
    score_dialogue,
)
from monitor.core.call_info import LineDelay
from monitor.core.errors import CallMonitorError
from monitor.core.events import Overlap, OverlapLabel, Speech
from monitor.core.settings import CoreSettings
from monitor.settings import load

TABLES = ("overlaps.csv", "speech.csv")
NEEDS = (
    "give a folder of sets that have, beside labels.csv, an overlaps.csv (file, who_came_in, start, end, label) "
    "and a speech.csv (file, channel, start, end)"
)
WIDTH = 132
Figures = dict[str, Any]
GOALS = {
    "interruption_recall": "at least 0.90",
    "false_interruption_share": "at most 0.05",
    "onset_median_seconds": "at most 1.0",
    "speech_start_median_seconds": "at most 0.06",
    "speech_start_p95_seconds": "at most 0.2",
    "speech_end_median_seconds": "at most 0.06",
    "speech_end_p95_seconds": "at most 0.2",
}


class Recording(msgspec.Struct, frozen=True):
    """One dialogue and what is known of it."""

    path: Path
    delay: LineDelay | None
    """None: neither side is held back."""
    overlaps: list[TrueOverlap]
    speech: list[Row]


class Dialogue(msgspec.Struct, frozen=True):
    """One recording's scores."""

    late: bool
    scored: ScoredDialogue
    start_errors: list[float]
    end_errors: list[float]


def main(data: Annotated[Path, typer.Option(help="Folder of data sets.")]) -> None:
    """Measure the turn-taking labels on dialogues whose overlaps are known."""
    try:
        sets = fitting_sets(data, recordings, NEEDS)
        settings = load(None, {}).core("en")
        found = {name: [hear(each, settings) for each in dialogues] for name, dialogues in sets.items()}
    except CallMonitorError as error:
        sys.exit(f"benchmarks.turns: {error}")
    figures = {name: summary(dialogues) for name, dialogues in found.items()}
    for name, dialogues in found.items():
        Console(width=WIDTH).print(
            _table(name, figures[name]), confusion([each for each in dialogues if not each.late])
        )
    mixed = mono_edges(data, settings)
    for name, edges in mixed.items():
        Console(width=WIDTH).print(_table(f"{name}: all speakers in one channel, edges of speech alone", edges))
    print(msgspec.json.encode({"sets": figures, "mono": mixed}).decode())


def recordings(each: DataSet) -> list[Recording]:
    """Those of a set that has the tables; raises ``DataError`` for a row that is none."""
    if not all((each.folder / table).is_file() for table in TABLES):
        return []
    overlaps, speech = (_by_file(read_table(each.folder / table)) for table in TABLES)
    found = []
    for row in each.rows:
        path, name = each.recording(row), row.get("file") or row.get("path") or ""
        if path is not None:
            found.append(Recording(path, _delay(row), [TrueOverlap.of(line) for line in overlaps[name]], speech[name]))
    return found


def _delay(row: Row) -> LineDelay | None:
    """The held-back side's delay; where the row doesn't say which side it is, late but not corrected."""
    if not float(row.get("delay_ms") or 0):
        return None
    said = re.search(r"channel ([01]) is (\d+) ms late", row.get("notes", ""))
    if said is None:
        return LineDelay()
    seconds = int(said[2]) / 1000
    return LineDelay(agent=seconds) if said[1] == "0" else LineDelay(customer=seconds)


def _by_file(rows: Sequence[Row]) -> defaultdict[str, list[Row]]:
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.get("file", "")].append(row)
    return found


def hear(recording: Recording, settings: CoreSettings) -> Dialogue:
    """Through the core, and scored."""
    events = hear_file(recording.path, settings, recording.delay).events
    scored = score_dialogue(recording.overlaps, [event for event in events if isinstance(event, Overlap)])
    edges = edge_errors(recording.speech, [event for event in events if isinstance(event, Speech)])
    return Dialogue(recording.delay is not None, scored, *edges)


def summary(dialogues: Sequence[Dialogue]) -> Figures:
    """A set's figures, lines that hold one side back apart."""
    on_time = [each for each in dialogues if not each.late]
    late = [each for each in dialogues if each.late]
    figures = _figures(on_time)
    if len(on_time) > 1:
        for key, figure in (("interruption_recall", recall), ("false_interruption_share", false_share)):
            figures[f"{key}_ci95"] = _interval(on_time, figure)
    return {**figures, "late": _figures(late)} if late else figures


def _interval(
    dialogues: Sequence[Dialogue], figure: Callable[[Sequence[ScoredOverlap]], float | None]
) -> list[float] | None:
    """Over dialogues: overlaps of one pair of voices are no independent evidence."""
    names = [str(number) for number in range(len(dialogues))]
    return interval95(names, lambda drawn: figure(_overlaps([dialogues[number] for number in drawn])))


def _figures(dialogues: Sequence[Dialogue]) -> Figures:
    overlaps = _overlaps(dialogues)
    found = [each for each in _interruptions(overlaps) if each.called_interruption]
    onsets = [each.onset_seconds for each in found if each.onset_seconds is not None]
    starts = [error for each in dialogues for error in each.start_errors]
    ends = [error for each in dialogues for error in each.end_errors]
    return {
        "interruption_recall": recall(overlaps),
        "false_interruption_share": false_share(overlaps),
        "label_accuracy": share([each.found == each.truth and each.right_channel for each in overlaps]),
        "onset_median_seconds": percentile(onsets, 50),
        "onset_p95_seconds": percentile(onsets, 95),
        "speech_start_median_seconds": percentile(starts, 50),
        "speech_start_p95_seconds": percentile(starts, 95),
        "speech_end_median_seconds": percentile(ends, 50),
        "speech_end_p95_seconds": percentile(ends, 95),
        "unlabelled_interruptions": sum(each.scored.unlabelled_interruptions for each in dialogues),
        "interruptions": len(_interruptions(overlaps)),
        "harmless": sum(each.truth in HARMLESS for each in overlaps),
        "n": len(dialogues),
    }


def recall(overlaps: Sequence[ScoredOverlap]) -> float | None:
    """Interruptions that were counted for the right side."""
    return share([each.called_interruption for each in _interruptions(overlaps)])


def false_share(overlaps: Sequence[ScoredOverlap]) -> float | None:
    """Backchannels, smooth switches and starts together near which one was counted."""
    return share([each.called_interruption for each in overlaps if each.truth in HARMLESS])


def _interruptions(overlaps: Sequence[ScoredOverlap]) -> list[ScoredOverlap]:
    return [each for each in overlaps if each.truth is OverlapLabel.INTERRUPTION]


def _overlaps(dialogues: Sequence[Dialogue]) -> list[ScoredOverlap]:
    return [overlap for each in dialogues for overlap in each.scored.overlaps]


def confusion(dialogues: Sequence[Dialogue]) -> Table:
    """Rows what it was, columns what it was called."""
    counts = Counter((each.truth.value, str(each.found)) for each in _overlaps(dialogues))
    table = Table("was \\ called", *OverlapLabel, NONE, box=None)
    for truth in OverlapLabel:
        cells = [counts[truth.value, called] for called in (*OverlapLabel, NONE)]
        if any(cells):
            table.add_row(truth, *(str(count or ".") for count in cells))
    return table


def _table(name: str, figures: Figures) -> Table:
    late = figures.get("late", {})
    table = Table(name, "on time", "95 %", "one side late", "goal", box=None)
    for key, value in figures.items():
        if key != "late" and not key.endswith("_ci95"):
            table.add_row(key, shown(value), shown(figures.get(f"{key}_ci95")), shown(late.get(key)), GOALS.get(key))
    return table


if __name__ == "__main__":
    typer.run(main)
