"""Calls that ask to be looked at, each for a reason, once."""

import pytest

from monitor.core.events import Level
from monitor.core.heat.flags import Flags, FlagSettings


def flags() -> Flags:
    return Flags("c1", FlagSettings(raised_seconds=60))


@pytest.mark.parametrize(
    ("level", "since", "now", "reasons"),
    [
        (Level.CALM, 0.0, 300.0, []),
        (Level.WATCH, 0.0, 300.0, []),
        (Level.RAISED, 10.0, 69.0, []),
        (Level.RAISED, 10.0, 70.0, ["Raised for 60 s"]),
        (Level.ESCALATED, 10.0, 10.0, ["Escalated"]),
    ],
)
def test_a_level_flags_a_call(level: Level, since: float, now: float, reasons: list[str]) -> None:
    assert [flag.reason for flag in flags().look(now, level, since)] == reasons


@pytest.mark.parametrize(
    ("set_id", "reasons"),
    [
        ("threat_of_violence", ["Threat of violence"]),
        ("supervisor_request", ["Asked for a supervisor"]),
        ("frustration", []),
    ],
)
def test_words_flag_a_call(set_id: str, reasons: list[str]) -> None:
    assert [flag.reason for flag in flags().heard(set_id, 5.0)] == reasons


def test_a_reason_flags_once() -> None:
    it = flags()
    (flag,) = it.look(20.0, Level.ESCALATED, 20.0)
    assert (flag.id, flag.at, flag.state) == ("flag-escalated", 20.0, "open")
    assert it.look(21.0, Level.ESCALATED, 20.0) == []


def test_a_person_flags_for_reasons_of_their_own() -> None:
    it = flags()
    assert [flag.id for flag in it.add("Good example", 3.0)] == ["flag-good_example"]
    assert [flag.id for flag in it.add("Wrong data", 4.0)] == ["flag-wrong_data"]
