"""Faults of the line: a mono mix switches off what needs two voices; clipping is told a channel."""

import pytest

from monitor.core.events import Cue, CueKind, Fault, Overlap
from tests.core.scene_kit.script import AGENT, CUSTOMER, Talk, chat, cues, of, play


def faults(events) -> list[tuple[str, str | None]]:
    return [(fault.kind, fault.channel) for fault in of(events, Fault)]


def twice(start: float, end: float, **voice: float) -> list[Talk]:
    """The same voice on both channels."""
    return [Talk(channel, start, end, f0_hz=voice.pop("f0_hz", 140.0), **voice) for channel in (AGENT, CUSTOMER)]


def test_the_same_voice_on_both_channels_is_a_mono_mix() -> None:
    (fault,) = of(play(10, *twice(0, 6)), Fault)
    assert (fault.kind, fault.channel, fault.state) == ("mono_mix", None, "on")
    assert fault.at == pytest.approx(3.0, abs=0.2)
    assert "turns" in fault.switches_off


def test_a_mono_mix_switches_turns_and_voices_off_but_not_silence() -> None:
    mixed = [talk for turn in range(8) for talk in twice(4.0 * turn, 4.0 * turn + 3.5)]
    loud = twice(34, 44)
    loud = [Talk(talk.channel, talk.start, talk.end, -12, 220, 0, 9) for talk in loud]
    events = play(55, *mixed, *loud, Talk(AGENT, 45, 46), Talk(CUSTOMER, 45.3, 46.5))
    assert [overlap for overlap in of(events, Overlap) if overlap.at > 3.2] == []
    assert {cue.kind for cue in of(events, Cue)} == {CueKind.DEAD_AIR}


def test_no_overlap_is_judged_before_a_mono_mix_is_sure() -> None:
    assert of(play(12, *twice(0, 1.5), *twice(2, 3.5), *twice(4, 9)), Overlap) == []


def test_two_voices_that_overlap_are_no_mono_mix() -> None:
    assert faults(play(20, Talk(AGENT, 0, 20), Talk(CUSTOMER, 0, 20))) == []


def test_an_ordinary_call_has_no_faults() -> None:
    assert faults(play(40, *chat(0, 40))) == []


def test_clipping_is_told_once_and_on_its_channel() -> None:
    events = play(30, Talk(AGENT, 0, 5), Talk(CUSTOMER, 6, 12, clipped=True), Talk(CUSTOMER, 14, 20, clipped=True))
    assert faults(events) == [("clipping", "customer")]
    assert of(events, Fault)[0].at == pytest.approx(7.0, abs=0.1)


def test_a_clipped_word_is_no_fault() -> None:
    assert faults(play(20, Talk(AGENT, 0, 0.8, clipped=True), Talk(AGENT, 1, 20))) == []


def test_clipping_leaves_the_call_judged() -> None:
    loud = Talk(CUSTOMER, 41, 48, dbfs=-8, alpha_db=-3, f0_hz=260, clipped=True)
    events = play(50, *chat(0, 40), loud)
    assert faults(events) == [("clipping", "customer")]
    assert cues(events, CueKind.RAISED_VOICE, CUSTOMER)
