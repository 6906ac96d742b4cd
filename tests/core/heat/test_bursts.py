"""No level and no cue from one short loud sound of the customer's, however hot; heat falls when the call cools."""

import pytest

from monitor.core.events import AnyEvent, Channel, Cue, Escalation, Level
from tests.core.scene_kit.script import AGENT, CUSTOMER, Talk, chat, of, play

CALM = chat(0, 27)
HOT = {"dbfs": -8.0, "alpha_db": 2.0, "f0_hz": 380.0}
BURSTS = {
    "a loud hello": [(28.0, 28.7)],
    "a cough": [(28.0, 28.3), (28.5, 28.8)],
    "a laugh": [(28.0, 28.2), (28.35, 28.55), (28.7, 28.9), (29.05, 29.25), (29.4, 29.6)],
    "a cry": [(28.0, 30.0)],
    "a dog that barks five times": [(28.0 + 0.7 * bark, 28.25 + 0.7 * bark) for bark in range(5)],
}


def levels(events: list[AnyEvent]) -> list[Level]:
    return [event.level for event in of(events, Escalation)]


@pytest.mark.parametrize("then", [[], [Talk(CUSTOMER, 30.4, 33.0)]], ids=["alone", "and calm words after it"])
@pytest.mark.parametrize("name", BURSTS)
def test_one_short_loud_sound_opens_no_cue_and_raises_nothing(name: str, then: list[Talk]) -> None:
    sounds = [Talk(CUSTOMER, start, end, **HOT) for start, end in BURSTS[name]]
    events = play(62, *CALM, *sounds, *then, Talk(AGENT, 34, 40), *_later(41))
    assert of(events, Cue) == []
    highest = Level.WATCH if name == "a cry" else Level.CALM
    assert max(level.rank for level in levels(events)) <= highest.rank


def test_the_same_voice_in_turn_after_turn_raises_it_and_calm_turns_cool_it() -> None:
    angry = [Talk(CUSTOMER, 28 + 7 * turn, 32 + 7 * turn, **HOT) for turn in range(4)]
    answers = [Talk(AGENT, 32.3 + 7 * turn, 34.5 + 7 * turn) for turn in range(4)]
    events = play(120, *CALM, *angry, *answers, *_later(57))
    assert Level.RAISED in levels(events)
    assert levels(events)[-1].rank <= Level.WATCH.rank


def _later(start: float) -> list[Talk]:
    return [Talk(Channel(talk.channel), talk.start + start, talk.end + start) for talk in chat(0, 80)]
