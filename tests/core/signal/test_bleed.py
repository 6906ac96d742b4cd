"""One channel that echoes the other is not speaking; its own voice stays."""

from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest

from monitor.core.events import Channel, Fault, Overlap, Speech
from tests.core.scene_kit.script import AGENT, CUSTOMER, USUAL_HZ, Talk, chat, of, play


def melody(talks: list[Talk]) -> list[Talk]:
    """The same turns with a pitch that moves, as speech has."""
    return [
        replace(talk, start=start, end=min(talk.end, start + 0.25), f0_hz=USUAL_HZ[talk.channel] * step)
        for talk in talks
        for start, step in zip(
            np.arange(talk.start, talk.end, 0.25).tolist(), cycle((1.0, 1.1, 0.9, 1.2, 0.85)), strict=False
        )
    ]


def with_echo(talks: list[Talk], of_channel: Channel, delay: float = 0.1) -> list[Talk]:
    """What one channel says comes back on the other, late and 14 dB down; own speech goes over it."""
    sung = melody(talks)
    echoes = [
        Talk(of_channel.other, talk.start + delay, talk.end + delay, talk.dbfs - 14, talk.f0_hz, talk.alpha_db)
        for talk in sung
        if talk.channel is of_channel
    ]
    return echoes + sung


@pytest.mark.parametrize("delay", [0.0, 0.1, 0.3])
@pytest.mark.parametrize("speaker", [AGENT, CUSTOMER])
def test_an_echo_is_told_and_then_not_taken_for_speech(speaker: Channel, delay: float) -> None:
    events = play(60, *with_echo(chat(0, 60), speaker, delay))
    (fault,) = of(events, Fault)
    assert (fault.kind, fault.channel) == ("bleed", speaker.other)
    late = [speech for speech in of(events, Speech) if speech.start > fault.at + 1]
    assert [overlap for overlap in of(events, Overlap) if overlap.start > fault.at + 1] == []
    own = [speech for speech in late if speech.channel is speaker.other]
    assert len(own) > 3
    assert {speech.level_dbfs for speech in own} == {-26.0}


@pytest.mark.parametrize("delay", [0.0, 0.05, 0.12, 0.2, 0.37, 0.5, 0.75])
@pytest.mark.parametrize("speaker", [AGENT, CUSTOMER])
def test_no_overlap_is_judged_by_an_echo_even_before_it_is_sure(speaker: Channel, delay: float) -> None:
    """The first to speak is echoed from the call's first word; marks, provisional ones too, would be wrong."""
    turns = [replace(talk, end=talk.end + 2) for talk in chat(0.5, 30, 3.0, 3.0)]
    events = play(34, *with_echo(turns, speaker, delay))
    assert of(events, Overlap) == []
    assert [fault.channel for fault in of(events, Fault)] == [speaker.other]
    assert len([speech for speech in of(events, Speech) if speech.channel is speaker.other]) <= 3


def test_a_smooth_switch_into_an_echo_is_no_interruption() -> None:
    """Who ends seems to talk on, when their channel carries the other's first words."""
    talks = [Talk(AGENT, 0.5, 4.0), Talk(CUSTOMER, 3.7, 9.0), Talk(AGENT, 9.4, 12.0)]
    found = of(play(14, *with_echo(talks, CUSTOMER, 0.15)), Overlap)
    assert {str(overlap.label) for overlap in found} <= {"smooth_switch"}
    known = chat(0, 30)
    later = [replace(talk, start=talk.start + 31, end=talk.end + 31) for talk in talks]
    found = of(play(46, *with_echo([*known, *later], CUSTOMER, 0.15)), Overlap)
    assert [(str(overlap.label), overlap.final) for overlap in found] == [("smooth_switch", True)]


def test_an_echo_is_followed_where_the_channels_clocks_drift_apart() -> None:
    """100 ppm move it by 0.1 ms a second: by a frame in 500 s, here in 40 s."""
    sung = melody(chat(0, 200))
    late = [(talk, 0.1 + talk.start / 800) for talk in sung if talk.channel is AGENT]
    echoes = [
        Talk(CUSTOMER, talk.start + lag, talk.end + lag, talk.dbfs - 14, talk.f0_hz, talk.alpha_db)
        for talk, lag in late
    ]
    events = play(200, *echoes, *sung)
    assert [(fault.kind, fault.state) for fault in of(events, Fault)] == [("bleed", "on")]
    assert of(events, Overlap) == []
    assert {speech.level_dbfs for speech in of(events, Speech)} == {-26.0}


def test_an_echo_that_goes_away_is_told() -> None:
    talks = chat(0, 30)
    quiet = [replace(talk, dbfs=-40) for talk in melody(chat(31, 90)) if talk.channel is CUSTOMER]
    over = [Talk(AGENT, talk.start, talk.end, -26, 110) for talk in quiet]
    events = play(92, *with_echo(talks, AGENT), *over, *quiet)
    assert [fault.state for fault in of(events, Fault)] == ["on", "off"]


def test_own_speech_over_the_echo_is_still_an_overlap() -> None:
    talks = [*chat(0, 30), Talk(AGENT, 31, 34.5), Talk(CUSTOMER, 33, 40)]
    events = play(45, *with_echo(talks, AGENT))
    found = [overlap for overlap in of(events, Overlap) if overlap.final and overlap.start > 30]
    assert [(str(overlap.label), overlap.channel) for overlap in found] == [("interruption", CUSTOMER)]


def test_a_quiet_voice_of_its_own_is_no_echo() -> None:
    events = play(60, *chat(0, 60, dbfs=-40))
    assert of(events, Fault) == []
