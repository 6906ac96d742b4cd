"""What the line does: bleed, a mono mix, clipping, tones."""

import numpy as np
import pytest

from monitor.core.call_monitor import CallMonitor
from monitor.core.events import AnyEvent, CallEnded, Fault, Overlap, Speech
from tests.core.scene_kit.ears import LevelDetector, hear
from tests.core.scene_kit.lines import Line, delay, echo, gain, gain_control, mono_mix, packet_loss
from tests.core.scene_kit.scene import Scene
from tests.core.scene_kit.script import AGENT, CUSTOMER, INFO, SETTINGS, of, prompts
from tests.core.scene_kit.sounds import Noise, Part, Ring, Tone, Voice
from tests.core.scenes.rows import row

STEPS = (1.0, 1.12, 0.92, 1.05, 0.88)
"""A melody: every phrase has another pitch."""

CLIPPED = [("clipping", "agent"), ("clipping", "customer")]


def phrases(start: float, hz: float, count: int = 5) -> list[Voice]:
    """A turn of short phrases."""
    return [Voice(start + 0.8 * k, start + 0.8 * k + 0.75, f0_hz=hz * STEPS[k % len(STEPS)]) for k in range(count)]


def dialogue(turns: int = 6) -> Scene:
    """Turns of four seconds, the agent's first, half a second apart."""
    scene = Scene(4.5 * turns + 1)
    for turn in range(turns):
        start = 4.5 * turn + 0.5
        scene = scene.customer(*phrases(start, 200)) if turn % 2 else scene.agent(*phrases(start, 110))
    return scene


def faults(events: list[AnyEvent]) -> list[tuple[str, str | None]]:
    return [(fault.kind, fault.channel and str(fault.channel)) for fault in of(events, Fault)]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        row("Bleed", "the customer hears the agent at once", (echo(AGENT, -15, 0.0),), [("bleed", "customer")]),
        row("Bleed", "0.12 s late", (echo(AGENT, -15, 0.12),), [("bleed", "customer")]),
        row("Bleed", "0.3 s late", (echo(AGENT, -15, 0.3),), [("bleed", "customer")]),
        row("Bleed", "the agent hears the customer", (echo(CUSTOMER, -15, 0.2),), [("bleed", "agent")]),
        row("Bleed", "none on a clean line", (), []),
        row("Bleed", "none on a line with a delay", (delay(CUSTOMER, 0.3),), []),
        row("Mono mix", "both carry both", (mono_mix,), [("mono_mix", None)]),
        row("Mono mix", "none where one is quieter", (gain_control(CUSTOMER),), []),
        row("Clipping", "the line is turned up too far", (gain(34),), CLIPPED),
        row("Clipping", "none of a loud line", (gain(12),), []),
        row("Clipping", "none of lost packets", (packet_loss(0.02),), []),
    ],
)
def test_faults(lines: tuple[Line, ...], found: list[tuple[str, str | None]]) -> None:
    events = hear(dialogue().through(*lines))
    assert faults(events) == found
    assert prompts(events) == []


def test_an_echo_is_nobodys_speech_and_no_interruption() -> None:
    clean, echoed = hear(dialogue()), hear(dialogue().through(echo(AGENT, -15, 0.12)))
    known = of(echoed, Fault)[0].at
    own = [speech.start for speech in of(clean, Speech) if speech.start > known and speech.channel is CUSTOMER]
    left = [speech.start for speech in of(echoed, Speech) if speech.start > known and speech.channel is CUSTOMER]
    assert left == pytest.approx(own, abs=0.06)
    assert [overlap for overlap in of(echoed, Overlap) if overlap.final and overlap.counted] == []


@pytest.mark.parametrize(
    ("sound", "share"),
    [
        row("Tones", "the line rings", Ring(1, 16), 0.02),
        row("Tones", "a dial tone", Tone(1, 16, hz=425), 0.02),
        row("Tones", "a beep in noise", Tone(1, 16, dbfs=-30, hz=1400), 0.02),
        row("Tones", "a voice is none", Voice(1, 16, melody_st=3), 1.0),
        row("Tones", "a dark voice is none", Voice(1, 16, f0_hz=220, tilt_db=-14, melody_st=3), 1.0),
    ],
)
def test_tones_are_no_speech(sound: Part, share: float) -> None:
    (ended,) = of(hear(Scene(17).customer(sound, Noise(0, 17, -70))), CallEnded)
    heard = ended.customer_speech_seconds / (sound.end - sound.start)
    assert heard == pytest.approx(share, abs=0.05) if share == 1.0 else heard <= share


@pytest.mark.parametrize(
    ("sounds", "heard"),
    [
        row("speech unit", "a clock ticks, however speech-like to the detector", [Noise(1, 1.15, -25, 1)], 0.0),
        row("speech unit", "somebody breathes", [Noise(1, 1.3, -30, 5), Noise(3, 3.3, -30, 6)], 0.0),
        row("speech unit", "one that begins with a consonant", [Noise(1, 1.2, -30), Voice(1.2, 2)], 1.0),
    ],
)
def test_what_has_no_voice_is_no_speech(sounds: list[Part], heard: float) -> None:
    events = hear(Scene(5).customer(*sounds))
    (ended,) = of(events, CallEnded)
    assert ended.customer_speech_seconds == pytest.approx(heard, abs=0.1)
    assert len(of(events, Speech)) == round(heard)


@pytest.mark.parametrize(
    ("before", "heard"),
    [
        row("Quiet speakers", "are heard once it is known how quiet they are", [Voice(0, 3, -46)], True),
        row("Quiet speakers", "who was loud just now is not taken for one", [Voice(0, 3, -20)], False),
        row("Quiet speakers", "nothing is known before somebody was heard", [], False),
    ],
)
def test_what_is_amplified_for_the_detector(before: list[Part], heard: bool) -> None:
    quiet = Voice(4, 6, -55)
    spoken = of(hear(Scene(7).customer(*before, quiet)), Speech)
    assert any(speech.start >= 3.9 for speech in spoken) is heard


class TiringDetector(LevelDetector):
    """Hears speech in what is loud for so many windows of 32 ms, and none after that."""

    def probability(self, window: np.ndarray) -> float:
        return super().probability(window) if self.asked * 0.032 < 2.0 else 0.0


@pytest.mark.parametrize(
    ("sounds", "end"),
    [
        row("Shouts", "go on for a moment after the detector's last word", [Voice(0, 6, -14, 260, -4)], 2.2),
        row("Shouts", "a hiss doesn't", [Voice(0, 1.5, -14), Noise(1.5, 6, -14)], 2.0),
    ],
)
def test_what_goes_on_without_the_detector(sounds: list[Part], end: float) -> None:
    call = CallMonitor(INFO, SETTINGS, (TiringDetector(), TiringDetector()))
    events = call.receive_audio(Scene(7).customer(*sounds).samples()) + call.end()
    assert [speech.end for speech in of(events, Speech)] == pytest.approx([end], abs=0.08)
