"""Turns made of words, where both speak at once."""

from monitor.core.events import CHANNELS, Channel, Word
from monitor.core.words.conversation import Conversation
from monitor.core.words.language import Language

AGENT, CUSTOMER = CHANNELS
LANGUAGE = Language("en", backchannels=("mhm", "right"))


def words(text: str, start: float) -> list[Word]:
    """Half a second a word."""
    return [Word(word, start + at * 0.5, start + at * 0.5 + 0.45) for at, word in enumerate(text.split())]


def turns(*said: tuple[Channel, str, float]) -> list[tuple[Channel, str]]:
    talk = Conversation(LANGUAGE)
    for channel, text, start in said:
        talk.hear(channel, words(text, start))
    return [(turn.channel, turn.text) for turn in talk.turns]


def test_who_goes_on_while_the_other_begins_is_in_one_turn_and_so_is_the_other():
    assert turns((CUSTOMER, "we are all so cold at night", 1.0), (AGENT, "but i can not book it", 3.1)) == [
        (CUSTOMER, "we are all so cold at night"),
        (AGENT, "but i can not book it"),
    ]


def test_an_answer_after_a_pause_is_a_turn_of_its_own():
    assert turns((CUSTOMER, "is it there", 1.0), (AGENT, "it is", 3.0), (CUSTOMER, "good", 4.5)) == [
        (CUSTOMER, "is it there"),
        (AGENT, "it is"),
        (CUSTOMER, "good"),
    ]


def test_a_turn_goes_on_over_a_short_answer():
    assert turns((CUSTOMER, "it broke", 1.0), (AGENT, "mhm", 2.5), (CUSTOMER, "again", 4.0)) == [
        (CUSTOMER, "it broke again"),
        (AGENT, "mhm"),
    ]


def test_talking_over_each_other_counts_as_one_turn_each():
    talk = Conversation(LANGUAGE)
    talk.hear(AGENT, words("the part was ordered and it comes soon", 0.0))
    talk.hear(CUSTOMER, words("that is not what i was told", 2.1))
    assert talk.ended(AGENT, 0.0, 20.0) == 1


def test_words_written_as_one_are_told_apart_where_the_recogniser_was_unsure():
    talk = Conversation(Language("en", weak_words=("in", "this", "it"), backchannels=("mhm",)))
    talk.hear(CUSTOMER, [Word("inthis", 1.0, 1.6, 0.5), Word("withit", 2.0, 2.6, 0.5), Word("thisit", 3.0, 3.6, 0.9)])
    (turn,) = talk.turns
    assert [(word.text, round(word.start, 2)) for word in turn.words] == [
        ("in", 1.0),
        ("this", 1.2),
        ("withit", 2.0),
        ("thisit", 3.0),
    ]
