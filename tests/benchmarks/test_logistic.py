"""Fits and figures on numbers whose answer is known."""

import numpy as np
import pytest

from benchmarks.intervals import interval95
from benchmarks.logistic import area, fit, speaker_out, unweighted_recall


def two_clouds(distance, count=200, seed=1):
    generator = np.random.default_rng(seed)
    truth = np.arange(count) % 2 == 0
    return generator.standard_normal((count, 2)) + np.where(truth, distance, 0.0)[:, None] * [1.0, 0.0], truth


def test_weights_lie_on_what_tells_and_are_in_its_units():
    features, truth = two_clouds(6.0)
    model = fit(features, truth)
    assert unweighted_recall(truth, model.says(features)) == 1.0
    assert abs(model.weights[1]) < 0.2 * model.weights[0]
    assert -model.bias / model.weights[0] == pytest.approx(3.0, abs=0.5)


def test_rare_class_weighs_as_much_as_the_other():
    features, truth = two_clouds(2.0, count=2000)
    few = ~truth | (np.arange(2000) % 20 == 0)
    model = fit(features[few], truth[few])
    assert -model.bias / model.weights[0] == pytest.approx(1.0, abs=0.25)


def test_unseen_speakers_are_told_at_chance_where_nothing_tells():
    features, truth = two_clouds(0.0, count=400)
    said = speaker_out(features, truth, [str(at // 40) for at in range(400)])
    assert unweighted_recall(truth, said) == pytest.approx(0.5, abs=0.1)


def test_one_speaker_alone_cannot_be_left_out():
    features, truth = two_clouds(3.0)
    assert speaker_out(features, truth, ["a"] * len(truth)) is None


def test_recall_is_the_mean_of_both_classes():
    truth = np.array([True, False, False, False])
    assert unweighted_recall(truth, np.array([True, False, False, True])) == pytest.approx(5 / 6)
    assert unweighted_recall(truth[:1], truth[:1]) is None


def test_area_counts_ties_half():
    truth = np.array([True, True, False])
    assert area(truth, np.array([2.0, 1.0, 1.0])) == 0.75
    assert area(truth[:2], np.zeros(2)) is None


def test_interval_is_over_speakers_and_the_same_each_time():
    values = np.array([0.0, 0.0, 1.0, 1.0])
    wide = interval95(["a", "a", "b", "b"], lambda at: float(values[at].mean()))
    assert wide == interval95(["a", "a", "b", "b"], lambda at: float(values[at].mean())) == [0.0, 1.0]
    assert interval95(["a", "b"], lambda at: None) is None
    assert interval95(["a", "a"], lambda at: 1.0) is None
