"""Edges of speech in recordings of several speakers in one channel: who speaks can't be told there, but when.

A set fits that has, beside its ``labels.csv``, a ``turns.csv`` (``path, speaker, start_s, end_s``); names are compared
without their extension. Truth is where anybody speaks, over pauses too short to end a speech unit.
"""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np

from benchmarks.clips import load
from benchmarks.data_sets import DataSet, Row, data_sets, number, read_table
from benchmarks.hearing import hear_samples
from benchmarks.scoring import percentile
from benchmarks.turn_scores import edge_errors
from monitor.core.events import Speech
from monitor.core.settings import CoreSettings

TURNS = "turns.csv"
SHORTEST_PAUSE_SECONDS = 0.2
EdgeFigures = dict[str, float | int | None]


class MonoRecording(msgspec.Struct, frozen=True):
    """One recording and the rows of its speech, as of channel 0."""

    path: Path
    speech: list[Row]


def mono_edges(data: Path, settings: CoreSettings) -> dict[str, EdgeFigures]:
    """Figures by set; empty where no set fits."""
    found = {each.name: _recordings(each) for each in data_sets(data) if (each.folder / TURNS).is_file()}
    return {name: _figures(recordings, settings) for name, recordings in found.items() if recordings}


def joined(turns: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Turns of all speakers -> stretches in which anybody speaks."""
    stretches: list[tuple[float, float]] = []
    for start, end in sorted(turns):
        if stretches and start - stretches[-1][1] < SHORTEST_PAUSE_SECONDS:
            start, end = stretches[-1][0], max(end, stretches.pop()[1])
        stretches.append((start, end))
    return stretches


def _recordings(each: DataSet) -> list[MonoRecording]:
    turns: dict[str, list[tuple[float, float]]] = {}
    for row in read_table(each.folder / TURNS):
        turns.setdefault(Path(row["path"]).stem, []).append((number(row, "start_s"), number(row, "end_s")))
    paths = [path for row in each.rows if (path := each.recording(row)) is not None]
    return [
        MonoRecording(
            path, [{"channel": "0", "start": str(start), "end": str(end)} for start, end in joined(turns[path.stem])]
        )
        for path in paths
        if path.stem in turns
    ]


def _figures(recordings: Sequence[MonoRecording], settings: CoreSettings) -> EdgeFigures:
    starts: list[float] = []
    ends: list[float] = []
    for recording in recordings:
        mono = load(recording.path)[:, 0].astype(np.float32)
        call = hear_samples(np.stack((mono, np.zeros_like(mono)), axis=1), recording.path.stem, settings)
        more = edge_errors(recording.speech, [event for event in call.events if isinstance(event, Speech)])
        starts += more[0]
        ends += more[1]
    return {
        "speech_start_median_seconds": percentile(starts, 50),
        "speech_start_p95_seconds": percentile(starts, 95),
        "speech_end_median_seconds": percentile(ends, 50),
        "speech_end_p95_seconds": percentile(ends, 95),
        "units": len(starts),
        "n": len(recordings),
    }
