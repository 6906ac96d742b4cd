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


def test_own_speech_over_the_echo_is_still_an_overlap() -> None:
    talks = [*chat(0, 30), Talk(AGENT, 31, 34.5), Talk(CUSTOMER, 33, 40)]
    events = play(45, *with_echo(talks, AGENT))
    found = [overlap for overlap in of(events, Overlap) if overlap.final and overlap.start > 30]
    assert [(str(overlap.label), overlap.channel) for overlap in found] == [("interruption", CUSTOMER)]


def test_a_quiet_voice_of_its_own_is_no_echo() -> None:
    events = play(60, *chat(0, 60, dbfs=-40))
    assert of(events, Fault) == []
