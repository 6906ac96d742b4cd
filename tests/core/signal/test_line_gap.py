"""A gap of the line: its silence is nobody's, neither dead air nor the end of a turn."""

import numpy as np
import pytest

from monitor.core.call_analysis import CallAnalysis
from monitor.core.events import AnyEvent, CueKind, Fault
from monitor.core.signal.frames import GAP, Frames
from tests.core.scene_kit.script import AGENT, CUSTOMER, INFO, SETTINGS, Talk, chat, cues, frames, of

BEFORE = [Talk(AGENT, 0, 3), Talk(CUSTOMER, 3.5, 6), Talk(AGENT, 6.5, 9), Talk(CUSTOMER, 10, 13), Talk(AGENT, 14, 18)]
GONE = (18.0, 26.0)


def call(*talks: Talk, gaps: list[tuple[float, float]] = (GONE,), told: bool = False, noise: bool = True) -> Frames:
    made = frames(40, talks)
    if not noise:
        made["level"][made["active"] == 0] = -10000
    for start, end in gaps:
        part = made[round(start * 20) : round(end * 20)]
        part["level"], part["active"] = -10000, 0
        part["flags"] = GAP if told else 0
    return made


def analysed(made: Frames) -> tuple[CallAnalysis, list[AnyEvent]]:
    analysis = CallAnalysis(INFO, SETTINGS, words=False)
    return analysis, analysis.receive_frames(made)


def gap_faults(events: list[AnyEvent]) -> list[tuple[str, float]]:
    return [(fault.state, fault.at) for fault in of(events, Fault) if fault.kind == "gap"]


@pytest.mark.parametrize("told", [False, True])
def test_a_gap_is_no_dead_air(told: bool) -> None:
    _, events = analysed(call(*BEFORE, Talk(AGENT, 27, 40), told=told))
    assert cues(events, CueKind.DEAD_AIR) == []


def test_silence_on_a_line_that_is_there_is() -> None:
    _, events = analysed(call(*BEFORE, Talk(AGENT, 27, 40), gaps=[]))
    assert len(cues(events, CueKind.DEAD_AIR)) == 1


def test_a_gap_is_a_fault_from_when_it_is_sure_until_it_ends() -> None:
    _, events = analysed(call(*BEFORE))
    assert gap_faults(events) == [("on", pytest.approx(18.3)), ("off", pytest.approx(26.05))]


def test_what_the_source_tells_of_is_told_by_the_source() -> None:
    _, events = analysed(call(*BEFORE, told=True))
    assert gap_faults(events) == []


@pytest.mark.parametrize(("gaps", "turns"), [([GONE], 2), ([], 3)])
def test_a_gap_ends_no_turn(gaps: list[tuple[float, float]], turns: int) -> None:
    analysis, _ = analysed(call(*BEFORE, Talk(AGENT, 26, 28), Talk(CUSTOMER, 28.5, 29), gaps=gaps)[: round(28.4 * 20)])
    assert analysis.state.agent_turns == turns


def test_a_line_that_sends_nothing_in_pauses_has_no_gap() -> None:
    _, events = analysed(call(*chat(0, 18), Talk(AGENT, 27, 40), noise=False))
    assert gap_faults(events) == []
    assert len(cues(events, CueKind.DEAD_AIR)) == 1


def test_a_lost_packet_is_no_gap() -> None:
    _, events = analysed(call(*BEFORE, gaps=[(18.5, 18.7), (20.0, 20.2)]))
    assert gap_faults(events) == []


def test_frames_made_from_words_have_none() -> None:
    made = call(*BEFORE)
    made["level"] = np.iinfo(np.int16).min
    assert gap_faults(analysed(made)[1]) == []
