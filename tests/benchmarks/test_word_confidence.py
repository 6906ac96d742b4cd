"""Words of each confidence against what was said."""

from benchmarks.word_confidence import Judged, judge, summary
from monitor.core.events import Word


def heard(*words: tuple[str, float]) -> list[Word]:
    return [Word(text, float(place), place + 0.5, confidence) for place, (text, confidence) in enumerate(words)]


def test_words_are_judged_by_their_place_where_the_reference_is_certain():
    words = heard(("Good", 0.9), ("mourning,", 0.5), ("sir,", 0.3), ("you", 0.8), ("oh", 0.2), ("guys", 0.7))
    reference = ("good", "morning", "there", "you", "guys")
    assert judge(reference, (True, True, False, True, True), words, "en") == [
        Judged(0.9, "good", "good"),
        Judged(0.5, "mourning", "morning"),
        Judged(0.8, "you", "you"),
        Judged(0.2, "oh", ""),
        Judged(0.7, "guys", "guys"),
    ]


def test_nothing_heard_is_nothing_judged():
    assert judge(("good",), (True,), [], "en") == []


def test_shares_are_of_the_words_of_a_bin():
    judged = [Judged(0.1, "know", "handle"), Judged(0.1, "mourning", "morning"), Judged(1.0, "you", "you")]
    found = summary(judged)
    assert found["0-0.2"] == {"words": 2, "right": 0.0, "wrong_but_alike": 0.5}
    assert found["0.9-1"] == {"words": 1, "right": 1.0, "wrong_but_alike": None}
    assert found["0.4-0.6"] == {"words": 0, "right": None, "wrong_but_alike": None}
