"""The call's heat: shares that add up, levels that hold, and no escalation on one family's word."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from monitor.core.events import Level
from monitor.core.heat.escalation import CallHeat, EscalationSettings, Memory, Signals

FULL = EscalationSettings()
VOICE = Signals(customer_voice=1.0)
WORDS = Signals(words=1.0)
BOTH = Signals(customer_voice=1.0, words=1.0)


def after(*stretches: tuple[int, Signals]) -> CallHeat:
    """Heat after so many seconds of these signals."""
    heat, now = CallHeat("c1", FULL), 0
    for seconds, signals in stretches:
        for _ in range(seconds):
            now += 1
            heat.update(float(now), signals)
    return heat


def test_silence_of_all_signals_is_calm_at_zero() -> None:
    heat = after((60, Signals()))
    assert (heat.level, heat.score) == (Level.CALM, pytest.approx(0.0))


@pytest.mark.parametrize("signals", [VOICE, WORDS])
def test_voice_alone_or_words_alone_reach_raised_and_no_further(signals: Signals) -> None:
    assert after((120, signals)).level is Level.RAISED


def test_escalated_takes_two_families() -> None:
    assert after((60, BOTH)).level is Level.ESCALATED


def test_the_agents_voice_and_turns_alone_do_not_raise_the_call() -> None:
    assert after((120, Signals(agent_voice=1.0))).level.rank <= Level.WATCH.rank
    assert after((120, Signals(turns=1.0))).level.rank <= Level.WATCH.rank


def test_one_loud_second_changes_no_level() -> None:
    assert after((1, VOICE)).level is Level.CALM
    assert after((1, VOICE), (60, Signals())).score < 0.05


def test_it_rises_faster_than_it_falls() -> None:
    top = after((12, VOICE)).score
    assert top > 0.6
    assert after((12, VOICE), (12, Signals())).score > 0.5 * top


def test_it_falls_again() -> None:
    assert after((60, BOTH), (180, Signals())).level is Level.CALM


def test_levels_are_left_lower_than_entered() -> None:
    heat, now, entered, left = CallHeat("c1", FULL), 0.0, 0.0, 0.0
    while heat.level.rank < Level.RAISED.rank:
        now += 1
        heat.update(now, VOICE)
        entered = heat.score
    while heat.level is Level.RAISED:
        now += 1
        heat.update(now, Signals())
        left = heat.score
    assert entered >= FULL.enter_raised
    assert left < FULL.leave_raised
    assert heat.level is Level.WATCH


def test_since_is_when_the_level_was_entered() -> None:
    heat = after((60, VOICE))
    assert heat.level is Level.RAISED
    assert 3 <= heat.since <= 20


def test_falling_is_told() -> None:
    assert not after((30, VOICE)).falling
    assert after((30, VOICE), (6, Signals())).falling


def test_an_update_says_when_the_level_changed() -> None:
    heat = CallHeat("c1", FULL)
    changes = [heat.update(float(second), VOICE) for second in range(1, 60)]
    assert changes.count(True) == 2


def test_the_event_names_what_it_comes_from() -> None:
    event = after((60, Signals(customer_voice=0.5, words=0.5))).event(60.0)
    assert event.shares["customer_voice"] > event.shares["words"] > 0
    assert event.shares["turns"] == event.shares["agent_voice"] == 0


SIGNALS = st.builds(Signals, *[st.floats(-1, 3)] * 4)


@example([(6, Signals()), (39, Signals(1.0, 1.0, 1.0, 1.0))])
@given(st.lists(st.tuples(st.integers(1, 20), SIGNALS), max_size=8))
def test_shares_add_up_to_a_score_from_0_to_1(stretches: list[tuple[int, Signals]]) -> None:
    heat = after(*stretches)
    event = heat.event(1.0)
    assert 0 <= event.score <= 1
    assert sum(event.shares.values()) == pytest.approx(event.score, abs=1e-6)
    assert sum(event.shares.values()) == pytest.approx(heat.score, abs=0.003)
    assert all(share >= 0 for share in event.shares.values())


@given(st.lists(st.tuples(st.integers(1, 20), st.floats(0, 1).map(Signals)), max_size=8))
def test_no_history_of_one_family_escalates(stretches: list[tuple[int, Signals]]) -> None:
    assert after(*stretches).level is not Level.ESCALATED


def test_a_memory_is_half_gone_after_its_half_life() -> None:
    memory = Memory(30.0)
    memory.add(0.4, 10.0)
    assert memory.value(10.0) == pytest.approx(0.4)
    assert memory.value(40.0) == pytest.approx(0.2)
    memory.add(0.4, 40.0)
    assert memory.value(40.0) == pytest.approx(0.6)
