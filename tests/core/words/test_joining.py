import pytest

from monitor.core.events import Joined, Word
from monitor.core.words.joining import Numbers, joined
from tests.core.playbook.scenes import shipped_settings

LANGUAGES = shipped_settings().languages


def shown(text: str, language: str = "en") -> str:
    words = [Word(each, 0.0, 0.0) for each in text.split()]
    texts: list[str] = [word.text for word in words]
    for each in reversed(joined(words, LANGUAGES[language].numbers)):
        texts[each.first : each.first + each.count] = [each.text]
    return " ".join(texts)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("one two three four", "1234"),
        ("it is double four one", "it is 441"),
        ("oh seven triple nine", "07999"),
        ("a b c one two", "ABC12"),
        ("twenty five", "25"),
        ("i have twelve of them", "i have 12 of them"),
        ("two hundred and fifty euros", "250 euros"),
        ("three thousand two hundred and six", "3206"),
        ("two hundred thousand", "200000"),
        ("nineteen ninety five", "1995"),
        ("it was five five five one two three four five six seven", "it was 555 123 4567"),
        ("oh two oh seven nine four six one two three four", "020 7946 1234"),
        ("vitamin b twelve", "vitamin B12"),
        ("at two thirty", "at 2 30"),
        ("my code is x y", "my code is XY"),
    ],
)
def test_numbers_and_letters_are_read_as_one(said: str, read: str) -> None:
    assert shown(said) == read


@pytest.mark.parametrize(
    "said",
    [
        "i have one question",
        "oh i see",
        "oh one moment",
        "a hundred times",
        "two three days",
        "plan b",
        "i a",
        "double trouble",
        "hundred",
        "no one and no two",
    ],
)
def test_what_may_be_ordinary_words_stays_words(said: str) -> None:
    assert shown(said) == said


def test_a_mark_ends_a_number() -> None:
    assert shown("Twenty, five.") == "20 five."
    assert shown("I am twenty. Five four three") == "I am 20 543"


@pytest.mark.parametrize(
    ("language", "said", "read"),
    [
        ("de", "fünfundzwanzig", "25"),
        ("de", "null eins sieben neun", "0179"),
        ("de", "zwei hundert einunddreißig euro", "231 euro"),
        ("de", "ich habe eine frage", "ich habe eine frage"),
        ("hu", "huszonöt", "25"),
        ("hu", "harminc", "30"),
        ("hu", "egy kettő három négy", "1234"),
        ("hu", "a hét napja", "a hét napja"),
        ("ro", "douăzeci și cinci", "25"),
        ("ro", "zero șapte doi trei", "0723"),
        ("ro", "trei sute cincizeci de lei", "350 de lei"),
    ],
)
def test_every_language_says_its_own_numbers(language: str, said: str, read: str) -> None:
    assert shown(said, language) == read


def test_joined_words_are_told_by_place() -> None:
    words = [Word(each, 0.0, 0.0) for each in ["room", "twenty", "five", "please"]]
    assert joined(words, LANGUAGES["en"].numbers) == (Joined(1, 2, "25"),)


def test_without_the_languages_numbers_nothing_is_joined() -> None:
    assert joined([Word("one", 0.0, 0.1)] * 4, Numbers()) == ()
