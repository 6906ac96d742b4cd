"""Fit the weights of vocal arousal anew: ``python -m benchmarks.fit_arousal --data DIR``.

DIR holds sets as ``benchmarks.arousal`` takes them. The sum keeps its measures and the
borders at which each distance is cut; weights and bias are fitted to all sets together,
each clip weighing the same within its class. First the direction, with so strong a ridge
that the measures share the work (a weight that only these clips call for fails on the
next set), then slope and bias, so that the sum is a chance: ``open_at`` keeps its meaning.
Prints the table to paste into config/thresholds.toml, and how well the same fit tells
speakers that it hasn't heard.
"""

import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.clip_features import FEATURES, SHIPPED
from benchmarks.clips import Floats
from benchmarks.emotions import Clip, clips, labelled_sets, matrix
from benchmarks.intervals import interval95
from benchmarks.logistic import Flags, Logistic, fit, unweighted_recall
from benchmarks.scoring import shown
from monitor.core.cues.vocal_arousal import VocalArousalSettings, cut
from monitor.core.errors import CallMonitorError
from monitor.edges.sound.speech_detector import detectors
from monitor.settings import load

DIRECTION_RIDGE = 40.0

Figures = dict[str, Any]


class Labelled(msgspec.Struct, frozen=True):
    """Clips of all sets: distances as the sum cuts them (n, 3), truth, and whose they are."""

    distances: Floats
    angry: Flags
    sets: list[str]
    speakers: list[str]
    """Set and speaker."""


def main(
    data: Annotated[Path, typer.Option(help="Folder of data sets.")],
    shuffle: Annotated[int | None, typer.Option(help="Deal the labels out anew by this seed: must give 0.5.")] = None,
) -> None:
    """Fit the weights of vocal arousal on labelled recordings."""
    try:
        found = labelled_sets(data, shuffle)
        thresholds = load(None, {}).core("en").thresholds
    except CallMonitorError as error:
        sys.exit(f"benchmarks.fit_arousal: {error}")
    pair = detectors()
    settings = thresholds.cues.vocal_arousal
    figures = fitted({name: clips(recordings, pair, thresholds) for name, recordings in found.items()}, settings)
    Console().print(_table(figures))
    print(toml(figures["weights"]))
    print(msgspec.json.encode(figures).decode())


def fitted(sets: dict[str, list[Clip]], settings: VocalArousalSettings) -> Figures:
    """Weights as ``VocalArousalSettings`` has them, and the recall on speakers that were left out, set by set."""
    every = _together(sets, settings)
    model = weigh(every)
    said = _speaker_out(every)
    names = ("bass_weight", "alpha_weight", "pitch_weight")
    bias = model.bias + math.log(settings.open_at / (1 - settings.open_at))
    return {
        "weights": {
            name: round(value, 2) for name, value in zip((*names, "bias"), (*model.weights, bias), strict=True)
        },
        "sets": {name: _recall(every, said, name) for name in sets},
        "n": len(every.angry),
    }


def weigh(every: Labelled) -> Logistic:
    """Direction by a strong ridge, then slope and bias; says angry where the sum is over 0."""
    direction = np.array(fit(every.distances, every.angry, DIRECTION_RIDGE).weights)
    along = fit((every.distances @ direction)[:, None], every.angry)
    return Logistic(tuple((direction * along.weights[0]).tolist()), along.bias)


def toml(weights: dict[str, float]) -> str:
    """The table to paste."""
    return "\n".join(["[cues.vocal_arousal]", *(f"{name} = {value}" for name, value in weights.items())])


def _together(sets: dict[str, list[Clip]], settings: VocalArousalSettings) -> Labelled:
    found = [(name, clip) for name, each in sets.items() for clip in each]
    columns = [FEATURES.index(name) for name in SHIPPED]
    rows = matrix([clip for _, clip in found])[:, columns]
    return Labelled(
        np.array([cut(*row, settings) for row in rows.tolist()]),
        np.array([clip.angry for _, clip in found]),
        [name for name, _ in found],
        [f"{name} {clip.speaker}" for name, clip in found],
    )


def _speaker_out(every: Labelled) -> Flags:
    said = np.zeros(len(every.angry), bool)
    speakers = np.array(every.speakers)
    for speaker in sorted(set(every.speakers)):
        own = speakers == speaker
        if len(set(every.angry[~own].tolist())) == 2:
            said[own] = weigh(_only(every, np.flatnonzero(~own).tolist())).says(every.distances[own])
    return said


def _only(every: Labelled, at: Sequence[int]) -> Labelled:
    names, speakers = ([of[index] for index in at] for of in (every.sets, every.speakers))
    return Labelled(every.distances[at], every.angry[at], names, speakers)


def _recall(every: Labelled, said: Flags, name: str) -> Figures:
    at = [index for index, own in enumerate(every.sets) if own == name]
    angry, heard = every.angry[at], said[at]
    ends = interval95([every.speakers[index] for index in at], lambda own: unweighted_recall(angry[own], heard[own]))
    recall = unweighted_recall(angry, heard)
    return {"uar_speaker_out": None if recall is None else round(recall, 3), "ci95": ends, "n": len(at)}


def _table(figures: Figures) -> Table:
    table = Table("set", "clips", "UAR on speakers left out", title="Vocal arousal, fitted anew", box=None)
    for name, each in figures["sets"].items():
        table.add_row(name, str(each["n"]), f"{each['uar_speaker_out']} ({shown(each['ci95'])})")
    return table


if __name__ == "__main__":
    typer.run(main)
