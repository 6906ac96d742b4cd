"""What voices, turns and words say to the call's heat."""

import pytest

from monitor.core.events import Channel, Overlap, OverlapLabel
from monitor.core.heat.escalation import EscalationSettings
from monitor.core.heat.families import WORD_WEIGHTS, Families
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
    assert now == pytest.approx(0.8 * WORD_WEIGHTS["profanity"] + WORD_WEIGHTS["threat_to_leave"])
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


def test_a_voice_that_falls_silent_cools() -> None:
    found = families()
    found.voices(8.0, 0.9)
    first = found.signals(1.0)
    for second in range(2, 60):
        found.voices(0.0, None)
        last = found.signals(float(second))
    assert first.customer_voice > 0.8
    assert first.agent_voice == pytest.approx(0.8)
    assert last.customer_voice < 0.2
    assert last.agent_voice < 0.01
