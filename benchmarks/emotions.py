"""Angry and neutral clips of a data set, each as its distance from the speaker's own neutral voice."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import msgspec
import numpy as np

from benchmarks.clip_features import FEATURES, clip_features
from benchmarks.clips import Floats, heard, load, normalised, speech_share, with_lead
from benchmarks.data_sets import DataSet, fitting_sets
from monitor.core.settings import Thresholds
from monitor.core.signal.activity import SpeechDetector
from monitor.core.voices.baseline import Baseline

ANGRY = frozenset({"anger", "angry"})
NEUTRAL = frozenset({"neutral", "calm"})
BASELINE_CLIPS = 4
NEEDS = (
    "give a folder of data sets, each a folder with a labels.csv whose columns `path`, `emotion` and `speaker` name "
    "recordings of anger (`anger`, `angry`) and of the same speakers' neutral voice (`neutral`, `calm`), two or more"
)


class Labelled(msgspec.Struct, frozen=True):
    """A recording that is angry or neutral."""

    path: Path
    speaker: str
    angry: bool


class Clip(msgspec.Struct, frozen=True):
    """A clip to be judged: ``FEATURES`` over its speaker's usual, zeros where no voice was heard."""

    speaker: str
    angry: bool
    over_usual: tuple[float, ...]
    heard: bool
    speech_share: float | None
    """How much of its voice the product took for speech."""


class Measured(msgspec.Struct, frozen=True):
    """One recording; no features where hardly any voice was heard."""

    features: Floats | None
    speech_share: float | None


def labelled(each: DataSet) -> list[Labelled]:
    """The set's angry and neutral recordings; none where it has not both of one speaker."""
    if not each.has("emotion", "speaker"):
        return []
    found = []
    for row in each.rows:
        emotion, path = (row["emotion"] or "").strip().lower(), each.recording(row)
        if path is not None and emotion in ANGRY | NEUTRAL:
            found.append(Labelled(path, row["speaker"].strip(), emotion in ANGRY))
    scored = [one for _, _, rest in by_speaker(found) for one in rest]
    return found if len({one.angry for one in scored}) == 2 else []


def labelled_sets(data: Path, shuffle: int | None) -> dict[str, list[Labelled]]:
    """All sets of a folder, their labels dealt out anew where a seed is given; raises ``DataError``."""
    found = fitting_sets(data, labelled, NEEDS)
    if shuffle is None:
        return found
    return {name: shuffled(recordings, shuffle) for name, recordings in found.items()}


def shuffled(recordings: list[Labelled], seed: int) -> list[Labelled]:
    """The same recordings with their labels dealt out anew."""
    angry = np.random.default_rng(seed).permutation([one.angry for one in recordings]).tolist()
    return [msgspec.structs.replace(one, angry=label) for one, label in zip(recordings, angry, strict=True)]


def by_speaker(recordings: list[Labelled]) -> Iterator[tuple[str, list[Labelled], list[Labelled]]]:
    """Speaker, neutral recordings for the baseline, recordings to be scored; none where all are angry.

    At most 4 and at most half of the neutral ones, from all over the list, so that no text
    and no shade of neutral makes the baseline alone.
    """
    for speaker, group in groupby(sorted(recordings, key=_speaker), key=_speaker):
        own = list(group)
        neutral = [one for one in own if not one.angry]
        count = min(BASELINE_CLIPS, max(1, len(neutral) // 2))
        usual = [neutral[at * len(neutral) // count] for at in range(count)] if neutral else []
        if usual:
            yield speaker, usual, [one for one in own if one not in usual]


def clips(
    recordings: list[Labelled], detectors: tuple[SpeechDetector, SpeechDetector], thresholds: Thresholds
) -> list[Clip]:
    """All clips that are scored."""
    measured = {one.path: _measure(one.path, detectors, thresholds) for one in recordings}
    found = []
    for speaker, usual_of, scored in by_speaker(recordings):
        usual = _usual([measured[one.path].features for one in usual_of], thresholds)
        if usual is None:
            continue
        for one in scored:
            values = measured[one.path].features
            over = np.zeros(len(FEATURES)) if values is None else values - usual
            share = measured[one.path].speech_share
            found.append(Clip(speaker, one.angry, tuple(over.tolist()), values is not None, share))
    return found


def matrix(found: list[Clip]) -> Floats:
    """Shape (clips, features)."""
    return np.array([clip.over_usual for clip in found], np.float64).reshape(-1, len(FEATURES))


def _measure(path: Path, detectors: tuple[SpeechDetector, SpeechDetector], thresholds: Thresholds) -> Measured:
    samples = with_lead(normalised(load(path)[:, 0])[:, None])
    frames = heard(samples, detectors, thresholds.hearing)
    return Measured(clip_features(samples, frames), speech_share(samples, frames))


def _usual(measured: list[Floats | None], thresholds: Thresholds) -> Floats | None:
    """The core's baseline over the clips, each standing for 1 s: less than a call waits for."""
    values = [each for each in measured if each is not None]
    settings = msgspec.structs.replace(thresholds.voice.baseline, first_seconds=0.0)
    baselines = [Baseline(settings, least_spread=1.0) for _ in FEATURES]
    for each in values:
        for baseline, value in zip(baselines, each.tolist(), strict=True):
            baseline.learn(value, 1.0, frozen=False)
    return np.array([baseline.usual for baseline in baselines]) if values else None


def _speaker(one: Labelled) -> str:
    return one.speaker
