"""The figures of a score."""

import pytest

from benchmarks.scoring import mean, percentile, poisson_upper95, share, shown


def test_nothing_has_no_figure():
    assert (share([]), percentile([], 50), mean([None])) == (None, None, None)
    assert shown(None) == "-"


def test_share_percentile_and_mean():
    assert share([True, True, False]) == 0.667
    assert percentile([1.0, 2.0, 9.0], 50) == 2.0
    assert mean([0.5, None, 1.0]) == 0.75
    assert shown([0.25, 1.0]) == "0.25-1"


@pytest.mark.parametrize(("count", "bound"), [(0, 2.9957), (1, 4.7439), (5, 10.5130), (20, 29.0620)])
def test_bound_on_rare_events_is_the_exact_one(count, bound):
    assert poisson_upper95(count) == pytest.approx(bound, abs=1e-3)
