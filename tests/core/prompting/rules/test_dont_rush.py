"""Pauses cut short: the agent begins in the middle of the customer's thoughts, three times in a minute."""

import pytest

from monitor.core.call_info import LineDelay
from monitor.core.events import CHANNELS, Channel, Word
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rules.dont_rush import DontRush
from monitor.core.prompting.rules.state import CallState, Want
from monitor.core.signal.speech_spans import Unit
from monitor.core.words.conversation import Conversation
from monitor.core.words.language import Language

AGENT, CUSTOMER = CHANNELS
RULE = Rule("dont_rush", "R8 D15", 40, said=("hurry",), answered_by=("no_hurry",))
LANGUAGE = Language("en", open_ends=("and", "the"), backchannels=("mhm", "right"))
ROUND_SECONDS = 10.0


class Call:
    """Speech, and the words in it, laid out by hand; asked ten times a second."""

    def __init__(self, delay: LineDelay | None = None) -> None:
        self._spoken: list[tuple[Channel, float, float, str]] = []
        self._delay = delay or LineDelay()

    def say(self, channel: Channel, start: float, end: float, text: str = "") -> None:
        self._spoken.append((channel, start, end, text))

    def wants(self) -> list[Want]:
        rule, state = DontRush(RULE), CallState(talk=Conversation(LANGUAGE), delay=self._delay)
        waiting = sorted(self._spoken, key=lambda each: each[1])
        last, found = max(end for _, _, end, _ in waiting), []
        while state.now < last + 6.0:
            state.now = round(state.now + 0.1, 1)
            while waiting and waiting[0][1] + 0.1 <= state.now:
                channel, start, end, text = waiting.pop(0)
                state.units[channel].append(Unit(channel, start, end, open=False))
                state.talk.hear(channel, _words(text, start, end))
            want = rule.update(state)
            if want is not None and want not in found:
                found.append(want)
        return found


def _words(text: str, start: float, end: float) -> list[Word]:
    each = text.split()
    length = (end - start) / max(1, len(each))
    return [Word(word, start + at * length, start + (at + 1) * length) for at, word in enumerate(each)]


def cut(call: Call, at: float, gap: float, thought: str = "", answer: str = "", *, takes_up: bool = False) -> None:
    """3 s of the customer's, then 2 s of the agent's after ``gap``; perhaps the customer goes on over it."""
    call.say(CUSTOMER, at, at + 3.0, thought)
    call.say(AGENT, at + 3.0 + gap, at + 5.0 + gap, answer)
    if takes_up:
        call.say(CUSTOMER, at + 3.5 + max(gap, 0.0), at + 6.0)


def rounds(times: int, gap: float, every: float = ROUND_SECONDS, **how) -> list[Want]:
    call = Call(how.pop("delay", None))
    for number in range(times):
        cut(call, 1.0 + number * every, gap, **how)
    return call.wants()


UNFINISHED = {"thought": "i opened it and then the", "answer": "which number is on it please"}


@pytest.mark.parametrize("gap", [-0.3, 0.0, 0.4])
@pytest.mark.parametrize("how", [UNFINISHED, {"takes_up": True}], ids=["by words", "by voice"])
def test_three_thoughts_cut_short_in_a_minute_are_told_with_their_receipt(gap: float, how):
    (want,) = rounds(3, gap, **how)
    assert want.variant == "pauses"
    assert want.fields["count"] == 3
    assert [(each.name, each.unit) for each in want.receipt.measures] == [("cut_short", "count"), ("longest_gap", "s")]
    assert want.receipt.measures[1].value == pytest.approx(gap)


def test_the_receipt_has_the_words_that_it_broke_off_in():
    (want,) = rounds(3, 0.0, **UNFINISHED)
    assert {each.words for each in want.receipt.heard} == {"and then the"}
    assert {each.channel for each in want.receipt.heard} == {CUSTOMER}


def test_a_fourth_is_told_again():
    assert len(rounds(4, 0.0, **UNFINISHED)) == 2


@pytest.mark.parametrize(
    "how",
    [
        {"times": 2, "gap": 0.0, **UNFINISHED},
        {"times": 5, "gap": 0.0, "every": 40.0, **UNFINISHED},
        {"times": 6, "gap": 0.8, **UNFINISHED},
        {"times": 6, "gap": -1.0, **UNFINISHED},
        {"times": 6, "gap": 0.0, "thought": "i opened it yesterday", "answer": "which number is on it"},
        {"times": 6, "gap": 0.0, "thought": "i opened it and the", "answer": "mhm right"},
    ],
    ids=["only two", "seldom", "after a pause", "over their speech", "quick but finished", "a short answer"],
)
def test_what_is_no_hurry(how):
    assert rounds(**how) == []


def test_numbers_read_back_at_once_are_no_hurry():
    call = Call()
    for number in range(6):
        call.say(CUSTOMER, 1.0 + 4 * number, 2.5 + 4 * number, "four seven one")
        call.say(AGENT, 2.6 + 4 * number, 3.5 + 4 * number, "four seven one")
        call.say(CUSTOMER, 3.6 + 4 * number, 4.9 + 4 * number, "nine two six")
    assert call.wants() == []


def test_the_lines_delay_is_taken_out():
    late = LineDelay(customer=0.7)
    assert rounds(3, 0.0, delay=late, **UNFINISHED) == [], "they had been silent for 0.7 s when the agent began"
