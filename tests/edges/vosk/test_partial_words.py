from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from monitor.edges.vosk.dither import Dither
from monitor.edges.vosk.partial_words import DELAY_SECONDS, Partial, PartialWords


def partial_words() -> PartialWords:
    return PartialWords(stable_updates=2)


def test_a_new_word_ends_just_before_it_was_first_seen():
    (word,) = partial_words().receive(["hello"], 2.0).words
    assert word.end == 2.0 - DELAY_SECONDS
    assert 0.2 < word.end - word.start < 0.7


def test_a_word_keeps_its_time_while_it_stays_the_same():
    partial = partial_words()
    (first,) = partial.receive(["hello"], 2.0).words
    assert partial.receive(["hello"], 2.2).words == (first,)
    again, second = partial.receive(["hello", "there"], 2.6).words
    assert again == first
    assert second.start >= first.end


def test_words_seen_together_share_the_time():
    partial = partial_words()
    words = partial.receive(["I", "want", "to", "cancel"], 1.2).words
    assert [word.start for word in words] == sorted(word.start for word in words)
    assert all(one.end <= two.start + 1e-3 for one, two in pairwise(words))
    assert words[0].start >= 0.0


def test_words_that_changed_are_timed_anew():
    partial = partial_words()
    partial.receive(["I", "wand"], 1.0)
    one, two = partial.receive(["I", "want"], 1.4).words
    assert two.end == 1.4 - DELAY_SECONDS
    assert one.end < two.end


def test_a_turn_begins_after_the_one_before():
    partial = partial_words()
    partial.receive(["bye"], 3.0)
    partial.end_turn(5.0)
    (word,) = partial.receive(["hello"], 5.2).words
    assert word.start >= 5.0


def test_a_partial_can_be_taken_back():
    partial = partial_words()
    partial.receive(["uh"], 1.0)
    assert partial.receive([], 1.2) == Partial((), 0)


def stable(partial: PartialWords, *texts: str) -> list[int | None]:
    """How many words are stable after each partial; None where it says nothing new."""
    news = [partial.receive(text.split(), 1.0 + place / 10) for place, text in enumerate(texts)]
    return [each and each.stable for each in news]


def test_a_word_that_holds_is_stable_though_nothing_new_was_heard():
    assert stable(partial_words(), "calm", "calm", "calm") == [0, 1, None]


def test_a_word_is_stable_only_with_those_before_it():
    assert stable(partial_words(), "call", "calm down", "calm down", "come down", "come down") == [0, 0, 2, 0, 2]


def test_words_hold_for_as_many_partials_as_is_set():
    assert stable(PartialWords(3), "calm", "calm down", "calm down", "calm down") == [0, 0, 1, 2]
    assert stable(PartialWords(1), "calm", "calm down") == [1, 2]


def test_a_new_turn_has_no_stable_words():
    partial = PartialWords(2)
    stable(partial, "calm", "calm")
    partial.end_turn(3.0)
    assert stable(partial, "calm") == [0]


turns = st.lists(st.lists(st.sampled_from(["a", "word", "considerably"]), max_size=6), min_size=1, max_size=12)


@given(turns)
def test_words_never_run_backwards(partials: list[list[str]]) -> None:
    partial, now = partial_words(), 0.0
    for texts in partials:
        now += 0.2
        news = partial.receive(texts, now)
        words = news.words if news else ()
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
