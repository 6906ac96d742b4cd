import math

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.events import Channel, Word
from monitor.core.words.transcript import Transcript
from tests.core.spoken import AGENT, CUSTOMER, follow, shipped, spoken


def texts(utterances: list) -> list[tuple[str, bool]]:
    return [(each.text, each.final) for each in utterances]


def test_partials_replace_each_other_and_the_final_closes() -> None:
    transcript = Transcript("c1")
    first = transcript.receive(AGENT, spoken("calm", 2.0), False, 2.5)
    second = transcript.receive(AGENT, spoken("calm town", 2.01), False, 2.8)
    last = transcript.receive(AGENT, spoken("calm down", 2.02), True, 3.5)
    assert texts(first + second + last) == [("calm", False), ("calm town", False), ("calm down", True)]
    assert {each.start for each in first + second + last} == {2.0}
    assert last[0].at == 3.5
    assert last[0].call_id == "c1"


def test_a_partial_that_says_nothing_new_is_not_told_again() -> None:
    transcript = Transcript("c1")
    transcript.receive(AGENT, spoken("calm"), False, 0.5)
    assert transcript.receive(AGENT, spoken("calm"), False, 0.7) == []


def test_words_count_once_the_recogniser_calls_them_stable() -> None:
    transcript = Transcript("c1")
    said = spoken("calm down")
    first = transcript.receive(AGENT, said, False, 1.0, stable=0)
    assert transcript.recent(AGENT) == ()
    second = transcript.receive(AGENT, said, False, 1.1, stable=1)
    assert [word.text for word in transcript.recent(AGENT)] == ["calm"]
    assert transcript.receive(AGENT, said, False, 1.2, stable=1) == []
    last = transcript.receive(AGENT, said, True, 2.0)
    assert [each.stable for each in first + second + last] == [0, 1, 2]


def test_a_turn_that_turns_out_to_have_no_words_closes_empty() -> None:
    transcript = Transcript("c1")
    transcript.receive(AGENT, spoken("the"), False, 0.5)
    assert texts(transcript.receive(AGENT, [], True, 1.0)) == [("", True)]
    assert transcript.finish(2.0) == []


def test_empty_words_without_a_turn_yield_nothing() -> None:
    transcript = Transcript("c1")
    assert transcript.receive(AGENT, [], True, 1.0) == []
    assert transcript.receive(AGENT, [Word("  ", 0.0, 1.0)], False, 1.0) == []


def test_one_word_at_a_time_is_one_utterance_until_a_pause() -> None:
    transcript = Transcript("c1")
    events = [event for word in spoken("are you there") for event in transcript.receive(AGENT, [word], True, word.end)]
    assert texts(events) == [("are", False), ("are you", False), ("are you there", False)]
    assert transcript.tick(1.6) == []
    assert texts(transcript.tick(1.66)) == [("are you there", True)]
    assert transcript.tick(5.0) == []


def test_a_long_word_is_no_pause_while_its_speaker_speaks() -> None:
    transcript = Transcript("c1")
    end = transcript.receive(AGENT, spoken("it is un"), True, 0.85)[-1].end
    assert transcript.tick(end + 1.5, {AGENT}) == []
    long_word = [Word("believable", end, end + 1.6)]
    assert texts(transcript.receive(AGENT, long_word, True, end + 1.6)) == [("it is un believable", False)]
    assert transcript.tick(end + 2.2, {CUSTOMER}) == []
    assert texts(transcript.tick(end + 2.5, {CUSTOMER})) == [("it is un believable", True)]


def test_an_utterance_closes_though_noise_seems_to_go_on() -> None:
    transcript = Transcript("c1")
    end = transcript.receive(AGENT, spoken("are you there"), True, 0.85)[-1].end
    assert transcript.tick(end + 2.4, {AGENT}) == []
    assert texts(transcript.tick(end + 2.5, {AGENT})) == [("are you there", True)]


