"""No usual is beyond what calm speakers have, where brightness and pitch both say so."""

import pytest

from monitor.core.events import CueKind
from monitor.core.voices.baseline import BaselineSettings
from monitor.core.voices.measures import Effort, Voiced
from monitor.core.voices.usual import PopulationSettings, Usual
from tests.core.scene_kit.script import AGENT, CUSTOMER, Talk, cues, play


def learnt(alpha_db: float, pitch_st: float, *, then: tuple[float, float] | None = None) -> Usual:
    """After 5 s of one voice, and 20 s of another where told."""
    usual = Usual(BaselineSettings(), PopulationSettings())
    for _ in range(5):
        usual.learn(Voiced(0.0, -20.0, alpha_db, pitch_st), 1.0, frozen=False)
    for _ in range(20 if then else 0):
        usual.learn(Voiced(0.0, -28.0, *then), 1.0, frozen=False)
    return usual


@pytest.mark.parametrize(
    ("alpha_db", "pitch_st", "usual"),
    [
        (-10.0, 3.0, (-10.0, 3.0)),
        (-2.0, 12.0, (-2.0, 12.0)),
        (-12.0, 20.0, (-12.0, 20.0)),
        (-2.5, 18.5, (-7.5, 14.5)),
        (-2.5, 16.5, (-5.0, 14.5)),
        (2.5, 18.5, (-2.5, 14.5)),
    ],
    ids=["calm", "a bright line", "a high voice", "beyond in both", "half a step", "as far as the nearer says"],
)
def test_the_usual_is_bound_by_both_together(alpha_db: float, pitch_st: float, usual: tuple[float, float]) -> None:
    known = learnt(alpha_db, pitch_st).known
    assert known is not None
    assert (known.alpha_db, known.pitch_st) == pytest.approx(usual)


def test_a_voice_that_calms_down_becomes_the_usual() -> None:
    known = learnt(-1.0, 19.0, then=(-10.0, 12.0)).known
    assert known is not None
    assert (known.level_dbfs, known.alpha_db, known.pitch_st) == pytest.approx((-28.0, -10.0, 12.0))


def test_what_is_beyond_is_not_learnt_once_a_usual_is_known() -> None:
    known = learnt(-10.0, 12.0, then=(-1.0, 19.0)).known
    assert known is not None
    assert known.level_dbfs == -20.0


def test_a_margin_lessens_what_is_held_against_thresholds() -> None:
    less = Effort.of(6.0, 3.0, 1.5, 2.0, margin=1.5).cautious
    assert (less.level_db, less.alpha_db, less.pitch_st) == pytest.approx((4.0, 2.0, 1.0))


def test_a_call_that_starts_with_shouting_is_raised_though_no_calm_word_was_heard() -> None:
    shouting = [Talk(CUSTOMER, 6.0 * turn + 2, 6.0 * turn + 7, alpha_db=2, f0_hz=370) for turn in range(4)]
    answers = [Talk(AGENT, 6.0 * turn, 6.0 * turn + 1.8) for turn in range(5)]
    assert len(cues(play(30, *shouting, *answers), CueKind.RAISED_VOICE, CUSTOMER)) == 1
