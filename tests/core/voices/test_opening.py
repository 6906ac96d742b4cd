"""What sounds before the two sides speak with each other is nobody's voice."""

import pytest

from monitor.core.call_analysis import CallAnalysis
from monitor.core.events import AnyEvent, CallEnded, Channel, Cue
from monitor.core.voices.opening import Opening, OpeningSettings
from tests.core.scene_kit.script import AGENT, CUSTOMER, INFO, SETTINGS, Talk, chat, frames, of, play


def opening(*talks: Talk, notices: tuple[tuple[float, str], ...] = ()) -> tuple[float | None, Opening]:
    """When the call began."""
    found, at = Opening(OpeningSettings()), None
    for number, both in enumerate(frames(60, talks)):
        now = round((number + 1) * 0.05, 2)
        for when, kind in notices:
            if abs(when - now) < 0.01:
                found.notice(kind, now)
        speaking = {channel: bool(both["active"][channel.position]) for channel in (AGENT, CUSTOMER)}
        if found.receive(now, speaking):
            at = now
    return at, found


def test_a_call_begins_when_the_other_side_answers() -> None:
    at, found = opening(Talk(AGENT, 1, 6), Talk(CUSTOMER, 7, 9))
    assert at == pytest.approx(7.4, abs=0.06)
    assert (found.since(AGENT), found.since(CUSTOMER)) == (0.0, 0.0)


@pytest.mark.parametrize("channel", [AGENT, CUSTOMER])
def test_an_announcement_is_not_of_the_call(channel: Channel) -> None:
    _, found = opening(Talk(channel, 1, 15), Talk(channel, 16, 20), Talk(channel.other, 21, 23))
    assert found.since(channel) == pytest.approx(20, abs=0.06)
    assert found.since(channel.other) == 0.0


def test_nothing_begins_with_one_side_alone() -> None:
    assert opening(Talk(AGENT, 1, 50))[0] is None


def test_who_only_speaks_over_an_announcement_has_no_answer() -> None:
    assert opening(Talk(AGENT, 1, 50), Talk(CUSTOMER, 10, 14))[0] is None


def test_a_ringing_call_begins_after_it_is_answered() -> None:
    talks = (Talk(CUSTOMER, 1, 9), Talk(AGENT, 10, 12), Talk(CUSTOMER, 22, 24), Talk(AGENT, 25, 27))
    at, found = opening(*talks, notices=((0.5, "ring"), (20.0, "answered")))
    assert at == pytest.approx(25.4, abs=0.06)
    assert found.since(CUSTOMER) == pytest.approx(20.0, abs=0.06)


def test_an_announcement_feeds_no_usual_and_counts_as_no_speech_of_the_call() -> None:
    recorded = [Talk(CUSTOMER, 1, 15, dbfs=-14, alpha_db=-3, f0_hz=230), Talk(CUSTOMER, 15.5, 20, dbfs=-14)]
    analysis = CallAnalysis(INFO, SETTINGS, words=False)
    events: list[AnyEvent] = analysis.receive_frames(frames(53.5, [*recorded, *chat(21, 58)]))
    assert analysis.voices().customer.level_over_baseline_db == pytest.approx(0, abs=0.3)
    ended = of([*events, *analysis.end("hung_up")], CallEnded)[0]
    assert ended.customer_speech_seconds == pytest.approx(15, abs=0.2)
    assert of(events, Cue) == []


def test_shouting_on_hold_is_no_cue() -> None:
    shout = Talk(CUSTOMER, 32, 40, dbfs=-12, alpha_db=-2, f0_hz=260)
    assert of(play(42, *chat(0, 27), shout, notices=[(28.0, "hold")]), Cue) == []
    assert of(play(42, *chat(0, 27), shout), Cue) != []
