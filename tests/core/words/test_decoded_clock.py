from hypothesis import given
from hypothesis import strategies as st

from monitor.core.events import Word
from monitor.core.words.decoded_clock import RUNS_KEPT, DecodedClock


def test_a_word_after_a_skip_is_where_it_was_said() -> None:
    clock = DecodedClock()
    clock.decoded(2.0, 1.0)
    clock.decoded(10.0, 1.0)
    assert clock.on_call(Word("yes", 0.5, 0.9, 0.8)) == Word("yes", 2.5, 2.9, 0.8)
    assert clock.on_call(Word("no", 1.25, 1.75)) == Word("no", 10.25, 10.75)


def test_a_word_across_a_skip_ends_where_the_skip_begins() -> None:
    clock = DecodedClock()
    clock.decoded(2.0, 1.0)
    clock.decoded(10.0, 1.0)
    assert clock.on_call(Word("well", 0.9, 1.3)) == Word("well", 2.9, 3.0)


def test_a_word_that_overruns_the_audio_ends_with_it() -> None:
    clock = DecodedClock()
    clock.decoded(4.0, 0.2)
    assert clock.on_call(Word("so", 0.15, 0.4)) == Word("so", 4.15, 4.2)


def test_many_skips_are_remembered_as_far_back_as_a_turn_reaches() -> None:
    clock = DecodedClock()
    for turn in range(RUNS_KEPT + 5):
        clock.decoded(turn * 10.0, 1.0)
    assert clock.on_call(Word("here", RUNS_KEPT + 4.5, RUNS_KEPT + 4.7)).start == (RUNS_KEPT + 4) * 10 + 0.5


def test_before_any_audio_there_is_nothing_to_shift() -> None:
    assert DecodedClock().on_call(Word("odd", 0.0, 0.0)) == Word("odd", 0.0, 0.0)


@given(skips=st.lists(st.tuples(st.integers(1, 10), st.integers(0, 20)), min_size=1, max_size=RUNS_KEPT))
def test_words_keep_their_order_and_never_leave_the_decoded_stretches(skips: list[tuple[int, int]]) -> None:
    clock, call, stretches = DecodedClock(), 0, []
    for blocks, skipped in skips:
        for _ in range(blocks):
            clock.decoded(call / 5, 0.2)
            stretches.append(call)
            call += 1
        call += skipped
    total = len(stretches) * 0.2
    words = [clock.on_call(Word("w", at / 10, at / 10 + 0.05)) for at in range(int(total * 10))]
    assert [word.start for word in words] == sorted(word.start for word in words)
    for word in words:
        assert int(word.start * 5 + 1e-3) in stretches
