"""Trying weights of the customer's voice on calls whose frames are known."""

import pytest

from benchmarks import fit_escalation
from benchmarks.composed_calls import Change
from benchmarks.fit_escalation import HeardCall, outcome, with_heat
from tests.core.scene_kit.script import CUSTOMER, Talk, chat, frames

LOUD = [Talk(CUSTOMER, at, at + 4.5, dbfs=-14.0, alpha_db=-2.0, f0_hz=270.0) for at in (28, 34, 40, 46)]
CALLS = [
    HeardCall(Change.CUSTOMER_ANGRY, 28.0, frames(55, [*chat(0, 27), *LOUD])),
    HeardCall(Change.NOTHING, 28.0, frames(55, chat(0, 54))),
]


def test_angry_calls_are_told_from_calm_ones(settings):
    shipped = settings.thresholds.escalation
    found = outcome(CALLS, with_heat(settings, shipped.customer_voice, shipped.voice_believed_seconds))
    assert (found.recall, found.false) == (1.0, 0.0)
    assert 0 < found.rise_seconds < 20
    assert found.hottest_control < shipped.enter_watch


def test_a_voice_of_no_weight_raises_nothing(settings):
    assert outcome(CALLS, with_heat(settings, 0.0, 4.0)).recall == 0.0


def test_what_takes_longer_to_be_believed_rises_later(settings):
    quick, slow = (outcome(CALLS, with_heat(settings, 6.0, seconds)).rise_seconds for seconds in (2.0, 6.0))
    assert quick < slow


def test_nothing_that_fits_is_said_with_what_is_needed(tmp_path):
    with pytest.raises(SystemExit, match=r"no fitting data set .*emotion"):
        fit_escalation.main(tmp_path, each=1)
