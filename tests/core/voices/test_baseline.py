"""A usual is robust, drifts slowly, and stays as it is while the call is hot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.voices.baseline import Baseline, BaselineSettings

SETTINGS = BaselineSettings(first_seconds=8, learn_seconds=25, drift_seconds=120)


def learnt(*values: float, frozen: bool = False) -> Baseline:
    """After one value a second."""
    baseline = Baseline(SETTINGS, least_spread=1.0)
    for value in values:
        baseline.learn(value, 1.0, frozen)
    return baseline


def test_nothing_is_usual_before_enough_was_heard() -> None:
    baseline = learnt(*[-26.0] * 7)
    assert baseline.usual is None
    assert baseline.over(-10.0) is None
    assert baseline.confidence == pytest.approx(7 / 25)


def test_the_usual_is_known_after_8_seconds() -> None:
    baseline = learnt(*[-26.0] * 8)
    assert baseline.usual == -26.0
    assert baseline.over(-20.0) == 6.0


def test_a_shout_among_calm_seconds_does_not_move_the_usual() -> None:
    calm = [-26.5, -26.0, -25.5] * 6
    assert learnt(*calm, -5.0, -5.0, -4.0).usual == pytest.approx(learnt(*calm).usual, abs=0.51)


def test_the_spread_knows_what_is_far_off_and_is_never_under_the_least() -> None:
    assert learnt(*[-26.0] * 20).spread == 1.0
    assert learnt(*[-30.0, -26.0, -22.0] * 6).spread == pytest.approx((32 / 3) ** 0.5)
    assert learnt(*[-26.0] * 8, -16.0).spread == pytest.approx(10 / 3)


def test_the_spread_follows_as_slowly_as_the_usual() -> None:
    assert 1.0 < learnt(*[0.0] * 25, *[-3.0, 3.0] * 30).spread < 3.0


def test_after_learning_it_follows_slowly() -> None:
    baseline = learnt(*[0.0] * 25, *[6.0] * 12)
    assert baseline.usual is not None
    assert 0.4 < baseline.usual < 0.7
    assert learnt(*[0.0] * 25, *[6.0] * 600).usual == pytest.approx(6.0, abs=0.1)


def test_it_stays_as_it_is_while_frozen() -> None:
    baseline = learnt(*[0.0] * 30)
    for _ in range(100):
        baseline.learn(10.0, 1.0, frozen=True)
    assert baseline.usual == 0.0


def test_a_call_that_is_hot_from_the_start_still_gets_a_usual() -> None:
    assert learnt(*[-26.0] * 8, frozen=True).usual == -26.0


@given(st.lists(st.floats(-60, 0), min_size=8, max_size=120))
def test_the_usual_is_never_outside_what_was_heard(values: list[float]) -> None:
    baseline = learnt(*values)
    assert baseline.usual is not None
    assert min(values) - 1e-9 <= baseline.usual <= max(values) + 1e-9
    assert baseline.spread >= 1.0
    assert 0 <= baseline.confidence <= 1
