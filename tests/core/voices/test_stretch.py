"""A stretch is summed up by its loud frames, and by no single loud word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.voices.measures import Voiced
from monitor.core.voices.stretch import summed, weighted_median

CALM = Voiced(0.0, -26.0, -8.0, 10.0, -4.0)
QUIET_NOISE = Voiced(0.0, -46.0, 2.0, 30.0, 10.0)
SHOUT = Voiced(0.0, -10.0, 0.0, 20.0, -20.0)
NUMBERS = st.floats(-50, 50)


def test_frames_alike_are_their_own_sum() -> None:
    assert summed([CALM] * 30) == pytest.approx(CALM)


def test_quiet_noise_among_speech_changes_neither_brightness_nor_pitch_nor_bass() -> None:
    heard = summed([CALM] * 30 + [QUIET_NOISE] * 20)
    assert (heard.alpha_db, heard.pitch_st) == (CALM.alpha_db, CALM.pitch_st)
    assert heard.bass_db == pytest.approx(CALM.bass_db, abs=0.2)


def test_one_loud_word_in_a_calm_stretch_is_no_raised_one() -> None:
    heard = summed([CALM] * 36 + [SHOUT] * 14)
    assert (heard.level_dbfs, heard.alpha_db, heard.pitch_st) == (CALM.level_dbfs, CALM.alpha_db, CALM.pitch_st)


def test_bass_is_that_of_all_energy() -> None:
    assert summed([CALM._replace(bass_db=-100.0), CALM._replace(bass_db=0.0)]).bass_db == pytest.approx(-4.77, abs=0.01)


@given(st.lists(st.tuples(NUMBERS, st.floats(0.01, 10)), min_size=1))
def test_a_weighted_median_has_half_of_the_weight_on_either_side(pairs: list[tuple[float, float]]) -> None:
    values, weights = zip(*pairs, strict=True)
    median = weighted_median(values, weights)
    half = sum(weights) / 2 + 1e-9
    assert sum(weight for value, weight in pairs if value < median) <= half
    assert sum(weight for value, weight in pairs if value > median) <= half


def test_equal_weights_give_the_middle_value() -> None:
    assert weighted_median([3.0, 1.0, 2.0], [1.0, 1.0, 1.0]) == 2.0
