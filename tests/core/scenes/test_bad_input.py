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
from tests.core.scenes.rows import row

TURNS = 12


def talk(turns: int = TURNS) -> Scene:
    """Calm turns of four seconds, the agent's first, over a line with a little noise."""
    seconds = 4.5 * turns
    scene = Scene(seconds).agent(Noise(0, seconds, -85, 1)).customer(Noise(0, seconds, -85, 2))
    for turn in range(turns):
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
        pytest.param((dead(AGENT),), [CUSTOMER] * 6, [("dead_channel", "agent")], id="the agent's channel is dead"),
        pytest.param((dead(CUSTOMER),), [AGENT] * 6, [("dead_channel", "customer")], id="the customer's is dead"),
        row("Swapped channels", "all is told of the other side", (swapped,), IN_TURN[1:] + IN_TURN[:1], []),
        pytest.param((delay(CUSTOMER, 0.18), drift(CUSTOMER, 100)), IN_TURN, [], id="half an hour of drift by 100 ppm"),
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
        pytest.param(Scene(15), id="digital zero"),
        pytest.param(Scene(15).agent(Noise(0, 15, -72)).customer(Noise(0, 15, -72, 2)), id="silence"),
        pytest.param(Scene(15).through(offset(0.2)), id="a direct current and nothing else"),
    ],
)
def test_where_nobody_speaks_nothing_is_told(scene: Scene) -> None:
    events = hear(scene)
    assert of(events, Speech) == of(events, Cue) == of(events, Prompt) == of(events, Fault) == []
    assert isinstance(events[-1], CallEnded)


def test_a_channel_that_comes_to_life_is_no_longer_dead() -> None:
    sound = talk().samples()
    sound[: 25 * RATE, CUSTOMER.position] = 0
    sound[: 25 * RATE, AGENT.position] = Scene(25).agent(Voice(0.2, 24.8, melody_st=3)).samples()[:, 0]
    found = of(hear_bytes(sound.tobytes()), Fault)
    assert [(fault.kind, fault.state) for fault in found] == [("dead_channel", "on"), ("dead_channel", "off")]
    assert [fault.at for fault in found] == pytest.approx([20.2, 25.0], abs=0.3)


@pytest.mark.parametrize("seconds", [row("Gap", f"{each} s, told by the source", each) for each in (5.0, 9.0)])
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


def test_samples_that_are_no_numbers_are_silence_or_full_scale() -> None:
    sound = floats(talk(6).samples())
    for first, wrong in ((1000, np.nan), (2000, np.inf), (3000, -np.inf)):
        sound[first::RATE] = wrong
    events = hear_bytes(sound.tobytes(), encoding=Encoding.PCM_F32LE)
    assert set(turns(events)) == {AGENT, CUSTOMER}
    assert of(events, Prompt) == []


def test_a_channel_of_no_numbers_at_all_is_dead() -> None:
    sound = floats(talk().samples())
    sound[:, AGENT.position] = np.nan
    assert faults(hear_bytes(sound.tobytes(), encoding=Encoding.PCM_F32LE)) == [("dead_channel", "agent")]


@pytest.mark.parametrize("rate", [6000, 16000, 48000])
def test_any_rate_is_the_same_call(rate: int) -> None:
    events = hear(talk(4), rate=rate)
    assert turns(events) == IN_TURN[:4]
    assert of(events, Fault) == of(events, Cue) == of(events, Prompt) == []


@pytest.mark.parametrize("rate", [5999, 48001, 0])
def test_a_rate_that_no_source_has_is_refused(rate: int) -> None:
    with pytest.raises(AudioFormatError, match=f"rate {rate} can't be used"):
        LineAudio(CallInfo(call_id="c1", agent="Ada", rate=rate))


def test_a_sample_that_is_cut_off_is_left_out() -> None:
    data = talk(4).samples().tobytes() + struct.pack("<h", 9)[:1]
    assert turns(hear_bytes(data)) == IN_TURN[:4]
