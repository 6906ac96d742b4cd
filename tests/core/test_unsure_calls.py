"""A call whose words are not to be trusted: nothing is said that rests on them, and the voices still count."""

from collections.abc import Sequence

from monitor.core.call_analysis import CallAnalysis
from monitor.core.events import AnyEvent, Checklist, CueKind, Fault, Utterance, Word
from tests.core.scene_kit.script import AGENT, CUSTOMER, INFO, PHRASES, SETTINGS, chat, cues, frames, of, prompts

VOSK = "vosk vosk-model-small-en-us-0.15"
GARBLED, CLEAR = 0.4, 1.0
BEGIN, CALM_DOWN = 30.0, 40.0


def play(
    said: Sequence[tuple[float, str, float]], customer_dbfs: float = -26.0, seconds: float = 90.0
) -> list[AnyEvent]:
    """A chat of both, with the agent's final words at their times, each of this confidence."""
    analysis = CallAnalysis(INFO, SETTINGS, words=True)
    analysis.hear_from(VOSK)
    waiting = sorted(said)
    events: list[AnyEvent] = []
    for frame in frames(seconds, chat(0, seconds, dbfs=customer_dbfs)):
        events += analysis.receive_frames(frame[None])
        while waiting and waiting[0][0] <= analysis.now:
            at, text, confidence = waiting.pop(0)
            words = [
                Word(each, at - 1 + 0.1 * place, at - 0.92 + 0.1 * place, confidence)
                for place, each in enumerate(text.split())
            ]
            events += analysis.receive_words(AGENT, words, True, at)
    return events + analysis.end("hung_up")


def talk(start: float, end: float, confidence: float) -> list[tuple[float, str, float]]:
    return [(at, "la di da di dum", confidence) for at in range(round(start), round(end))]


def dismissal(at: float, confidence: float) -> tuple[float, str, float]:
    return at, PHRASES["dismissal"][1], confidence


def test_no_rule_of_words_speaks_while_the_words_are_unsure():
    events = play([*talk(2, 30, GARBLED), dismissal(CALM_DOWN, CLEAR)])
    assert [(fault.kind, fault.state) for fault in of(events, Fault)] == [("low_confidence", "on")]
    assert of(events, Fault)[0].at < 60
    assert prompts(events, "dont_dismiss") == []
    assert cues(events, CueKind.PHRASE) == []
    assert [each for each in of(events, Checklist) if each.at > BEGIN] == []


def test_the_same_words_speak_where_they_are_trusted():
    events = play([*talk(2, 30, CLEAR), dismissal(CALM_DOWN, CLEAR)])
    assert of(events, Fault) == []
    assert prompts(events, "dont_dismiss") != []


def test_what_was_said_is_shown_all_the_same():
    events = play([*talk(2, 30, GARBLED), dismissal(CALM_DOWN, CLEAR)])
    assert any("calm down" in each.text for each in of(events, Utterance))


def test_rules_go_on_when_the_words_are_sure_again():
    events = play([*talk(2, 20, GARBLED), *talk(20, 38, CLEAR), dismissal(60, CLEAR)])
    assert [fault.state for fault in of(events, Fault)] == ["on", "off"]
    assert prompts(events, "dont_dismiss") != []


def test_what_was_taken_for_said_before_is_forgotten():
    events = play([dismissal(2.5, GARBLED), *talk(3, 30, GARBLED), *talk(30, 60, CLEAR)])
    shown = [prompt.at for prompt in prompts(events, "dont_dismiss")]
    assert all(at < of(events, Fault)[0].at for at in shown)


def test_voices_still_count():
    shout = [{"dbfs": -26.0}, {"dbfs": -12.0, "alpha_db": -2.0, "f0_hz": 270.0}]
    analysis = CallAnalysis(INFO, SETTINGS, words=True)
    analysis.hear_from(VOSK)
    events: list[AnyEvent] = []
    talks = [*chat(0, 40, **shout[0]), *chat(40, 80, **shout[1])]
    for frame in frames(80, talks):
        events += analysis.receive_frames(frame[None])
        if analysis.now < 20:
            events += analysis.receive_words(CUSTOMER, [Word("la", analysis.now, analysis.now, GARBLED)], True, 0.0)
    assert any(fault.state == "on" for fault in of(events, Fault))
    assert cues(events, CueKind.RAISED_VOICE) != []
