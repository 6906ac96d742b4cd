"""Agent and customer in each other's place: nothing in the sound tells, so every turn is told of the other side."""

from dataclasses import replace

from monitor.core.events import Channel, Overlap
from tests.core.scene_kit.script import AGENT, CUSTOMER, Talk, of, play

TALKS = [
    Talk(AGENT, 1, 5),
    Talk(CUSTOMER, 4, 8),
    Talk(AGENT, 6, 6.6),
    Talk(AGENT, 7.7, 11),
    Talk(CUSTOMER, 9.0, 10.2),
    Talk(CUSTOMER, 13, 17),
    Talk(AGENT, 13.1, 15),
]


def told(talks: list[Talk]) -> list[tuple[Channel, float, str, bool]]:
    found = of(play(20, *talks), Overlap)
    return [(each.channel, each.start, str(each.label), each.final) for each in found]


def test_the_same_turns_are_told_of_the_other_side() -> None:
    swapped = [replace(talk, channel=talk.channel.other, f0_hz=talk.pitch_hz) for talk in TALKS]
    assert told(swapped) == [(channel.other, *rest) for channel, *rest in told(TALKS)]
    assert len(told(TALKS)) >= 5
