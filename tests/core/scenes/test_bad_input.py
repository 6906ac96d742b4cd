"""Whatever arrives, the call goes on: never an exception, never a prompt, a fault where something can't be told."""

import struct

import numpy as np
import pytest

from monitor.core.call_info import CallInfo, Encoding
from monitor.core.call_monitor import CallMonitor
from monitor.core.errors import AudioFormatError
from monitor.core.events import AnyEvent, CallEnded, Cue, Fault, Overlap, Prompt, Speech
from monitor.core.signal.audio import LineAudio
from tests.core.scene_kit.ears import detectors, hear, hear_bytes
from tests.core.scene_kit.lines import Line, dead, delay, drift, gain, gap, offset, swapped
from tests.core.scene_kit.scene import RATE, Scene
from tests.core.scene_kit.script import AGENT, CUSTOMER, SETTINGS, Channel, of
from tests.core.scene_kit.sounds import Noise, Voice

TURNS = 14
TALK_SECONDS = 4.5 * TURNS


def talk() -> Scene:
    """A minute of calm turns of four seconds, the agent's first, over a line with a little noise."""
    scene = Scene(TALK_SECONDS).agent(Noise(0, TALK_SECONDS, -85, 1)).customer(Noise(0, TALK_SECONDS, -85, 2))
    for turn in range(TURNS):
        start = 4.5 * turn + 0.3
        one = Voice(start, start + 4, f0_hz=190 if turn % 2 else 110, melody_st=3)
        scene = scene.customer(one) if turn % 2 else scene.agent(one)
    return scene


def faults(events: list[AnyEvent]) -> list[tuple[str, str | None]]:
    return [(fault.kind, fault.channel and str(fault.channel)) for fault in of(events, Fault)]


def turns(events: list[AnyEvent]) -> list[Channel]:
    return [speech.channel for speech in of(events, Speech)]


IN_TURN = [CUSTOMER if turn % 2 else AGENT for turn in range(TURNS)]


@pytest.mark.parametrize(
    ("lines", "spoken", "found"),
    [
        pytest.param((), IN_TURN, [], id="nothing is wrong"),
        pytest.param((offset(0.1),), IN_TURN, [], id="a direct current"),
        pytest.param((offset(-0.01),), IN_TURN, [], id="a small direct current"),
        pytest.param((gain(34),), IN_TURN, [("clipping", "agent"), ("clipping", "customer")], id="full-scale clipping"),
        pytest.param((dead(AGENT),), [CUSTOMER] * 7, [("dead_channel", "agent")], id="the agent's channel is dead"),
        pytest.param((dead(CUSTOMER),), [AGENT] * 7, [("dead_channel", "customer")], id="the customer's is dead"),
        pytest.param((swapped,), IN_TURN[1:] + IN_TURN[:1], [], id="the channels are swapped"),
        pytest.param((delay(CUSTOMER, 0.18), drift(CUSTOMER, 100)), IN_TURN, [], id="half an hour of drift by 100 ppm"),
        pytest.param((drift(AGENT, -100),), IN_TURN, [], id="drift the other way"),
    ],
)
def test_what_a_line_may_do(lines: tuple[Line, ...], spoken: list[Channel], found: list[tuple[str, str]]) -> None:
    events = hear(talk().through(*lines))
    assert faults(events) == found
    assert turns(events) == spoken
    assert of(events, Overlap) == of(events, Cue) == of(events, Prompt) == []


@pytest.mark.parametrize(
    "scene",
    [
        pytest.param(Scene(40), id="digital zero"),
        pytest.param(Scene(40).agent(Noise(0, 40, -72)).customer(Noise(0, 40, -72, 2)), id="silence"),
        pytest.param(Scene(40).through(offset(0.2)), id="a direct current and nothing else"),
    ],
)
def test_where_nobody_speaks_nothing_is_told(scene: Scene) -> None:
    events = hear(scene)
    assert of(events, Speech) == of(events, Cue) == of(events, Prompt) == of(events, Fault) == []
    assert isinstance(events[-1], CallEnded)


def test_a_channel_that_comes_to_life_is_no_longer_dead() -> None:
    sound = talk().samples()
    sound[: 40 * RATE, CUSTOMER.position] = 0
    sound[: 40 * RATE, AGENT.position] = Scene(40).agent(Voice(0.2, 39.8, melody_st=3)).samples()[:, 0]
    found = of(hear_bytes(sound.tobytes()), Fault)
    assert [(fault.kind, fault.state) for fault in found] == [("dead_channel", "on"), ("dead_channel", "off")]
    assert [fault.at for fault in found] == pytest.approx([20.2, 40.0], abs=0.3)


@pytest.mark.parametrize("seconds", [5.0, 9.0])
def test_a_gap_is_a_fault_and_no_silence(seconds: float) -> None:
    sound = talk().through(gap(12.0, seconds)).samples()
    call = CallMonitor(CallInfo(call_id="c1", agent="Ada"), SETTINGS, detectors())
    first, last = 12 * RATE, round((12 + seconds) * RATE)
    events = call.receive_audio(sound[:first]) + call.receive_fault("gap", None, "on")
    events += call.receive_audio(sound[first:last]) + call.receive_fault("gap", None, "off")
    events += call.receive_audio(sound[last:]) + call.end()
    assert [(fault.kind, fault.state) for fault in of(events, Fault)] == [("gap", "on"), ("gap", "off")]
    assert of(events, Overlap) == of(events, Cue) == of(events, Prompt) == []
    assert turns(events)[-4:] == IN_TURN[-4:]


def test_a_gap_that_nobody_tells_is_found() -> None:
    events = hear(talk().through(gap(30.0, 7.0)))
    assert [(fault.kind, fault.state) for fault in of(events, Fault)] == [("gap", "on"), ("gap", "off")]
    assert of(events, Fault)[0].at == pytest.approx(30.3, abs=0.1)
    assert of(events, Overlap) == of(events, Cue) == of(events, Prompt) == []


def floats(sound: np.ndarray) -> np.ndarray:
    return sound.astype(np.float32) / 32768


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_samples_that_are_no_numbers_are_silence_or_full_scale(wrong: float) -> None:
    sound = floats(talk().samples())
    sound[RATE // 7 :: RATE // 7] = wrong
    events = hear_bytes(sound.tobytes(), encoding=Encoding.PCM_F32LE)
    assert set(turns(events)) == {AGENT, CUSTOMER}
    assert of(events, Prompt) == []


def test_a_channel_of_no_numbers_at_all_is_dead() -> None:
    sound = floats(talk().samples())
    sound[:, AGENT.position] = np.nan
    assert faults(hear_bytes(sound.tobytes(), encoding=Encoding.PCM_F32LE)) == [("dead_channel", "agent")]


@pytest.mark.parametrize("rate", [6000, 11025, 16000, 48000])
def test_any_rate_is_the_same_call(rate: int) -> None:
    events = hear(talk(), rate=rate)
    assert turns(events) == IN_TURN
    assert of(events, Fault) == of(events, Cue) == of(events, Prompt) == []


@pytest.mark.parametrize("rate", [5999, 48001, 0])
def test_a_rate_that_no_source_has_is_refused(rate: int) -> None:
    with pytest.raises(AudioFormatError, match=f"rate {rate} can't be used"):
        LineAudio(CallInfo(call_id="c1", agent="Ada", rate=rate))


def test_a_sample_that_is_cut_off_is_left_out() -> None:
    data = talk().samples().tobytes() + struct.pack("<h", 9)[:1]
    assert turns(hear_bytes(data)) == IN_TURN
