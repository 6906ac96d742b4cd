"""What counts as said again, with words misheard."""

from monitor.core.words.sameness import said_again, shared

STOCK = ["we", "take", "every", "concern", "of", "our", "guests", "extremely", "seriously"]


def test_a_sentence_said_again_is_found_inside_a_longer_turn():
    again = said_again(STOCK, ["well", "as", "i", "said", *STOCK, "madam"])
    assert again is not None
    assert again.likeness > 95
    assert again.first >= 3


def test_a_third_of_the_words_may_be_misheard():
    misheard = ["we", "talk", "every", "concert", "of", "our", "guess", "extremely", "serious"]
    assert said_again(STOCK, misheard) is not None


def test_another_sentence_about_the_same_is_none():
    other = ["our", "guests", "can", "reach", "us", "every", "day", "at", "this", "extremely", "long", "number"]
    assert said_again(STOCK, other) is None


def test_what_is_short_is_never_a_sentence_said_again():
    assert said_again(["yes", "of", "course"], ["yes", "of", "course"]) is None


def test_words_are_shared_in_other_forms_and_misheard():
    assert shared({"delivery", "pump", "bath"}, {"delivary", "pumps", "bathroom", "when"}) == {
        "delivary",
        "pumps",
        "bathroom",
    }


def test_short_words_must_be_the_same():
    assert shared({"bus", "tub"}, {"but", "tub"}) == {"tub"}


def test_nothing_is_shared_with_nothing():
    assert shared(set(), {"bus"}) == set()
