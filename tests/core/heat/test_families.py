"""What voices, turns and words say to the call's heat."""

import pytest

from monitor.core.events import Channel, Level, Overlap, OverlapLabel
from monitor.core.heat.escalation import CallHeat, EscalationSettings
from monitor.core.heat.families import Families
from monitor.core.words.phrase_heat import ADDED, TAKEN_BACK
from monitor.core.words.phrases import PhraseMatch


def families() -> Families:
    return Families(EscalationSettings())


def overlap(label: OverlapLabel, *, final: bool = True) -> Overlap:
    return Overlap(
        at=9.0,
        call_id="c1",
        id="overlap-customer-8000",
        channel=Channel.CUSTOMER,
        start=8.0,
        end=8.8,
        label=label,
        final=final,
        counted=False,
        because="so",
    )


def match(set_id: str, score: float = 1.0) -> PhraseMatch:
    return PhraseMatch(set_id, Channel.CUSTOMER, "words", 1.0, 2.0, score)


@pytest.mark.parametrize(
    "label", [OverlapLabel.SIMULTANEOUS, OverlapLabel.SMOOTH_SWITCH, OverlapLabel.BACKCHANNEL, OverlapLabel.OTHER]
)
def test_harmless_overlaps_say_nothing(label: OverlapLabel) -> None:
    found = families()
    found.overlap(overlap(label), 9.0)
    assert found.signals(9.0).turns == 0


def test_competing_says_more_than_an_interruption_and_that_more_than_an_attempt() -> None:
    said = []
    for label in (OverlapLabel.COMPETING, OverlapLabel.INTERRUPTION, OverlapLabel.ATTEMPTED):
        found = families()
        found.overlap(overlap(label), 9.0)
        said.append(found.signals(9.0).turns)
    assert said == sorted(said, reverse=True)
    assert said[-1] > 0


def test_a_provisional_overlap_says_nothing() -> None:
    found = families()
    found.overlap(overlap(OverlapLabel.INTERRUPTION, final=False), 9.0)
    assert found.signals(9.0).turns == 0


def test_words_add_up_by_how_sure_they_are_and_fade() -> None:
    found = families()
    found.phrase(match("profanity", 0.8), 0.0)
    found.phrase(match("threat_to_leave"), 0.0)
    now = found.signals(0.0).words
    assert now == pytest.approx(0.8 * ADDED["profanity"] + ADDED["threat_to_leave"])
    assert found.signals(EscalationSettings().words_half_life_seconds).words == pytest.approx(now / 2)


@pytest.mark.parametrize("set_id", ["empathy", "apology", "supervisor_offer"])
def test_the_agents_good_words_take_some_back(set_id: str) -> None:
    found = families()
    found.phrase(match("profanity"), 0.0)
    before = found.signals(1.0).words
    found.phrase(match(set_id), 1.0)
    assert 0.5 * before < found.signals(1.0).words < before


def test_words_of_no_weight_say_nothing() -> None:
    found = families()
    found.phrase(match("empathy"), 0.0)
    assert found.signals(0.0).words == 0


def test_a_voice_as_usual_says_nothing() -> None:
    found = families()
    found.voices(0.0, 0.1)
    assert found.signals(1.0)[:2] == (0.0, 0.0)


def looks(found: Families, seconds: float, arousal: float | None, agent_db: float = 0.0) -> None:
    """The voices were looked at ten times a second."""
    for _ in range(round(seconds * 10)):
        found.voices(agent_db, arousal)


def heat_of(*stretches: tuple[float, float | None]) -> CallHeat:
    """Of a customer whose arousal was so much for so many seconds; None where it can't be told."""
    found, heat, now = families(), CallHeat("c1", EscalationSettings()), 0.0
    for seconds, arousal in stretches:
        for _ in range(round(seconds)):
            now += 1
            looks(found, 1.0, arousal)
            heat.update(now, found.signals(now))
    return heat


def test_a_voice_that_falls_silent_cools() -> None:
    found = families()
    looks(found, 20.0, 0.9, agent_db=8.0)
    first = found.signals(1.0)
    for second in range(2, 90):
        found.voices(0.0, None)
        last = found.signals(float(second))
    assert first.customer_voice > 0.9
    assert first.agent_voice == pytest.approx(0.8)
    assert last.customer_voice < 0.2
    assert last.agent_voice < 0.01


def test_a_silent_customer_cools_slower_than_one_who_speaks_as_usual() -> None:
    found, other = families(), families()
    looks(found, 10.0, 0.9)
    looks(other, 10.0, 0.9)
    for second in range(8):
        looks(found, 1.0, None)
        looks(other, 1.0, 0.05)
        silent, calm = found.signals(float(second)), other.signals(float(second))
    assert silent.customer_voice > 3 * calm.customer_voice


@pytest.mark.parametrize("seconds", [1.0, 1.5])
def test_one_loud_word_or_laugh_changes_nothing(seconds: float) -> None:
    found = families()
    looks(found, seconds, 1.0)
    heat, levels = CallHeat("c1", EscalationSettings()), set()
    for second in range(120):
        heat.update(float(second), found.signals(float(second)))
        levels.add(heat.level)
    assert levels == {Level.CALM}


def test_an_angry_voice_raises_the_call_by_itself_across_the_agents_turns() -> None:
    turn = [(3.0, 0.85), (4.0, None)]
    assert heat_of(*turn * 3).level is Level.RAISED


def test_a_customer_who_calms_down_cools_the_call() -> None:
    turns = [(3.0, 0.85), (4.0, None)] * 4
    assert heat_of(*turns).level is Level.RAISED
    assert heat_of(*turns, *[(3.0, 0.05), (4.0, None)] * 8).level is Level.CALM


def test_what_was_heard_says_what_it_weighs() -> None:
    assert match("profanity").heard.heat == ADDED["profanity"]
    assert match("apology").heard.heat == -TAKEN_BACK["apology"]
    assert match("greeting").heard.heat == 0
