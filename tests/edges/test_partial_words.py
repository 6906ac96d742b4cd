from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from monitor.edges.dither import Dither
from monitor.edges.partial_words import DELAY_SECONDS, PartialWords


def test_a_new_word_ends_just_before_it_was_first_seen():
    (word,) = PartialWords().receive(["hello"], 2.0)
    assert word.end == 2.0 - DELAY_SECONDS
    assert 0.2 < word.end - word.start < 0.7


def test_a_word_keeps_its_time_while_it_stays_the_same():
    partial = PartialWords()
    (first,) = partial.receive(["hello"], 2.0)
    assert partial.receive(["hello"], 2.2) is None
    again, second = partial.receive(["hello", "there"], 2.6)
    assert again == first
    assert second.start >= first.end


def test_words_seen_together_share_the_time():
    partial = PartialWords()
    words = partial.receive(["I", "want", "to", "cancel"], 1.2)
    assert [word.start for word in words] == sorted(word.start for word in words)
    assert all(one.end <= two.start + 1e-3 for one, two in pairwise(words))
    assert words[0].start >= 0.0


def test_words_that_changed_are_timed_anew():
    partial = PartialWords()
    partial.receive(["I", "wand"], 1.0)
    one, two = partial.receive(["I", "want"], 1.4)
    assert two.end == 1.4 - DELAY_SECONDS
    assert one.end < two.end


def test_a_turn_begins_after_the_one_before():
    partial = PartialWords()
    partial.receive(["bye"], 3.0)
    partial.end_turn(5.0)
    (word,) = partial.receive(["hello"], 5.2)
    assert word.start >= 5.0


def test_a_partial_can_be_taken_back():
    partial = PartialWords()
    partial.receive(["uh"], 1.0)
    assert partial.receive([], 1.2) == ()


turns = st.lists(st.lists(st.sampled_from(["a", "word", "considerably"]), max_size=6), min_size=1, max_size=12)


@given(turns)
def test_words_never_run_backwards(partials: list[list[str]]) -> None:
    partial, now = PartialWords(), 0.0
    for texts in partials:
        now += 0.2
        words = partial.receive(texts, now) or ()
        times = [time for word in words for time in (word.start, word.end)]
        assert all(later >= earlier - 1e-3 for earlier, later in pairwise(times))
        assert all(0.0 <= time <= now for time in times)


def test_dither_is_small_and_the_same_after_a_restart():
    dither, silence = Dither(8000), bytes(2 * 1600)
    first = dither.add(silence)
    assert dither.add(silence) != first
    dither.restart()
    assert dither.add(silence) == first
    noise = np.frombuffer(first, "<i2")
    assert 0.8 < noise.std() < 1.2
    assert np.abs(noise).max() <= 6


def test_dither_does_not_overflow():
    loud = np.full(1600, 32767, "<i2").tobytes()
    assert np.frombuffer(Dither(8000).add(loud), "<i2").min() > 32000
