"""Hold: by a notice, or announced and followed by silence."""

from monitor.core.events import Hold
from monitor.core.turns.hold import HoldSettings, HoldState


def state() -> HoldState:
    return HoldState("c1", HoldSettings())


def run(hold: HoldState, start: float, end: float, *, speaking: bool = False) -> list[Hold]:
    events = []
    for frame in range(round(start * 20) + 1, round(end * 20) + 1):
        events += hold.update(frame / 20, speaking)
    return events


def told(events: list[Hold]) -> list[tuple[float, str, str]]:
    return [(event.at, event.state, event.how) for event in events]


def test_a_notice_puts_on_hold_and_takes_back() -> None:
    hold = state()
    assert told(hold.notice("hold", 5.0)) == [(5.0, "on", "notice")]
    assert hold.notice("hold", 6.0) == []
    assert told(hold.notice("resume", 40.0)) == [(40.0, "off", "notice")]


def test_music_does_not_end_a_hold_that_was_noticed() -> None:
    hold = state()
    hold.notice("hold", 5.0)
    assert run(hold, 5, 60, speaking=True) == []
    assert hold.on


def test_announced_silence_is_a_hold() -> None:
    hold = state()
    run(hold, 0, 10, speaking=True)
    hold.announce(10.0)
    assert hold.announced
    assert told(run(hold, 10, 14)) == [(12.0, "on", "announced")]
    assert told(run(hold, 14, 15, speaking=True)) == [(14.05, "off", "speech")]
    assert not hold.announced


def test_an_announcement_that_nothing_follows_is_forgotten() -> None:
    hold = state()
    hold.announce(0.0)
    assert run(hold, 0, 20, speaking=True) == []
    assert run(hold, 20, 40) == []
    assert not hold.announced


def test_silence_without_an_announcement_is_no_hold() -> None:
    assert run(state(), 0, 60) == []


def test_words_end_an_announced_hold_but_not_a_noticed_one() -> None:
    announced, noticed = state(), state()
    announced.announce(0.0)
    run(announced, 0, 5)
    noticed.notice("hold", 0.0)
    assert told(announced.over(9.0)) == [(9.0, "off", "words")]
    assert noticed.over(9.0) == []
