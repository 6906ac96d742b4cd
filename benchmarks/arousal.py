"""Anger against neutral on acted or real clips: ``python -m benchmarks.arousal --data DIR``.

At 8 kHz, every clip brought to the same level, against at most 4 of the speaker's own
neutral clips. A set is a folder of DIR whose labels.csv has `path`, `emotion` and `speaker`.
Reported a set: the shipped weights at the shipped threshold; the same features refitted
without the speaker that is judged; refitted on the other sets alone. Intervals are over
speakers. Further features are measured as candidates for the shipped sum.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.clip_features import CANDIDATES, FEATURES, SHIPPED
from benchmarks.clips import Floats
from benchmarks.emotions import Clip, clips, labelled_sets, matrix
from benchmarks.intervals import interval95
from benchmarks.logistic import Flags, area, fit, speaker_out, unweighted_recall
from benchmarks.scoring import shown
from monitor.core.cues.vocal_arousal import VocalArousalSettings, arousal, cut
from monitor.core.errors import CallMonitorError
from monitor.core.voices.voice import Effort
from monitor.edges.sound.speech_detector import detectors
from monitor.settings import load

Figures = dict[str, Any]

TABLE_WIDTH = 150


class Judged(msgspec.Struct, frozen=True):
    """One set's clips and their truth; the shipped measures cut at the borders of the shipped sum."""

    features: Floats
    angry: Flags
    speakers: list[str]

    def columns(self, names: Sequence[str]) -> Floats:
        return self.features[:, [FEATURES.index(name) for name in names]]


def main(
    data: Annotated[Path, typer.Option(help="Folder of data sets.")],
    shuffle: Annotated[int | None, typer.Option(help="Deal the labels out anew by this seed: must give 0.5.")] = None,
) -> None:
    """Tell anger from neutral."""
    try:
        found = labelled_sets(data, shuffle)
        thresholds = load(None, {}).core("en").thresholds
    except CallMonitorError as error:
        sys.exit(f"benchmarks.arousal: {error}")
    pair = detectors()
    scored = {name: clips(recordings, pair, thresholds) for name, recordings in found.items()}
    figures = summary(scored, thresholds.cues.vocal_arousal)
    for table in _tables(figures):
        Console(width=TABLE_WIDTH).print(table)
    print(msgspec.json.encode({"sets": figures}).decode())


def summary(sets: dict[str, list[Clip]], settings: VocalArousalSettings) -> dict[str, Figures]:
    """The last line's sets; those in which one class was left without a voice to judge it by are left out."""
    judged = {
        name: _judged(found, settings) for name, found in sets.items() if len({clip.angry for clip in found}) == 2
    }
    return {name: _figures(name, judged, sets[name], settings) for name in judged}


def _judged(found: list[Clip], settings: VocalArousalSettings) -> Judged:
    features, columns = matrix(found), [FEATURES.index(name) for name in SHIPPED]
    features[:, columns] = [_cut(row, settings) for row in features[:, columns].tolist()]
    return Judged(features, np.array([clip.angry for clip in found]), [clip.speaker for clip in found])


def _cut(shipped: Sequence[float], settings: VocalArousalSettings) -> tuple[float, float, float]:
    thinner, brighter, higher = cut(*shipped, settings)
    return -thinner, brighter, higher


def _figures(name: str, sets: dict[str, Judged], found: list[Clip], settings: VocalArousalSettings) -> Figures:
    own = sets[name]
    others = [each for other, each in sets.items() if other != name]
    values = _shipped(own, settings)
    shipped = values >= settings.open_at
    return {
        **_recall("shipped", own, shipped, "ci95"),
        **_recall("speaker_out", own, _speaker_out(own, SHIPPED)),
        **_recall("cross_corpus", own, _cross(own, others, SHIPPED)),
        "n": len(own.angry),
        "angry": int(own.angry.sum()),
        "speakers": len(set(own.speakers)),
        "unheard": sum(not clip.heard for clip in found),
        "speech_share_angry": _mean([clip.speech_share for clip in found if clip.angry]),
        "speech_share_neutral": _mean([clip.speech_share for clip in found if not clip.angry]),
        "recall_angry_shipped": _rounded(float(shipped[own.angry].mean())),
        "recall_neutral_shipped": _rounded(float(1 - shipped[~own.angry].mean())),
        "auc_shipped": _rounded(area(own.angry, values)),
        **_recall("speaker_out_all_features", own, _speaker_out(own, FEATURES)),
        **_recall("cross_corpus_all_features", own, _cross(own, others, FEATURES)),
        "refit": _refit(own),
        "features": {feature: _feature(own, others, feature) for feature in FEATURES},
    }


