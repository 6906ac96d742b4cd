"""What is taken from the library's answer, and what is dropped."""

from pathlib import Path

import numpy as np
import pytest
from faster_whisper.transcribe import Segment
from faster_whisper.transcribe import Word as HeardWord

from monitor.core.events import Word
from monitor.edges.whisper.decoding import WhisperDecoder, audible_span, said
from monitor.edges.whisper.messages import Unit
from monitor.edges.whisper.settings import WhisperSettings

SPAN = (0.5, 3.0)


def segment(*words: HeardWord, no_speech: float = 0.1, logprob: float = -0.3, repeated: float = 1.2) -> Segment:
    return Segment(
        id=1,
        seek=0,
        start=0.0,
        end=3.0,
        text="",
        tokens=[],
        avg_logprob=logprob,
        compression_ratio=repeated,
        no_speech_prob=no_speech,
        words=list(words),
        temperature=0.0,
    )


def word(text: str, start: float = 1.0, end: float = 1.5, probability: float = 0.9) -> HeardWord:
    return HeardWord(start, end, text, probability)


def texts(*segments: Segment, spaced: bool = True) -> list[str]:
    return [each.text for each in said(segments, SPAN, 0.2, spaced=spaced)]


def test_words_are_bare_and_lie_within_what_can_be_heard():
    heard = said([segment(word(" Good", 0.0, 0.9), word(" day.", 0.9, 6.0, np.float64(1.0)))], SPAN, 0.2)
    assert heard == (Word("Good", 0.5, 0.9, 0.9), Word("day.", 0.9, 3.0, 1.0))


def test_parts_of_a_word_are_one_word():
    [joined] = said([segment(word(" high", 1.0, 1.2, 0.9), word("-end", 1.2, 1.5, 0.6))], SPAN, 0.2)
    assert joined == Word("high-end", 1.0, 1.5, 0.6)


def test_a_language_without_spaces_keeps_its_words_apart():
    assert texts(segment(word("你"), word("好")), spaced=False) == ["你", "好"]


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ({"no_speech": 0.9, "logprob": -1.5}, False),
        ({"no_speech": 0.9, "logprob": -0.2}, True),
        ({"no_speech": 0.1, "logprob": -1.5}, True),
        ({"repeated": 2.5}, False),
    ],
)
def test_what_is_no_speech_or_goes_round_in_circles_is_dropped(kind: dict[str, float], kept: bool):
    assert texts(segment(word(" you"), **kind)) == (["you"] if kept else [])


def test_words_that_are_unlikely_on_the_whole_are_dropped():
    assert texts(segment(word(" Thank", probability=0.1), word(" you.", probability=0.2))) == []
    assert texts(segment(word(" Thank", probability=0.1), word(" you.", probability=0.9))) == ["Thank", "you."]


def test_words_that_take_no_time_are_made_up():
    made_up = segment(word(" Thank", 2.9, 2.9), word(" you", 2.9, 2.9), word(" all.", 2.9, 3.0))
    assert texts(segment(word(" joy")), made_up) == ["joy"]
    assert texts(segment(word(" I", 1.0, 1.0), word(" do", 1.0, 1.2))) == ["I", "do"]


def test_the_audible_part_is_found_between_silences():
    samples = np.random.default_rng(1).normal(0, 1e-4, 24000).astype(np.float32)
    samples[8000:16000] = 0.3
    assert audible_span(samples, 8000) == pytest.approx((1.0, 2.0), abs=0.02)
    assert audible_span(np.zeros(8000, np.float32), 8000) == (0.0, 1.0)
    assert audible_span(np.zeros(0, np.float32), 8000) == (0.0, 0.0)


class Circling:
    """A model that goes round in circles unless it may not repeat itself; keeps how it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []

    def transcribe(self, samples, **asked):
        self.asked.append(asked)
        if "no_repeat_ngram_size" in asked:
            return [segment(word(" What", 0.1, 0.2), word(" joy", 0.2, 0.4))], None
        return [segment(word(" you"), repeated=9.0)], None


def test_what_goes_round_in_circles_is_heard_again_without(monkeypatch: pytest.MonkeyPatch):
    model = Circling()
    monkeypatch.setattr("monitor.edges.whisper.decoding.WhisperModel", lambda *_, **__: model)
    decoder = WhisperDecoder(Path("x"), WhisperSettings())
    pcm = np.full(8000, 1000, "<i2").tobytes()
    assert [each.text for each in decoder.words(Unit(pcm, 8000, "ro"))] == ["What", "joy"]
    assert len(model.asked) == 2
    assert {asked["language"] for asked in model.asked} == {"ro"}
    assert {asked["max_new_tokens"] for asked in model.asked} == {40}
