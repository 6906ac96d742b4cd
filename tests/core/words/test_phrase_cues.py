"""Phrases between the turns of both sides: what the other says parts them, a short answer does not."""

import pytest

from monitor.core.events import Channel
from monitor.core.words.language import Language, PhraseSet
from monitor.core.words.phrase_cues import PhraseCues
from monitor.core.words.phrases import PhraseSettings
from tests.core.spoken import AGENT, CUSTOMER, spoken

LANGUAGE = Language(
    "en",
    phrase_sets=(
        PhraseSet("calm", AGENT, ("calm down",)),
        PhraseSet("trouble", CUSTOMER, words=("parcel", "broke|broken")),
    ),
    backchannels=("mhm", "yes okay"),
)


def heard(language: Language, *said: tuple[Channel, str, float]) -> set[str]:
    """Sets found in what both said, word by word in the order of time."""
    cues = PhraseCues("c1", language, PhraseSettings())
    words = sorted(
        ((word, channel) for channel, text, start in said for word in spoken(text, start)),
        key=lambda each: each[0].end,
    )
    matched = [
        match
        for word, channel in words
        for _, found in [cues.receive(channel, [word], final=True, at=word.end)]
        for match, _ in found
    ]
    matched += [match for match, _ in cues.finish(60.0)[1]]
    return {match.set_id for match in matched}


@pytest.mark.parametrize(
    ("answer", "is_found"), [("mhm", True), ("yes okay", True), ("what", True), ("i am cold", False)]
)
def test_a_phrase_reaches_over_a_short_answer_and_over_no_turn(answer: str, is_found: bool) -> None:
    said = heard(LANGUAGE, (AGENT, "please calm", 1.0), (CUSTOMER, answer, 1.7), (AGENT, "down the road", 3.0))
    assert said == ({"calm"} if is_found else set())


def test_telling_words_are_counted_within_a_turn() -> None:
    parcel, broke = (CUSTOMER, "my parcel", 1.0), (CUSTOMER, "it broke", 3.0)
    assert heard(LANGUAGE, parcel, (AGENT, "mhm", 1.8), broke) == {"trouble"}
    assert heard(LANGUAGE, parcel, (AGENT, "how are you", 1.8), broke) == set()


@pytest.mark.parametrize(("between", "is_found"), [(10, True), (25, False)])
def test_telling_words_far_apart_in_a_long_turn_have_nothing_to_do_with_each_other(
    between: int, is_found: bool
) -> None:
    said = heard(LANGUAGE, (CUSTOMER, " ".join(["parcel", *["and then so"] * (between // 3), "it broke"]), 1.0))
    assert said == ({"trouble"} if is_found else set())


def test_who_goes_on_while_the_other_talks_is_heard_out() -> None:
    said = heard(LANGUAGE, (AGENT, "please calm down", 1.0), (CUSTOMER, "oh no you stop", 1.0))
    assert said == {"calm"}
