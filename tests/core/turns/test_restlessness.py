"""Both sides are heard at once nearly all the time: talkers around them are."""

import pytest

from monitor.core.events import Overlap
from monitor.core.signal.frames import FRAME_SECONDS
from monitor.core.turns.restlessness import Restlessness
from tests.core.scene_kit.script import AGENT, CUSTOMER, Talk, of, play


def run(restless: Restlessness, both: bool, seconds: float) -> None:
    for _ in range(round(seconds / FRAME_SECONDS)):
        restless.receive(both)


def test_it_is_on_while_more_than_its_share_is_heard_at_once() -> None:
    restless = Restlessness(seconds=10.0, most_share=0.4)
    run(restless, True, 4.0)
    assert not restless.on
    run(restless, True, 0.05)
    assert restless.on
    run(restless, False, 5.9)
    assert restless.on
    run(restless, False, 0.2)
    assert not restless.on


@pytest.mark.parametrize(("around", "counted"), [(0.0, 1), (3.5, 0)])
def test_no_interruption_is_counted_among_talkers(around: float, counted: int) -> None:
    """Each side is heard while the other speaks for so many of 4 s, and then the agent cuts in."""
    talks = [Talk(AGENT, 0.5, 4.5), Talk(CUSTOMER, 5.0, 9.0)]
    for start in range(10, 34, 4):
        talks += [Talk(CUSTOMER, start, start + 3.7)]
        talks += [Talk(AGENT, start + 0.3, start + around)] if around else []
    talks += [Talk(CUSTOMER, 34.5, 37.5), Talk(AGENT, 36.6, 40.0)]
    overlaps = [each for each in of(play(43, *talks), Overlap) if each.counted and each.start > 34]
    assert len(overlaps) == counted
