from monitor.core.words.language import Language, PhraseSet
from monitor.core.words.unknown_words import UnknownWord, unknown_words, words_of_playbook, words_of_text
from tests.core.spoken import AGENT

KNOWN = {"giga", "box", "the", "frustrated", "frustrating", "Berlin", "refund"}


def test_words_of_a_text_come_once_and_without_numbers() -> None:
    assert words_of_text("The GigaBox, the gigabox 3000; Anna-Lena's x2") == ["the", "gigabox", "anna-lena's"]


def test_a_word_that_two_known_ones_make_is_told_so() -> None:
    assert unknown_words(["gigabox", "berlin", "box"], KNOWN) == [UnknownWord("gigabox", (), ("giga box",))]


def test_the_nearest_words_are_those_spelled_alike() -> None:
    assert unknown_words(["refunt"], KNOWN) == [UnknownWord("refunt", ("refund",), ())]


def test_a_beginning_is_known_where_a_known_word_begins_so() -> None:
    assert [each.word for each in unknown_words(["frustrat*", "exasperat*"], KNOWN)] == ["exasperat*"]


def test_short_pieces_make_no_word() -> None:
    assert unknown_words(["atbox"], {"at", "box"})[0].parts == ()


def test_the_playbooks_words_are_those_it_listens_for() -> None:
    sets = (PhraseSet("x", AGENT, phrases=("calm|settle down+", "@upset ... please?"), words=("wait*|waiting",)),)
    language = Language("en", phrase_sets=sets, classes={"upset": ("upset", "angry")})
    assert words_of_playbook(language) == ["calm", "settle", "down", "please", "wait*", "waiting", "upset", "angry"]
