"""Who spoke in a second, from the meters' readings."""

import pytest

from monitor.core.events import Level, Levels, VoiceNow
from monitor.service.strip import AGENT, BOTH, CUSTOMER, HELD, NOBODY, Strip


def reading(at: float, speakers: str, *, overlap: bool = False, hold: bool = False) -> Levels:
    voices = [VoiceNow(name in speakers, None, None, 0.0) for name in ("a", "c")]
    return Levels(
        at=at,
        call_id="c1",
        agent=voices[0],
        customer=voices[1],
        overlap=overlap,
        on_hold=hold,
        score=0.0,
        level=Level.CALM,
    )


@pytest.mark.parametrize(
    ("readings", "talk"),
    [
        ([reading(0.0, ""), reading(0.25, "")], NOBODY),
        ([reading(0.0, "a"), reading(0.25, "c"), reading(0.5, "c")], CUSTOMER),
        ([reading(0.0, "a"), reading(0.25, "ac"), reading(0.5, "")], AGENT),
        ([reading(0.0, "ac", overlap=True), reading(0.25, "a")], BOTH),
        ([reading(0.0, "a", hold=True)], HELD),
    ],
)
def test_a_second_belongs_to_who_spoke_longer_unless_both_did_at_once(readings: list[Levels], talk: int) -> None:
    strip = Strip()
    for each in readings:
        strip.receive(each, prompt=False)
    assert strip.talk() == (talk,)
