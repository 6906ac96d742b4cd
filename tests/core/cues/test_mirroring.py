"""The agent's voice follows the customer's up: the cue is the agent's, and who was loud first mirrors nobody."""

from monitor.core.events import Cue, CueKind
from tests.core.scene_kit.script import AGENT, CUSTOMER, Talk, chat, cues, play

CALM = chat(0, 27)
LOUD_CUSTOMER = Talk(CUSTOMER, 28, 33, dbfs=-16, alpha_db=-4, f0_hz=240)
FOLLOWING_AGENT = Talk(AGENT, 33.5, 39, dbfs=-21, alpha_db=-6)


def mirrored(*talks: Talk) -> list[Cue]:
    return cues(play(max(talk.end for talk in talks) + 2, *CALM, *talks), CueKind.MIRRORING)


def test_an_agent_who_follows_a_loud_customer_up_mirrors() -> None:
    (cue,) = mirrored(LOUD_CUSTOMER, FOLLOWING_AGENT)
    assert cue.channel is AGENT
    measures = {measure.name: measure.value for measure in cue.evidence.measures}
    assert 4 <= measures["level_over_usual"] <= 6
    assert 9 <= measures["customer_level_over_usual"] <= 11


def test_a_calm_answer_does_not_mirror() -> None:
    assert mirrored(LOUD_CUSTOMER, Talk(AGENT, 33.5, 39)) == []


def test_a_louder_line_of_the_agent_does_not_mirror() -> None:
    assert mirrored(LOUD_CUSTOMER, Talk(AGENT, 33.5, 39, dbfs=-20)) == []


def test_an_agent_who_is_loud_first_does_not_mirror() -> None:
    assert mirrored(Talk(AGENT, 28, 33, dbfs=-21, alpha_db=-6), Talk(CUSTOMER, 33.5, 39)) == []


def test_loudness_long_after_the_customers_does_not_mirror() -> None:
    calm_again = Talk(CUSTOMER, 33.5, 49)
    assert mirrored(LOUD_CUSTOMER, calm_again, Talk(AGENT, 51.5, 57, dbfs=-21, alpha_db=-6)) == []