def test_a_pause_between_two_words_ends_an_utterance_without_a_tick() -> None:
    transcript = Transcript("c1")
    transcript.receive(AGENT, spoken("hello"), True, 0.25)
    events = transcript.receive(AGENT, spoken("are you there", 2.0), True, 2.9)
    assert texts(events) == [("hello", True), ("are you there", False)]


def test_the_other_sides_turn_ends_an_utterance() -> None:
    transcript = Transcript("c1")
    transcript.receive(AGENT, spoken("and your name"), True, 0.85)
    transcript.receive(CUSTOMER, [Word("jo", 0.9, 1.0), Word("berg", 1.05, 1.2)], True, 1.2)
    assert texts(transcript.receive(AGENT, spoken("thanks", 1.3), True, 1.6))[0] == ("and your name", True)


def test_a_backchannel_does_not_end_an_utterance() -> None:
    transcript = Transcript("c1")
    transcript.receive(AGENT, spoken("the first"), True, 0.55)
    transcript.receive(CUSTOMER, [Word("mhm", 0.6, 0.8)], True, 0.8)
    assert texts(transcript.receive(AGENT, spoken("and the second", 0.9), True, 2.0)) == [
        ("the first and the second", False)
    ]


def test_talk_without_a_pause_is_cut() -> None:
    transcript = Transcript("c1")
    events = [event for word in spoken("on " * 100) for event in transcript.receive(CUSTOMER, [word], True, word.end)]
    finals = [event for event in events + transcript.finish(40.0) if event.final]
    assert sum(len(event.words) for event in finals) == 100
    assert len(finals) == 2


def test_the_end_of_the_call_closes_both_kinds() -> None:
    transcript = Transcript("c1")
    transcript.receive(AGENT, spoken("one moment"), False, 0.6)
    transcript.receive(CUSTOMER, spoken("yes"), True, 0.3)
    assert texts(transcript.finish(1.0)) == [("one moment", True), ("yes", True)]
    assert len(transcript.words_between(AGENT, 0.0, 1.0)) == 2


def test_words_that_two_partials_agree_on_are_stable() -> None:
    transcript = Transcript("c1")
    transcript.receive(AGENT, spoken("calm town"), False, 0.6)
    assert transcript.recent(AGENT) == ()
    transcript.receive(AGENT, spoken("calm down please"), False, 0.9)
    assert [word.text for word in transcript.recent(AGENT)] == ["calm"]
    transcript.receive(AGENT, spoken("calm down please"), True, 1.2)
    assert [word.text for word in transcript.recent(AGENT)] == ["calm", "down", "please"]


def test_recent_words_reach_over_utterances_but_not_twelve_seconds() -> None:
    transcript = Transcript("c1")
    for start in (0.0, 10.0, 20.0):
        transcript.receive(AGENT, spoken("one two", start), True, start + 1)
        transcript.tick(start + 5)
    assert [word.start for word in transcript.recent(AGENT)] == [10.0, 10.3, 20.0, 20.3]
    assert [word.start for word in transcript.recent(AGENT, until=11.0)] == [0.0, 0.3, 10.0, 10.3]


def test_recent_words_do_not_reach_over_a_long_talk_of_the_other_side() -> None:
    transcript = Transcript("c1")
    transcript.receive(AGENT, spoken("so calm"), True, 0.6)
    transcript.receive(CUSTOMER, spoken("and then it broke and nobody came", 1.0), True, 3.2)
    transcript.receive(AGENT, spoken("down there", 4.0), True, 4.6)
    assert [word.text for word in transcript.recent(AGENT)] == ["down", "there"]


def test_words_between_counts_the_current_partial_too() -> None:
    transcript = Transcript("c1")
    transcript.receive(CUSTOMER, spoken("yes"), True, 0.3)
    transcript.receive(CUSTOMER, spoken("i see", 5.0), False, 5.6)
    assert [word.text for word in transcript.words_between(CUSTOMER, 4.0, 6.0)] == ["i", "see"]
    assert transcript.words_between(AGENT, 0.0, 9.0) == ()


