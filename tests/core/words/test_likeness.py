"""Which words are spelled nearly alike: found by few comparisons, and the same as by all of them."""

import pytest
from rapidfuzz.distance import Levenshtein

from monitor.core.words.likeness import LEAST_LETTERS, UNSURE_LIKENESS, NearWords
from tests.core.spoken import shipped

WORDS = sorted({word for each in shipped("en").phrase_sets for line in each.phrases for word in line.split()})
VOCABULARY = [(number, word) for number, word in enumerate(WORDS) if len(word) >= LEAST_LETTERS]


@pytest.mark.parametrize(
    "misheard", ["apointment", "apologice", "cancell", "suprvisor", "reason", "togther", "waht", "hungry", "xxxx"]
)
def test_finds_what_comparing_with_every_word_finds(misheard):
    all_of_them = {
        number
        for number, word in VOCABULARY
        if Levenshtein.normalized_similarity(misheard, word) >= UNSURE_LIKENESS - 1e-9
    }
    assert set(NearWords(VOCABULARY).of(misheard)) == all_of_them


def test_a_short_word_is_near_to_none():
    assert NearWords([(7, "calm")]).of("cal") == {}


def test_likeness_is_the_share_of_letters_that_stay():
    assert NearWords([(7, "refund"), (9, "weather")]).of("refond") == {7: pytest.approx(5 / 6)}
