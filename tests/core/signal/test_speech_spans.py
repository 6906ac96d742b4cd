"""Speech units: at least 100 ms of speech between silences of 200 ms."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.events import Channel
from monitor.core.signal.speech_spans import SpeechSpans, Unit
from tests.core.scenes.rows import row


def units(hops: list[bool], voiced: Sequence[int] = range(1000)) -> list[tuple[float, float]]:
    """Start and end of the units in these 10 ms hops, the frames of 50 ms with these numbers being voiced."""
    spans = SpeechSpans(Channel.AGENT)
    padded = [*hops, *[False] * (-len(hops) % 5)]
    found: list[Unit] = []
    for first in range(0, len(padded), 5):
        found += spans.receive(
            sum(on << place for place, on in enumerate(padded[first : first + 5])), first // 5 in voiced
        )
    found += spans.finish()
    assert not any(unit.open for unit in found)
    return [(round(unit.start, 3), round(unit.end, 3)) for unit in found]


def hops(*runs: int) -> list[bool]:
    """Run lengths in hops: silence, speech, silence …"""
    return [bool(place % 2) for place, length in enumerate(runs) for _ in range(length)]


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        ((50, 30, 50), [(0.5, 0.8)]),
        ((50, 10, 50), [(0.5, 0.6)]),
        ((50, 9, 50), []),
        ((50, 30, 19, 30, 50), [(0.5, 1.29)]),
        ((50, 30, 20, 30, 50), [(0.5, 0.8), (1.0, 1.3)]),
        ((50, 5, 10, 5, 50), [(0.5, 0.7)]),
        ((0, 30), [(0.0, 0.3)]),
        ((100,), []),
    ],
    ids=[
        "plain",
        "100 ms",
        "90 ms",
        "pause of 190 ms",
        "pause of 200 ms",
        "10 hops in two runs",
        "open at the end",
        "silence",
    ],
)
def test_units(runs: tuple[int, ...], expected: list[tuple[float, float]]) -> None:
    assert units(hops(*runs)) == expected


def test_a_unit_is_open_until_the_silence_after_it_has_lasted() -> None:
    spans = SpeechSpans(Channel.AGENT)
    for _ in range(4):
        assert spans.receive(0b11111, voiced=True) == []
    unit = spans.unit
    for _ in range(3):
        assert spans.receive(0, voiced=False) == []
    assert unit is not None
    assert unit.open
    assert spans.receive(0, voiced=False) == [unit]
    assert (unit.open, spans.unit) == (False, None)
    assert unit.end == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("voiced", "expected"),
    [
        row("speech unit", "nothing in it is voiced", (), []),
        row("speech unit", "voice before it is none of it", (0,), []),
        row("speech unit", "begins where its speech did, however late its first vowel", (15,), [(0.5, 0.9)]),
    ],
)
def test_a_unit_takes_a_voice(voiced: tuple[int, ...], expected: list[tuple[float, float]]) -> None:
    assert units(hops(50, 40, 50), voiced) == expected


def test_active_seconds_leave_pauses_out() -> None:
    spans = SpeechSpans(Channel.AGENT)
    for active in (0b11111, 0b00111, 0, 0b11000):
        spans.receive(active, voiced=True)
    assert spans.active_seconds == pytest.approx(0.1)


def test_active_seconds_leave_out_what_is_no_unit() -> None:
    spans = SpeechSpans(Channel.AGENT)
    for active in (0b11111, 0b11111, 0, 0, 0, 0, 0, 0b11111):
        spans.receive(active, voiced=False)
    spans.receive(0b11111, voiced=True)
    assert spans.active_seconds == pytest.approx(0.1)


@given(st.lists(st.integers(0, 40), max_size=30))
def test_units_are_apart_long_enough_and_hold_speech_at_both_ends(runs: list[int]) -> None:
    active = hops(*runs)
    found = units(active)
    for start, end in found:
        assert end - start >= 0.1 - 1e-9
        assert active[round(start * 100)]
        assert active[round(end * 100) - 1]
    for (_, end), (start, _) in pairwise(found):
        assert start - end >= 0.2 - 1e-9