def test_old_words_are_forgotten() -> None:
    transcript = Transcript("c1")
    for start in range(0, 900, 10):
        transcript.receive(AGENT, spoken("word", start), True, start + 1)
        transcript.tick(start + 2)
    assert transcript.words_between(AGENT, 0.0, 500.0) == ()
    assert len(transcript.words_between(AGENT, 600.0, 900.0)) == 30


def test_utterances_that_begin_together_are_told_apart() -> None:
    transcript = Transcript("c1")
    starts = []
    for _ in range(3):
        transcript.receive(AGENT, spoken("one"), False, 0.3)
        starts += [each.start for each in transcript.receive(AGENT, spoken("one"), True, 0.5)]
    assert len(set(starts)) == 3


odd_times = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-5, 60)
odd_words = st.builds(Word, st.sampled_from(["no", "yes", "", " ", "again"]), odd_times, odd_times, odd_times)
arrivals = st.tuples(st.sampled_from(list(Channel)), st.lists(odd_words, max_size=5), st.booleans(), st.floats(0, 60))


@given(st.lists(arrivals, max_size=20))
def test_no_times_are_too_odd(received: list[tuple[Channel, list[Word], bool, float]]) -> None:
    transcript = Transcript("c1")
    events = []
    for channel, words, final, at in received:
        events += transcript.receive(channel, words, final, at)
        events += transcript.tick(at)
        transcript.recent(channel)
    events += transcript.finish(60.0)
    for event in events:
        assert all(math.isfinite(number) for word in event.words for number in (word.start, word.end, word.confidence))
        assert all(0 <= word.start <= word.end for word in event.words)
        assert list(event.words) == sorted(event.words, key=lambda word: (word.start, word.end))
    finals = [(event.channel, event.start) for event in events if event.final]
    assert len(finals) == len(set(finals))


@given(st.lists(st.lists(odd_words, max_size=4), max_size=10))
def test_no_final_word_is_lost(received: list[list[Word]]) -> None:
    transcript = Transcript("c1")
    events = [event for words in received for event in transcript.receive(AGENT, words, True, 1.0)]
    finals = [event for event in events + transcript.finish(60.0) if event.final]
    said = [word.text for words in received for word in words if word.text.strip()]
    assert sorted(word.text for event in finals for word in event.words) == sorted(said)


TURNS = [
    (AGENT, "good morning how can i help"),
    (CUSTOMER, "i'm absolutely furious i've told you three times now you useless idiots"),
    (AGENT, "okay calm down sir it is only a car"),
    (CUSTOMER, "i want to speak to your manager now"),
    (AGENT, "i'm sorry that we let you down i completely understand"),
]


@settings(max_examples=20)
@given(st.lists(st.integers(1, 9), min_size=1), st.lists(st.floats(0.05, 2.0), min_size=5, max_size=5))
def test_the_same_words_in_other_pieces_say_the_same(sizes: list[int], gaps: list[float]) -> None:
    turns: list[tuple[Channel, list[Word]]] = []
    now = 0.5
    for (channel, text), gap in zip(TURNS, gaps, strict=True):
        turns.append((channel, spoken(text, now)))
        now = turns[-1][1][-1].end + gap
    whole = follow(shipped("en"), turns)
    pieces = []
    for number, (channel, words) in enumerate(turns):
        size = sizes[number % len(sizes)]
        pieces += [(channel, words[start : start + size]) for start in range(0, len(words), size)]
    cut = follow(shipped("en"), pieces)
    assert [(each.start, each.words) for each in cut[0]] == [(each.start, each.words) for each in whole[0]]
    assert cut[1] == whole[1]
    assert {match.set_id for match in whole[1]} >= {"dismissal", "frustration", "supervisor_request", "apology"}
