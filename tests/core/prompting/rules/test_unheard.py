"""Hard to make out: the recogniser is unsure of the agent's words, and the voice is softer than usual."""

import pytest

from monitor.core.events import CHANNELS, Channel, Word
from monitor.core.prompting.rules.state import CallState, Want
from monitor.core.prompting.rules.unheard import Unheard
from monitor.core.words.conversation import Conversation
from monitor.core.words.language import Language

AGENT, CUSTOMER = CHANNELS


def heard(state: CallState, channel: Channel, confidence: float, count: int = 25, start: float = 10.0) -> None:
    words = [
        Word(f"w{number}", start + number * 0.5, start + number * 0.5 + 0.4, confidence) for number in range(count)
    ]
    state.talk.hear(channel, words)


def want(agent: float, customer: float | None = 0.9, level: float | None = -4.0, count: int = 25) -> Want | None:
    state = CallState(now=24.0, talk=Conversation(Language("en")), agent_level_db=level)
    heard(state, AGENT, agent, count)
    if customer is not None:
        heard(state, CUSTOMER, customer)
    return Unheard().update(state)


def test_unsure_words_in_a_soft_voice_are_told_with_both_measures():
    found = want(0.5)
    assert found is not None
    assert found.variant == "unheard"
    assert [(each.name, each.value, each.unit) for each in found.receipt.measures] == [
        ("word_confidence", 0.5, "0-1"),
        ("level_over_usual", -4.0, "dB"),
    ]
    assert found.fields["held"] == pytest.approx(12.4)


@pytest.mark.parametrize(
    "how",
    [
        {"agent": 0.9},
        {"agent": 0.5, "level": -1.0},
        {"agent": 0.5, "level": None},
        {"agent": 0.5, "customer": 0.55},
        {"agent": 0.5, "count": 10},
    ],
    ids=["sure", "as loud as usual", "usual not known", "both sides unsure", "a few words"],
)
def test_what_is_not_the_agents_voice(how):
    assert want(**how) is None


def test_it_holds_without_the_customers_words():
    assert want(0.5, customer=None) is not None


def test_one_spell_is_one_occasion_until_the_words_are_clear():
    rule, state = Unheard(), CallState(now=24.0, talk=Conversation(Language("en")), agent_level_db=-4.0)
    heard(state, AGENT, 0.6)
    first = rule.update(state)
    heard(state, AGENT, 0.7, start=24.0)
    state.now = 37.0
    second = rule.update(state)
    assert first is not None
    assert second is not None
    assert second.episode == first.episode
    heard(state, AGENT, 0.95, count=60, start=38.0)
    state.now = 70.0
    assert rule.update(state) is None
