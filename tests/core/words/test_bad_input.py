"""Words and phrases as nobody should send them: each has a defined behaviour."""

import math
import unicodedata

import pytest

from monitor.core.call_info import CallInfo
from monitor.core.call_monitor import CallMonitor
from monitor.core.events import AnyEvent, Channel, Cue, CueKind, Utterance, Word
from monitor.core.settings import CoreSettings
from monitor.core.words.language import Language, PhraseFile, PhraseSet
from tests.core.playbook.scenes import NoAudio, shipped

AGENT, CUSTOMER = Channel.AGENT, Channel.CUSTOMER
RLM, LRE, PDF = "\u200f", "\u202a", "\u202c"


def language(*phrases: str, **more) -> Language:
    return Language.of("xx", PhraseFile((PhraseSet("blame", AGENT, phrases),), **more), {})


def events(words: list[Word], heard_in: Language | None = None, at: float | None = None) -> list[AnyEvent]:
    """Of a call in which the agent says these, one word after the other."""
    settings = shipped("en")
    if heard_in is not None:
        settings = CoreSettings(heard_in, settings.playbook, settings.thresholds)
    call = CallMonitor(CallInfo(call_id="c", agent="Ada"), settings, (NoAudio(), NoAudio()))
    found = list(call.start("", "file"))
    for word in words:
        found += call.receive_words(AGENT, [word], True, at)
    return found + call.end()


def said(text: str, start: float = 1.0) -> list[Word]:
    return [Word(word, start + 0.4 * at, start + 0.4 * at + 0.35) for at, word in enumerate(text.split())]


def acts(found: list[AnyEvent]) -> list[str]:
    return [
        each.evidence.heard[0].words
        for each in found
        if isinstance(each, Cue) and each.kind is CueKind.PHRASE and each.state == "opened"
    ]


def final(found: list[AnyEvent]) -> list[Utterance]:
    return [each for each in found if isinstance(each, Utterance) and each.final]


@pytest.mark.parametrize("phrases", ["NFC", "NFD"])
@pytest.mark.parametrize("words", ["NFC", "NFD"])
@pytest.mark.parametrize("text", ["défaut écarté", "szörnyű hibás", "greșeală întârziată"])
def test_accents_match_in_whatever_signs_they_are_written(phrases: str, words: str, text: str):
    heard_in = language(unicodedata.normalize(phrases, text))
    found = events(said(unicodedata.normalize(words, text)), heard_in)
    assert len(acts(found)) == 1
    assert final(found)[0].text == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_fillers_and_short_answers_are_known_in_whatever_signs(form: str):
    heard_in = language("défaut écarté", fillers=(unicodedata.normalize(form, "é"),))
    other = "NFD" if form == "NFC" else "NFC"
    assert acts(events(said(unicodedata.normalize(other, "défaut é écarté")), heard_in))


@pytest.mark.parametrize("text", ["זו אשמתם לגמרי", "هذا خطأ المخزن"])
def test_words_from_right_to_left_match_with_and_without_their_direction_marks(text: str):
    marked = " ".join(f"{RLM}{LRE}{word}{PDF}" for word in text.split())
    for phrase in (text, marked):
        for words in (text, marked):
            assert len(acts(events(said(words), language(phrase)))) == 1
    assert final(events(said(marked), language(text)))[0].text == text


def test_a_word_of_nothing_but_marks_is_none():
    assert final(events([Word(RLM, 1.0, 1.2), *said("hello there", 2.0)]))[0].text == "hello there"


def test_two_thousand_words_without_a_pause_are_taken_and_cut_into_utterances():
    words = said(" ".join(["word", "after", "another"] * 666 + ["please", "calm", "down"]))
    assert len(words) > 2000
    for found in (events(words), events(words, at=900.0)):
        assert "calm down" in [each.lower() for each in acts(found)]
        assert sum(len(each.words) for each in final(found)) == len(words)
        assert max(each.end - each.start for each in final(found)) <= 21.0


def test_two_thousand_words_of_one_turn_at_once_are_one_utterance():
    call = CallMonitor(CallInfo(call_id="c", agent="Ada"), shipped("en"), (NoAudio(), NoAudio()))
    call.start("", "file")
    words = said(" ".join(["word"] * 2000 + ["please", "calm", "down"]))
    call.receive_words(AGENT, words[:1], False, 900.0)
    found = [*call.receive_words(AGENT, words, True, 900.0), *call.end()]
    assert [len(each.words) for each in final(found)] == [len(words)]
    assert acts(found)


def test_words_out_of_order_are_put_in_order():
    first, second, third = said("please calm down")
    found = events([third, first, second], at=3.0)
    assert final(found)[-1].text.endswith("calm down")
    assert [each.start for each in final(found)] == sorted(each.start for each in final(found))


@pytest.mark.parametrize("end", [-5.0, 0.0, math.nan, math.inf])
def test_a_negative_or_endless_length_is_none(end: float):
    found = events([Word("please", 1.0, end), *said("calm down", 1.4)])
    words = [word for each in final(found) for word in each.words]
    assert all(word.end >= word.start and math.isfinite(word.end) for word in words)
    assert {word.text for word in words} == {"please", "calm", "down"}
