"""Words that the recogniser is unsure of: rules that need words wait, and go on when it is sure again."""

import random

import pytest

from monitor.core.events import Fault, Word
from monitor.core.words.unsure_words import UnsureSettings, UnsureWords

VOSK = "vosk vosk-model-small-en-us-0.15"


def heard(unsure_share: float, count: int, seed: int = 1) -> list[Word]:
    draw = random.Random(seed)
    return [
        Word("word", number * 0.4, number * 0.4 + 0.3, 0.4 if draw.random() < unsure_share else 0.9)
        for number in range(count)
    ]


def watch(words: list[Word], words_from: str = VOSK) -> list[tuple[int, Fault]]:
    """Every fault, with how many words it took."""
    it = UnsureWords("c1", words_from, UnsureSettings())
    return [(count, fault) for count, word in enumerate(words, 1) for fault in it.receive(word.end, [word])]


@pytest.mark.parametrize("seed", range(20))
def test_the_wrong_language_is_told_within_a_few_dozen_words(seed: int):
    count, fault = watch(heard(0.5, 200, seed))[0]
    assert (fault.kind, fault.state, fault.channel) == ("low_confidence", "on", None)
    assert count <= 130
    assert "language" in fault.switches_off


@pytest.mark.parametrize("seed", range(20))
def test_a_bad_line_in_the_right_language_is_not_doubted(seed: int):
    assert watch(heard(0.2, 1000, seed)) == []


def test_it_ends_when_the_words_are_sure_again():
    faults = watch([*heard(0.7, 100), *heard(0.1, 100)])
    assert [fault.state for _, fault in faults] == ["on", "off"]


def test_it_ends_soon_even_after_a_long_time():
    faults = watch([*heard(0.6, 3000), *heard(0.0, 40)])
    assert faults[-1][1].state == "off"


@pytest.mark.parametrize(
    ("words_from", "confidence", "doubted"),
    [(VOSK, 0.65, True), ("whisper tiny.en", 0.55, False), ("whisper tiny.en", 0.45, True), ("file", 0.1, False)],
)
def test_engines_differ_in_what_they_call_sure(words_from: str, confidence: float, doubted: bool):
    assert bool(watch([Word("a", 0.0, 0.1, confidence)] * 50, words_from)) is doubted
