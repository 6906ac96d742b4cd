"""One word that is the whole turn."""

import pytest

from monitor.core.events import Word
from monitor.core.words.language import Language, PhraseSet
from monitor.core.words.phrase_patterns import Compiler, PhraseError
from monitor.core.words.phrases import PhraseMatcher
from tests.core.playbook.scenes import acts, shipped_settings
from tests.core.spoken import AGENT, CUSTOMER, found, sets_in, spoken

SMALL = Language("en", phrase_sets=(PhraseSet("leaves", AGENT, alone=("goodbye",)),), fillers=("uh",))


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("goodbye", {"leaves"}),
        ("Goodbye!", {"leaves"}),
        ("uh goodbye", {"leaves"}),
        ("he said goodbye", set()),
        ("goodbye then", set()),
        ("goodbyes", set()),
    ],
)
def test_a_word_is_the_whole_turn_or_says_nothing(text: str, sets: set[str]) -> None:
    assert sets_in(SMALL, AGENT, text) == sets


def test_the_word_must_be_sure() -> None:
    assert found(SMALL, AGENT, "goodbye", confidence=0.7)
    assert not found(SMALL, AGENT, "goodbye", confidence=0.69)


def test_it_waits_until_nothing_can_follow() -> None:
    matcher, words = PhraseMatcher(SMALL), spoken("goodbye")
    assert matcher.match(AGENT, words, closed=False) == []
    assert [each.set_id for each in matcher.match(AGENT, words, closed=True)] == ["leaves"]


def test_a_pause_parts_turns() -> None:
    before = Word("thanks", 0.0, 0.3)
    assert PhraseMatcher(SMALL).match(AGENT, [before, Word("goodbye", 1.2, 1.6)])
    assert not PhraseMatcher(SMALL).match(AGENT, [before, Word("goodbye", 0.9, 1.3)])


def test_two_words_are_refused() -> None:
    with pytest.raises(PhraseError, match="'good bye' is not one word"):
        Compiler(SMALL).compile(PhraseSet("leaves", AGENT, alone=("good bye",)))


SAID_ALONE = [
    ("en", "goodbye", "rudeness", "idiot", "my sister never said goodbye to me"),
    ("de", "tschüss", "rudeness", "trottel", "meine schwester hat nicht mal tschüss gesagt"),
    ("hu", "viszontlátásra", "rudeness", "idióta", "ez a barom gép nem indul"),
    ("ro", "pa", "rudeness", "idiotule", "fetița a făcut pa din mașină"),
]


@pytest.mark.parametrize(("code", "farewell", "act", "insult", "in_a_sentence"), SAID_ALONE)
def test_single_words_of_every_language(code: str, farewell: str, act: str, insult: str, in_a_sentence: str) -> None:
    language = shipped_settings().core(code).language
    assert sets_in(language, AGENT, farewell) == {"agent_farewell"}
    assert sets_in(language, CUSTOMER, farewell) == {"customer_farewell"}
    assert act in sets_in(language, CUSTOMER, insult)
    assert not {"customer_farewell", act} & sets_in(language, CUSTOMER, in_a_sentence)


@pytest.mark.parametrize(("code", "farewell"), [each[:2] for each in SAID_ALONE])
def test_a_call_ends_with_one_word(code: str, farewell: str) -> None:
    assert {"agent_farewell", "customer_farewell"} <= acts(
        ("customer", farewell), ("pause", 1), ("agent", farewell), language=code
    )
