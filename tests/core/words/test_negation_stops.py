"""How far a negation reaches: to the end of what it denies, and no further."""

import pytest

from monitor.core.words.language import Language, PhraseSet
from tests.core.spoken import AGENT, sets_in, shipped

SMALL = Language(
    "en",
    phrase_sets=(PhraseSet("sorry", AGENT, ("we're sorry", "my apologies")),),
    negations=("not",),
    negation_stops=("but", "_ we're"),
    weak_words=("it", "is", "so", "but", "my", "we're", "that"),
)


@pytest.mark.parametrize(
    ("text", "sets"),
    [
        ("not my apologies", set()),
        ("it is not so my apologies", set()),
        ("it is not so but my apologies", {"sorry"}),
        ("not but my apologies", {"sorry"}),
        ("not we're sorry", set()),
        ("not so we're sorry", {"sorry"}),
    ],
)
def test_what_ends_a_negation(text: str, sets: set[str]) -> None:
    assert sets_in(SMALL, AGENT, text) == sets


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "that is not how we work here and i apologise for that"),
        ("de", "so ist das nicht ich entschuldige mich dafür"),
        ("de", "das war nicht gut wir entschuldigen uns vielmals"),
        ("de", "das dürfte nicht sein es tut mir sehr leid"),
        ("hu", "ez nem az elnézést kérek öntől"),
        ("ro", "asta nu e bine îmi cer scuze"),
        ("ro", "nu e așa dar îmi pare rău"),
    ],
)
def test_an_apology_after_a_denial_is_one(code: str, text: str) -> None:
    assert "apology" in sets_in(shipped(code), AGENT, text)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "i never apologise for that"),
        ("en", "we don't apologise for that"),
        ("de", "das tut mir nicht leid"),
        ("de", "ich entschuldige mich nicht dafür"),
        ("hu", "nem kérek elnézést"),
        ("ro", "nu îmi pare rău"),
        ("ro", "nu îmi cer scuze pentru asta"),
    ],
)
def test_an_apology_that_is_refused_is_none(code: str, text: str) -> None:
    assert "apology" not in sets_in(shipped(code), AGENT, text)