def _shipped(own: Judged, settings: VocalArousalSettings) -> Floats:
    """The core's own sum; a level difference of 0, as gain control leaves it."""
    rows = own.columns(SHIPPED).tolist()
    return np.array([arousal(Effort.of(0.0, alpha, pitch, 0.0, bass_db=bass), settings) for bass, alpha, pitch in rows])


def _speaker_out(own: Judged, names: Sequence[str]) -> Flags | None:
    return speaker_out(own.columns(names), own.angry, own.speakers)


def _cross(own: Judged, others: Sequence[Judged], names: Sequence[str]) -> Flags | None:
    """As told by all the other sets; None where there is no other."""
    if not others:
        return None
    model = fit(
        np.concatenate([each.columns(names) for each in others]), np.concatenate([each.angry for each in others])
    )
    return model.says(own.columns(names))


def _recall(what: str, own: Judged, said: Flags | None, interval: str = "") -> Figures:
    """UAR and its interval; None where it can't be told, as of one speaker or one set alone."""
    if said is None:
        return {f"uar_{what}": None, interval or f"ci95_{what}": None}

    def recall(at: list[int]) -> float | None:
        return unweighted_recall(own.angry[at], said[at])

    return {
        f"uar_{what}": _rounded(unweighted_recall(own.angry, said)),
        interval or f"ci95_{what}": interval95(own.speakers, recall),
    }


def _refit(own: Judged) -> dict[str, float]:
    """Weights that the whole set would give the shipped sum, for a threshold of one half."""
    model = fit(own.columns(SHIPPED), own.angry)
    names = (*SHIPPED, "bias")
    return {name: round(value, 3) for name, value in zip(names, (*model.weights, model.bias), strict=True)}


def _feature(own: Judged, others: Sequence[Judged], name: str) -> dict[str, float | None]:
    """What one feature tells alone, and what it adds to the shipped ones."""
    column = own.columns([name])[:, 0]
    figures = {
        "auc": area(own.angry, column),
        "median_angry": float(np.median(column[own.angry])),
        "median_neutral": float(np.median(column[~own.angry])),
    }
    if name in CANDIDATES:
        more = (*SHIPPED, name)
        figures["uar_speaker_out_added"] = _uar(own, _speaker_out(own, more))
        figures["uar_cross_corpus_added"] = _uar(own, _cross(own, others, more))
    return {key: _rounded(value) for key, value in figures.items()}


def _uar(own: Judged, said: Flags | None) -> float | None:
    return None if said is None else unweighted_recall(own.angry, said)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _mean(shares: Sequence[float | None]) -> float | None:
    known = [share for share in shares if share is not None]
    return round(sum(known) / len(known), 3) if known else None


def _tables(figures: dict[str, Figures]) -> tuple[Table, Table]:
    rows = ("shipped", "speaker_out", "cross_corpus", "speaker_out_all_features", "cross_corpus_all_features")
    recalls = Table("UAR, anger against neutral", *figures, box=None)
    for what in rows:
        ends = "ci95" if what == "shipped" else f"ci95_{what}"
        recalls.add_row(what.replace("_", " "), *(_cell(each[f"uar_{what}"], each[ends]) for each in figures.values()))
    for key in ("n", "angry", "speakers", "auc_shipped", "speech_share_angry", "speech_share_neutral"):
        recalls.add_row(key.replace("_", " "), *(str(each[key]) for each in figures.values()))
    features = Table("AUC of a feature alone", *figures, box=None)
    for name in FEATURES:
        features.add_row(name, *(str(each["features"][name]["auc"]) for each in figures.values()))
    return recalls, features


def _cell(value: float | None, ends: list[float] | None) -> str:
    return "-" if value is None else f"{value:.3f} ({shown(ends)})"


if __name__ == "__main__":
    typer.run(main)
