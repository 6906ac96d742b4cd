"""Who came in over whom, and was it an interruption: every label by a scripted call."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.events import CHANNELS, Channel, Overlap, OverlapLabel
from tests.core.scene_kit.script import AGENT, CUSTOMER, Said, Talk, labels, of, play

Span = tuple[float, float]


def overlaps(holder: list[Span], comer: list[Span], by: Channel = CUSTOMER, words=()) -> list[Overlap]:
    talks = [Talk(by.other, *span) for span in holder] + [Talk(by, *span) for span in comer]
    return of(play(14, *talks, words=words), Overlap)


def final(found: list[Overlap]) -> list[Overlap]:
    return [overlap for overlap in found if overlap.final]


TABLE = [
    # what the one who had the floor does, what the other does, label, final at (s)
    ("both start together", [(1.0, 4.0)], [(1.15, 3.0)], OverlapLabel.SIMULTANEOUS, 3.4),
    ("the end is overlapped", [(1.0, 4.0)], [(3.7, 6.0)], OverlapLabel.SMOOTH_SWITCH, 4.4),
    ("a short mhm", [(1.0, 8.0)], [(3.7, 4.3)], OverlapLabel.BACKCHANNEL, 5.3),
    ("a short mhm over a pause", [(1.0, 4.1), (4.4, 8.0)], [(3.7, 4.3)], OverlapLabel.SMOOTH_SWITCH, None),
    ("the floor is taken", [(1.0, 5.0)], [(4.0, 8.0)], OverlapLabel.INTERRUPTION, 6.0),
    ("the floor is taken after 2 s", [(1.0, 5.9)], [(4.0, 9.0)], OverlapLabel.INTERRUPTION, 6.9),
    (
        "the floor is taken over a breath of its holder",
        [(1.0, 4.3), (4.55, 5.5)],
        [(4.0, 8.0)],
        OverlapLabel.INTERRUPTION,
        6.5,
    ),
    ("the floor is taken with a breath", [(1.0, 5.2)], [(4.0, 4.6), (4.85, 8.0)], OverlapLabel.INTERRUPTION, 6.2),
    ("the other gives way after a breath", [(1.0, 8.0)], [(4.0, 4.5), (4.75, 5.6)], OverlapLabel.ATTEMPTED, 6.6),
    ("cut off when going on after a breath", [(1.0, 4.0), (4.25, 5.2)], [(4.2, 8.0)], OverlapLabel.INTERRUPTION, 6.2),
    ("the other gives way", [(1.0, 8.0)], [(4.0, 5.3)], OverlapLabel.ATTEMPTED, 6.3),
    ("neither gives way", [(1.0, 8.0)], [(4.0, 7.5)], OverlapLabel.COMPETING, 7.9),
    ("the floor was just won", [(1.0, 2.4)], [(1.3, 5.0)], OverlapLabel.OTHER, 3.6),
    ("neither goes on", [(1.0, 5.2)], [(4.0, 5.0)], OverlapLabel.OTHER, 6.2),
    ("the floor is taken and dropped", [(1.0, 5.0)], [(4.0, 5.5)], OverlapLabel.OTHER, 6.2),
    ("into a pause that was none", [(1.0, 4.0), (4.8, 6.5)], [(4.3, 7.0)], OverlapLabel.PAUSE_BARGE_IN, 4.9),
]


@pytest.mark.parametrize("by", CHANNELS)
@pytest.mark.parametrize(("holder", "comer", "label", "at"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_labels(holder: list[Span], comer: list[Span], label: OverlapLabel, at: float | None, by: Channel) -> None:
    overlap = final(overlaps(holder, comer, by))[0]
    assert (overlap.label, overlap.channel) == (label, by)
    assert overlap.counted == (label in (OverlapLabel.INTERRUPTION, OverlapLabel.COMPETING))
    assert overlap.start == pytest.approx(comer[0][0])
    if at is not None:
        assert overlap.at == pytest.approx(at, abs=0.11)


@pytest.mark.parametrize(
    ("holder", "comer", "because"),
    [
        ([(1.0, 4.0)], [(1.15, 3.0)], "both started together"),
        ([(1.0, 4.0)], [(3.7, 6.0)], "came in 0.3 s before the other's end"),
        ([(1.0, 8.0)], [(3.7, 4.3)], "0.6 s, and the other went on"),
        ([(1.0, 5.0)], [(4.0, 8.0)], "both for 1.0 s, then the other stopped"),
        ([(1.0, 8.0)], [(4.0, 5.3)], "both for 1.3 s, then gave way"),
        ([(1.0, 8.0)], [(4.0, 7.5)], "both for 3.5 s, and neither gave way"),
        ([(1.0, 5.2)], [(4.0, 5.0)], "both for 1.0 s, nobody took the floor from the other"),
        ([(1.0, 4.0), (4.8, 6.5)], [(4.3, 7.0)], "came in during a short pause of the other"),
    ],
)
def test_every_label_says_why(holder: list[Span], comer: list[Span], because: str) -> None:
    assert final(overlaps(holder, comer))[0].because == because


def test_a_provisional_mark_comes_at_half_a_second_with_the_same_id() -> None:
    first, last = overlaps([(1.0, 5.0)], [(4.0, 8.0)])
    assert (first.at, first.final, first.counted) == (4.5, False, False)
    assert first.label is OverlapLabel.INTERRUPTION
    assert first.because == "both for 0.5 s so far"
    assert first.id == last.id == "overlap-customer-4000"
    assert last.end == pytest.approx(5.0)


def test_a_provisional_mark_over_a_floor_just_won_is_no_interruption() -> None:
    first = overlaps([(1.0, 2.4)], [(1.3, 5.0)])[0]
    assert (first.final, first.label) == (False, OverlapLabel.OTHER)


def test_short_backchannel_is_not_an_interruption() -> None:
    assert labels(overlaps([(1.0, 8.0)], [(3.7, 4.6)])) == [("backchannel", "customer")]


def test_many_words_are_no_backchannel() -> None:
    said = [Said(CUSTOMER, 3.7, 4.6, "no that is not it")]
    assert labels(overlaps([(1.0, 8.0)], [(3.7, 4.6)], words=said)) == [("attempted", "customer")]


def test_a_backchannel_that_becomes_a_turn_is_none() -> None:
    assert final(overlaps([(1.0, 8.0)], [(3.7, 4.3), (4.8, 7.0)]))[0].label is not OverlapLabel.BACKCHANNEL


def test_smooth_switch_is_never_counted_however_often() -> None:
    talks = [Talk(AGENT if turn % 2 else CUSTOMER, 1.0 + 2 * turn, 3.3 + 2 * turn) for turn in range(6)]
    found = final(of(play(16, *talks), Overlap))
    assert {overlap.label for overlap in found} == {OverlapLabel.SMOOTH_SWITCH}
    assert len(found) == 5


def test_a_turn_change_without_overlap_is_not_reported() -> None:
    assert overlaps([(1.0, 4.0)], [(4.2, 8.0)]) == []


def test_an_overlap_under_100_ms_is_not_reported() -> None:
    assert overlaps([(1.0, 4.0)], [(3.95, 8.0)]) == []


def test_a_breath_of_who_took_the_floor_does_not_undo_the_interruption() -> None:
    assert final(overlaps([(1.0, 5.0)], [(4.0, 5.4), (5.7, 9.0)]))[0].label is OverlapLabel.INTERRUPTION


def test_a_floor_that_is_taken_back_at_once_was_not_lost() -> None:
    assert final(overlaps([(1.0, 5.0), (5.5, 9.0)], [(4.0, 5.6)]))[0].label is not OverlapLabel.INTERRUPTION


def test_a_pause_of_the_floor_holder_does_not_begin_the_floor_anew() -> None:
    found = final(overlaps([(1.0, 3.0), (3.4, 5.0)], [(3.7, 8.0)]))
    assert found[0].label is OverlapLabel.INTERRUPTION


@pytest.mark.parametrize("hop", range(20))
def test_no_start_of_a_call_loses_a_simultaneous_start(hop: int) -> None:
    start = 1.0 + 0.37 * hop
    talks = [Talk(AGENT, start, start + 3), Talk(CUSTOMER, start + 0.15, start + 2)]
    assert labels(play(start + 4, *talks)) == [("simultaneous", "customer")]


def test_what_is_open_when_the_call_ends_is_decided_then() -> None:
    events = play(5.0, Talk(AGENT, 1.0, 5.0), Talk(CUSTOMER, 4.0, 5.0))
    found = of(events, Overlap)
    assert found[-1].final
    assert max(overlap.at for overlap in found) <= 5.0


UNIT_ENDS_SECONDS = 0.2
"""Silence after which a stop is known."""


@st.composite
def spans(draw: st.DrawFn) -> list[Span]:
    edges, at = [], draw(st.integers(0, 100))
    for _ in range(draw(st.integers(0, 4))):
        length, pause = draw(st.integers(10, 250)), draw(st.integers(20, 150))
        edges.append((at / 100, (at + length) / 100))
        at += length + pause
    return edges


@settings(max_examples=20)
@given(spans(), spans())
def test_every_overlap_gets_one_final_label_in_time_and_its_provisional_one_before(agent, customer) -> None:
    talks = [Talk(AGENT, *span) for span in agent] + [Talk(CUSTOMER, *span) for span in customer]
    found = of(play(20, *talks), Overlap)
    by_id: dict[str, list[Overlap]] = {}
    for overlap in found:
        by_id.setdefault(overlap.id, []).append(overlap)
        assert overlap.counted <= overlap.final
        assert overlap.because
    for marks in by_id.values():
        assert [mark.final for mark in marks] in ([True], [False, True])
        assert all(earlier.at <= later.at for earlier, later in pairwise(marks))
        last = marks[-1]
        stop_known = last.end + UNIT_ENDS_SECONDS
        latest = last.start + 3.3 if stop_known <= last.start + 3.3 else last.end + 1.2
        assert last.at <= latest + 0.05 + 1e-6


@settings(max_examples=20)
@given(spans(), spans())
def test_long_overlaps_are_never_lost(agent, customer) -> None:
    talks = [Talk(AGENT, *span) for span in agent] + [Talk(CUSTOMER, *span) for span in customer]
    found = final(of(play(20, *talks), Overlap))
    for one in agent:
        for other in customer:
            start, end = max(one[0], other[0]), min(one[1], other[1])
            if end - start >= 0.25:
                assert any(overlap.start <= start + 0.011 and overlap.end > start for overlap in found)
