"""A logistic sum fitted with ridge in plain numpy, and how well two classes are told apart."""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

RIDGE = 1.0
"""On standardised features, against a mean loss of as many items as there are."""
STEPS = 25

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Logistic(msgspec.Struct, frozen=True):
    """Weights in the features' own units."""

    weights: tuple[float, ...]
    bias: float

    def says(self, features: Floats) -> Flags:
        """True where the probability is over one half; features of shape (n, m)."""
        return np.asarray(features @ np.array(self.weights) + self.bias > 0)


def fit(features: Floats, truth: Flags, ridge: float = RIDGE) -> Logistic:
    """Newton's method; both classes weigh the same, whatever their number."""
    centre, scale = features.mean(axis=0), features.std(axis=0) + 1e-9
    rows = np.column_stack(((features - centre) / scale, np.ones(len(features))))
    share = np.where(truth, 0.5 / max(1, truth.sum()), 0.5 / max(1, (~truth).sum())) * len(truth)
    penalty = np.diag([*[ridge] * features.shape[1], 1e-6])
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (share * (chance - truth)) + penalty @ weights
        bend = (rows * (share * chance * (1 - chance))[:, None]).T @ rows + penalty
        weights -= np.linalg.solve(bend, slope)
    own = weights[:-1] / scale
    return Logistic(tuple(own.tolist()), float(weights[-1] - own @ centre))


def speaker_out(features: Floats, truth: Flags, speakers: Sequence[str]) -> Flags | None:
    """Each speaker's clips as told by what the others taught; None where the others lack a class."""
    said = np.zeros(len(truth), bool)
    for own in _folds(speakers):
        if len(set(truth[~own].tolist())) < 2:
            return None
        said[own] = fit(features[~own], truth[~own]).says(features[own])
    return said


def unweighted_recall(truth: Flags, said: Flags) -> float | None:
    """UAR: the mean of both classes' recalls; None where a class is missing."""
    if truth.all() or not truth.any():
        return None
    return float(said[truth].mean() + (~said[~truth]).mean()) / 2


def area(truth: Flags, values: Floats) -> float | None:
    """Area under the ROC curve: how often one of the class lies over one that isn't; None where a class is missing."""
    if truth.all() or not truth.any():
        return None
    over = values[truth][:, None] - values[~truth][None, :]
    return float((over > 0).mean() + 0.5 * (over == 0).mean())


def _folds(speakers: Sequence[str]) -> Iterator[Flags]:
    names = np.array(speakers)
    for name in sorted(set(speakers)):
        yield names == name
