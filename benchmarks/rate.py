"""Syllables a second against known syllables: ``python -m benchmarks.rate --data DIR``.

At 8 kHz through the shipped feature extractor and its speech units, pauses out. A set is a
folder of DIR whose labels.csv has `n_syllables`, `first_syllable_s` and `speech_end_s`, or
that has a `syllables.csv`; clips and speech units of 2 s or more count. Beside the error
stands that of the best constant guess; the same recordings are heard again stretched to 0.8
and 1.25 times their length at the same pitch, and the measured ratio must follow.
"""

import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.clip_features import units
from benchmarks.clips import LEAD_SECONDS, Floats, heard, hops, load, with_lead
from benchmarks.data_sets import fitting_sets
from benchmarks.intervals import interval95
from benchmarks.passages import NEEDS, Passage, passages
from benchmarks.stretch import stretched
from monitor.core.errors import CallMonitorError
from monitor.core.signal.activity import SpeechDetector
from monitor.core.signal.features import HearingSettings
from monitor.core.signal.frames import HOP_SECONDS, Frames
from monitor.core.signal.nuclei import AROUND_HOPS
from monitor.edges.sound.speech_detector import detectors
from monitor.settings import load as load_settings

TABLE_WIDTH = 150
FACTORS = (0.8, 1.25)
NUCLEUS_LATE_SECONDS = AROUND_HOPS * HOP_SECONDS
"""A nucleus is certain so long after its peak."""


class Measured(msgspec.Struct, frozen=True):
    """One passage: syllables and seconds as heard, and its rate at each of ``FACTORS``."""

    passage: Passage
    syllables: int
    seconds: float
    stretched_rates: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Syllables a second; 0 where no speech was heard."""
        return self.syllables / self.seconds if self.seconds else 0.0


def main(data: Annotated[Path, typer.Option(help="Folder of data sets.")]) -> None:
    """Measure the speech rate."""
    try:
        found = fitting_sets(data, passages, NEEDS)
        hearing = load_settings(None, {}).core("en").thresholds.hearing
        pair = detectors()
        figures = {name: summary(measure(own, pair, hearing)) for name, own in found.items()}
    except CallMonitorError as error:
        sys.exit(f"benchmarks.rate: {error}")
    Console(width=TABLE_WIDTH).print(_table(figures))
    print(msgspec.json.encode({"sets": figures}).decode())


def measure(
    own: Sequence[Passage],
    pair: tuple[SpeechDetector, SpeechDetector],
    hearing: HearingSettings,
    factors: Sequence[float] = FACTORS,
) -> list[Measured]:
    """Every recording heard once as it is and once at each factor."""
    found = []
    for path, group in groupby(sorted(own, key=lambda one: str(one.path)), key=lambda one: one.path):
        samples = load(path)[:, :2]
        frames = heard(with_lead(samples), pair, hearing)
        slower = [heard(with_lead(_stretched(samples, factor)), pair, hearing) for factor in factors]
        for passage in group:
            pairs = zip(slower, factors, strict=True)
            rates = tuple(_rate(*_count(each, passage, factor)) for each, factor in pairs)
            found.append(Measured(passage, *_count(frames, passage, 1.0), rates))
    return found


def summary(found: Sequence[Measured]) -> dict[str, object]:
    """One set's figures; errors are shares."""
    truth = np.array([one.passage.rate for one in found])
    seen = np.array([one.rate for one in found])
    errors = np.abs(seen / truth - 1)
    following = _following(found)
    wrong = np.abs(following - 1)
    return {
        "median_error": _rounded(np.median(errors)),
        "median_error_constant": _rounded(constant_error(truth)),
        "r": _correlation(truth, seen),
        "stretch_error": _rounded(np.median(wrong)),
        "n": len(found),
        "ci95": interval95([one.passage.speaker for one in found], lambda at: float(np.median(errors[at]))),
        "p90_error": _rounded(np.percentile(errors, 90)),
        "bias": _rounded(np.median(seen / truth) - 1),
        "count_median_error": _rounded(np.median([abs(one.syllables / one.passage.syllables - 1) for one in found])),
        "seconds_median_error": _rounded(np.median([abs(_seconds_ratio(one) - 1) for one in found])),
        "stretch_bias": {
            str(f): _rounded(np.median(column) - 1) for f, column in zip(FACTORS, following.T, strict=True)
        },
        "stretch_error_p90": _rounded(np.percentile(wrong, 90)),
        "truth_median": _rounded(np.median(truth)),
    }


def constant_error(truth: Floats) -> float:
    """The median error of the one guess that has the least."""
    guesses = np.linspace(truth.min(), truth.max(), 400)
    return float(np.median(np.abs(guesses[:, None] / truth - 1), axis=1).min())


def _stretched(samples: Floats, factor: float) -> Floats:
    return np.stack([stretched(channel, factor) for channel in samples.T], axis=1)


def _count(frames: Frames, passage: Passage, factor: float) -> tuple[int, float]:
    """Nuclei and seconds of speech of a passage, in a recording stretched by a factor."""
    first, last = (at * factor + LEAD_SECONDS for at in (passage.listen_from, passage.listen_to))
    if passage.listen_from <= 0:
        first = 0.0
    speech = units(frames, passage.channel)
    seconds = sum(max(0.0, min(unit.end, last) - max(unit.start, first)) for unit in speech)
    nuclei = np.flatnonzero(hops(frames, passage.channel, "nuclei")) * HOP_SECONDS - NUCLEUS_LATE_SECONDS
    return int(((nuclei >= first) & (nuclei < last)).sum()), seconds


def _rate(syllables: int, seconds: float) -> float:
    return syllables / seconds if seconds else 0.0


def _following(found: Sequence[Measured]) -> Floats:
    """Measured over true change of rate, shape (passages, factors); 0 where nothing was heard."""
    rows = [
        [
            slow * factor / one.rate if one.rate else 0.0
            for slow, factor in zip(one.stretched_rates, FACTORS, strict=True)
        ]
        for one in found
    ]
    return np.array(rows, np.float64)


def _seconds_ratio(one: Measured) -> float:
    return one.seconds / (one.passage.end - one.passage.start)


def _correlation(truth: Floats, seen: Floats) -> float | None:
    """Pearson's r; None of fewer than three passages, or where one side never changes."""
    if len(truth) < 3 or not truth.std() or not seen.std():
        return None
    return _rounded(np.corrcoef(truth, seen)[0, 1])


def _rounded(value: float) -> float:
    return round(float(value), 3)


def _table(figures: dict[str, dict[str, object]]) -> Table:
    table = Table("speech rate", *figures, "goal", box=None)
    rows = (
        ("median error", "median_error", "at most 0.06"),
        ("its 95 % interval over speakers", "ci95", ""),
        ("median error of the best constant guess", "median_error_constant", ""),
        ("correlation with truth", "r", "at least 0.75"),
        ("error of the ratio after a stretch", "stretch_error", "at most 0.08"),
        ("median over truth", "bias", ""),
        ("clips", "n", ""),
    )
    for what, key, goal in rows:
        table.add_row(what, *(str(each[key]) for each in figures.values()), goal)
    return table


if __name__ == "__main__":
    typer.run(main)
