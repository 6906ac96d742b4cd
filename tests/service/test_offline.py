"""Recordings through the core, with words of a file, of a recogniser, or alone."""

import numpy as np

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, CallStarted, Channel, Fault, Speech, Utterance
from monitor.core.settings import CoreSettings
from monitor.service.offline import OfflineCall, analyse
from monitor.settings import load
from monitor.wire.native_ingest import NoticeLine, WordsLine
from tests.hearing import FakeRecognizer

RATE = 8000
INFO = CallInfo(call_id="c-1", agent="", paced=False)


class Loud:
    """A detector that takes what is loud for speech."""

    def probability(self, window: np.ndarray) -> float:
        return 1.0 if np.abs(window).max() > 0.05 else 0.0

    def reset(self) -> None:
        return


def core() -> CoreSettings:
    return load(environment={}).core("en")


def tone(seconds: float, *spans: tuple[float, float]) -> np.ndarray:
    """int16, shape (n, 2): the customer's channel buzzes in the spans."""
    time = np.arange(round(seconds * RATE)) / RATE
    buzz = sum(np.sin(2 * np.pi * 150 * n * time) / n for n in range(1, 12))
    on = np.zeros(len(time))
    for start, end in spans:
        on[(time >= start) & (time < end)] = 1
    samples = np.zeros((len(time), 2), np.int16)
    samples[:, 1] = buzz * on * 8000
    return samples


def blocks(samples: np.ndarray, size: int = 800) -> list[np.ndarray]:
    return [samples[first : first + size] for first in range(0, len(samples), size)]


def run(call: OfflineCall, **options):
    return list(analyse(call, core(), (Loud(), Loud()), **options))


def call(audio: list[np.ndarray] | None, **more) -> OfflineCall:
    return OfflineCall(info=INFO, started_at="2026-01-01T10:00:00+00:00", audio=audio, **{"words_from": "file", **more})


def finals(events) -> list[Utterance]:
    return [event for event in events if isinstance(event, Utterance) and event.final]


def test_a_call_begins_with_its_start_and_ends_with_its_end():
    events = run(call(blocks(tone(3)), words_from="none"))
    assert isinstance(events[0], CallStarted)
    assert events[0].words_from == "none"
    assert [event.kind for event in events if isinstance(event, Fault)] == ["no_model"]
    assert isinstance(events[-1], CallEnded)
    assert events[-1].duration_seconds == 3.0


def test_words_of_a_file_come_when_the_clock_has_passed_them():
    line = WordsLine(Channel.CUSTOMER, "again", 1.0, 1.42)
    events = run(call(blocks(tone(4)), lines=(line,)))
    said = [event for event in events if isinstance(event, Utterance)]
    assert said[0].text == "again"
    assert 1.42 <= said[0].at <= 1.55
    assert [each.text for each in finals(events)] == ["again"]


def test_words_after_the_last_sample_are_not_lost():
    line = WordsLine(Channel.AGENT, "bye", 2.9, 3.1)
    assert [each.text for each in finals(run(call(blocks(tone(3)), lines=(line,))))] == ["bye"]


def test_notices_reach_the_core():
    events = run(call(blocks(tone(3)), lines=(NoticeLine("hold", 1.0), NoticeLine("resume", 2.0))))
    assert [event.state for event in events if event.__class__.__name__ == "Hold"] == ["on", "off"]


def test_words_alone_move_the_clock_and_make_speech():
    lines = (
        WordsLine(Channel.CUSTOMER, "this", 1.0, 1.2),
        WordsLine(Channel.CUSTOMER, "again", 1.2, 1.6),
        WordsLine(Channel.AGENT, "yes", 30.0, 30.4),
    )
    events = run(call(None, lines=lines))
    assert [each.text for each in finals(events)] == ["this again", "yes"]
    speech = [event for event in events if isinstance(event, Speech)]
    assert [(each.channel, each.start) for each in speech] == [(Channel.CUSTOMER, 1.0), (Channel.AGENT, 30.0)]
    assert {each.level_dbfs for each in speech} == {None}
    assert events[-1].duration_seconds == 30.4


def test_words_alone_show_the_silence_between_them():
    lines = (WordsLine(Channel.CUSTOMER, "hello there", 1.0, 2.4), WordsLine(Channel.CUSTOMER, "hello", 60.0, 60.4))
    events = run(call(None, lines=lines))
    assert "dead_air" in [event.kind for event in events if event.__class__.__name__ == "Cue"]


def test_a_recogniser_hears_each_channel_for_itself():
    agent, customer = FakeRecognizer(), FakeRecognizer()
    audio = blocks(tone(6, (2.0, 3.0)))
    events = run(call(audio, words_from="vosk fake", recognizers=(agent, customer)))
    said = finals(events)
    assert {each.channel for each in said} == {Channel.CUSTOMER}
    assert 1.9 <= said[0].words[0].start <= 2.2
    assert 2.8 <= said[0].words[-1].end <= 3.2


def test_chunks_do_not_change_what_a_recogniser_hears():
    samples = tone(6, (1.0, 1.5), (3.0, 4.2))
    heard = []
    for size in (160, 800, 4000):
        pair = FakeRecognizer(), FakeRecognizer()
        events = run(call(blocks(samples, size), words_from="vosk fake", recognizers=pair))
        heard.append([(each.start, each.words) for each in finals(events)])
    assert heard[0] == heard[1] == heard[2]
    assert len(heard[0]) == 2


def test_detail_tells_the_heat_every_second():
    events = run(call(blocks(tone(5))), detail=True)
    assert len([event for event in events if event.__class__.__name__ == "Escalation"]) >= 5
