"""Audio, words and notices in, events out: the same however the audio was cut, and without any audio at all."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.call_analysis import CallAnalysis
from monitor.core.call_info import CallInfo
from monitor.core.call_monitor import CallMonitor
from monitor.core.events import (
    AnyEvent,
    CallEnded,
    CallStarted,
    Cue,
    CueKind,
    Escalation,
    Fault,
    Hold,
    Level,
    Overlap,
    Prompt,
    PromptState,
    Speech,
    Utterance,
)
from monitor.core.signal.audio import LineAudio
from monitor.core.signal.frames import FRAME_DTYPE
from monitor.core.voices.baseline import BaselineSettings
from monitor.core.voices.voice import VoiceSettings
from tests.core.cuts import pieces, sizes
from tests.core.scene_kit.ears import detectors
from tests.core.scene_kit.scene import scene
from tests.core.scene_kit.script import AGENT, CUSTOMER, INFO, SETTINGS, Said, customised, of, phrase, prompts
from tests.core.scene_kit.sounds import Noise, Tone, Voice

QUICK = customised(
    voice=VoiceSettings(
        baseline=BaselineSettings(first_seconds=1.0, learn_seconds=3.0),
        rate_baseline=BaselineSettings(first_seconds=4.0, learn_seconds=8.0),
    )
)
"""A usual is known after a second: calls of ten seconds have it all."""


def monitor(info: CallInfo = INFO, **more) -> CallMonitor:
    return CallMonitor(info, QUICK, detectors(), **more)


@cache
def quarrel(rate: int) -> np.ndarray:
    """10 s: calm turns, an interruption, a customer who shouts, an agent who follows."""
    agent = [
        Noise(0, 10, dbfs=-60),
        Voice(0.2, 2.2, f0_hz=110),
        Voice(4.1, 5.5, f0_hz=112),
        Voice(8.5, 9.6, -16, 140, -5),
    ]
    calm, loud = Voice(2.4, 5.0, f0_hz=190, tilt_db=-10), Voice(5.8, 8.6, -13, 260, -5, 7.0)
    return scene(10.0, agent=agent, customer=[calm, loud], rate=rate)


def heard(rate: int, cut: list[int]) -> tuple[list[AnyEvent], bytes]:
    """Events and frames of the quarrel, its bytes cut so."""
    info = CallInfo(call_id="c1", agent="Ada", rate=rate)
    line, call = LineAudio(info), monitor(info, detail=True)
    events = call.start("2026-03-02T09:00:00Z", "file")
    events += call.receive_words(AGENT, Said(AGENT, 4.2, 5.2, "please calm down now").words, final=True, at=5.5)
    for chunk in pieces(quarrel(rate).tobytes(), cut):
        events += call.receive_audio(line.feed(chunk))
    events += call.receive_audio(line.flush())
    events += call.end()
    return events, call.take_frames().tobytes()


@cache
def heard_at_once(rate: int) -> tuple[list[AnyEvent], bytes]:
    return heard(rate, [10**9])


def test_the_quarrel_holds_all_kinds_of_events() -> None:
    events, _ = heard_at_once(8000)
    kinds = {type(event) for event in events}
    assert {CallStarted, Speech, Overlap, Cue, Escalation, Prompt, Utterance, CallEnded} <= kinds
    assert {cue.kind for cue in of(events, Cue)} >= {CueKind.RAISED_VOICE, CueKind.PHRASE}


@pytest.mark.parametrize("rate", [8000, 44100, 48000])
@settings(max_examples=3)
@given(cut=sizes())
def test_any_cut_of_the_bytes_gives_the_same_frames_and_the_same_events(rate: int, cut: list[int]) -> None:
    assert heard(rate, cut) == heard_at_once(rate)


def test_the_same_audio_at_another_rate_is_the_same_call() -> None:
    narrow, wide = (
        [event for event in heard_at_once(rate)[0] if isinstance(event, Overlap | Cue)] for rate in (8000, 48000)
    )
    assert [event.channel for event in narrow] == [event.channel for event in wide]
    assert [event.at for event in narrow] == pytest.approx([event.at for event in wide], abs=0.25)


def test_stored_frames_and_words_give_the_events_again() -> None:
    live, stored = heard_at_once(8000)
    analysis = CallAnalysis(INFO, QUICK, words=True, detail=True)
    events = analysis.receive_words(AGENT, Said(AGENT, 4.2, 5.2, "please calm down now").words, final=True, at=5.5)
    events += analysis.receive_frames(np.frombuffer(stored, FRAME_DTYPE).reshape(-1, 2))
    begun = 2  # call_started and the first escalation
    assert [*events, *analysis.end("hung_up")] == live[begun:]


def test_a_louder_line_is_not_a_raised_voice() -> None:
    same = [Voice(0.2, 4.0, -30, 190), Voice(5.2, 10.2, -16, 190)]
    call = monitor()
    events = call.receive_audio(scene(10.5, agent=[Voice(4.1, 5.0, f0_hz=110)], customer=same)) + call.end()
    assert [cue.kind for cue in of(events, Cue)] == []


@pytest.mark.parametrize("dbfs", [-13, -30], ids=["as it is", "levelled by gain control"])
def test_a_voice_with_effort_is_raised(dbfs: float) -> None:
    call = monitor()
    voice = [Voice(0.2, 4.0, -30, 190, -11), Voice(5.2, 10.2, dbfs, 260, -3)]
    events = call.receive_audio(scene(10.5, agent=[Voice(4.1, 5.0, f0_hz=110)], customer=voice)) + call.end()
    assert CueKind.RAISED_VOICE in {cue.kind for cue in of(events, Cue)}


def test_overlap_is_heard_in_audio() -> None:
    call = monitor()
    sound = scene(9.0, agent=[Voice(0.5, 4.0, f0_hz=110)], customer=[Voice(3.0, 6.5, f0_hz=200)])
    (final,) = [overlap for overlap in of(call.receive_audio(sound) + call.end(), Overlap) if overlap.final]
    assert (str(final.label), final.channel, final.counted) == ("interruption", CUSTOMER, True)
    assert (final.start, final.end) == (pytest.approx(3.0, abs=0.05), pytest.approx(4.0, abs=0.05))


def test_a_mono_mix_is_told_from_audio() -> None:
    call, both = monitor(), [Voice(0.5, 6.0, f0_hz=130), Tone(0, 0.1, -40)]
    events = call.receive_audio(scene(8.0, agent=both, customer=both)) + call.end()
    assert [fault.kind for fault in of(events, Fault)] == ["mono_mix"]
    assert [overlap for overlap in of(events, Overlap) if overlap.at > 5] == []


def test_a_call_starts_with_who_it_is_and_how_it_stands() -> None:
    info = CallInfo(call_id="c9", agent="Ada", team="red", language="de", direction="outbound", source="play")
    started, heat = CallMonitor(info, SETTINGS, detectors()).start("2026-03-02T09:00:00Z", "vosk small-de")
    assert isinstance(started, CallStarted)
    assert (started.agent, started.team, started.language, started.direction) == ("Ada", "red", "de", "outbound")
    assert (started.source, started.words_from) == ("play", "vosk small-de")
    assert isinstance(heat, Escalation)
    assert (heat.level, heat.score) == (Level.CALM, 0.0)


def test_a_call_without_a_recogniser_says_what_is_off() -> None:
    (fault,) = of(monitor().start("2026-03-02T09:00:00Z", "none"), Fault)
    assert fault.kind == "no_model"
    assert "words" in fault.switches_off


def test_the_clock_is_samples_by_rate() -> None:
    call = CallMonitor(CallInfo(call_id="c1", agent="Ada", rate=48000), SETTINGS, detectors())
    assert call.rate == 16000
    call.receive_audio(np.zeros((24000, 2), np.int16))
    assert call.now == 1.5


def test_an_empty_chunk_changes_nothing() -> None:
    call = monitor()
    assert call.receive_audio(np.zeros((0, 2), np.int16)) == []
    assert (call.now, len(call.take_frames())) == (0.0, 0)


def test_frames_are_taken_once_and_none_is_lost() -> None:
    call, taken = monitor(), 0
    sound = scene(3.0, agent=[Voice(0, 3)])
    for part in np.array_split(sound, 7):
        call.receive_audio(part)
        taken += len(call.take_frames())
    call.end()
    taken += len(call.take_frames())
    assert taken == 60
    assert len(call.take_frames()) == 0


def test_a_call_that_never_had_audio_ends() -> None:
    (*_, ended) = monitor().end("connection_lost")
    assert isinstance(ended, CallEnded)
    assert (ended.duration_seconds, ended.reason) == (0.0, "connection_lost")


def test_a_second_end_yields_nothing() -> None:
    call = monitor()
    call.end()
    assert call.end() == []


def test_faults_from_outside_become_events() -> None:
    call = monitor()
    call.receive_audio(np.zeros((8000, 2), np.int16))
    on, off = call.receive_fault("gap", CUSTOMER), call.receive_fault("gap", CUSTOMER, "off")
    assert [(fault.kind, fault.channel, fault.state, fault.at) for fault in of(on + off, Fault)] == [
        ("gap", CUSTOMER, "on", 1.0),
        ("gap", CUSTOMER, "off", 1.0),
    ]


def test_meters_know_nothing_before_a_usual_is_known() -> None:
    levels = monitor().voices()
    assert levels.agent == levels.customer
    assert (levels.agent.speaking, levels.agent.level_over_baseline_db, levels.agent.usual_known) == (False, None, 0.0)


# Calls of which only the words are known


def told(call: CallMonitor, *saids: Said) -> list[AnyEvent]:
    """Words come as the clock passes them, after their speech was expected."""
    for said in saids:
        call.expect_speech(said.channel, said.start, said.end)
    events: list[AnyEvent] = []
    for said in sorted(saids, key=lambda each: each.end):
        events += call.advance(said.end)
        events += call.receive_words(said.channel, said.words, final=True)
    return events


def test_words_alone_have_turns_and_overlaps() -> None:
    call = monitor()
    events = told(
        call, Said(AGENT, 1.0, 5.0, "so what I would like to do"), Said(CUSTOMER, 4.0, 8.0, "no listen to me now")
    )
    events += call.advance(10.0) + call.end()
    spoken = [(speech.channel, speech.start, speech.end) for speech in of(events, Speech)]
    assert spoken == [(AGENT, 1.0, 5.0), (CUSTOMER, 4.0, 8.0)]
    assert [str(overlap.label) for overlap in of(events, Overlap) if overlap.final] == ["interruption"]
    assert {speech.level_dbfs for speech in of(events, Speech)} == {None}


def test_words_alone_are_answered() -> None:
    call = monitor()
    events = told(call, phrase("dismissal", 3.0), Said(CUSTOMER, 5.0, 7.0, "what did you say"))
    assert [prompt.rule for prompt in prompts(events + call.end(), state=PromptState.DUE)] == ["dont_dismiss"]


def test_words_alone_know_dead_air_and_hold() -> None:
    call = monitor()
    events = told(call, phrase("hold_announced", 2.0, 1.2)) + call.advance(30.0)
    events += told(call, Said(AGENT, 30.5, 31.5, "are you still there")) + call.advance(45.0)
    assert [(hold.state, hold.how) for hold in of(events, Hold)] == [("on", "announced"), ("off", "speech")]
    (dead_air,) = [cue for cue in of(events, Cue) if cue.kind is CueKind.DEAD_AIR]
    assert dead_air.at == pytest.approx(37.7, abs=0.3)


def test_words_alone_heat_the_call() -> None:
    call = monitor()
    sets = ("rudeness", "profanity", "threat_to_leave", "supervisor_request", "threat_of_violence")
    events = told(call, *[phrase(set_id, 3.0 * place) for place, set_id in enumerate(sets, 1)])
    events += call.advance(40.0) + call.end()
    assert max(event.level.rank for event in of(events, Escalation)) == Level.RAISED.rank
    assert of(events, Escalation)[-1].shares["customer_voice"] == 0


def test_the_clock_of_a_call_without_audio_is_where_it_was_moved() -> None:
    call = monitor()
    call.advance(7.5)
    assert call.now == 7.5
    assert call.advance(3.0) == []
    assert call.now == 7.5


@settings(max_examples=15)
@given(st.lists(st.integers(1, 300), min_size=1, max_size=20))
def test_it_does_not_matter_how_often_the_clock_is_moved(moves: list[int]) -> None:
    def speech(stops: list[float]) -> list[AnyEvent]:
        call = monitor()
        call.expect_speech(AGENT, 1.0, 3.0)
        call.expect_speech(CUSTOMER, 2.0, 6.0)
        return [event for stop in stops for event in call.advance(stop)] + call.advance(10.0) + call.end()

    stops = (np.cumsum(moves) / 20).tolist()
    assert speech([stop for stop in stops if stop < 10]) == speech([])
