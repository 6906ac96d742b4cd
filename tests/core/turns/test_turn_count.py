"""An agent's turn ends when the customer speaks next, or after 2 s of silence."""

from monitor.core.turns.turn_count import TurnCount
from tests.core.scene_kit.script import AGENT, CUSTOMER


def test_the_customers_answer_ends_the_agents_turn() -> None:
    count = TurnCount()
    count.begin(AGENT, 1.0)
    count.begin(CUSTOMER, 3.0)
    count.begin(CUSTOMER, 6.0)
    assert count.agent_turns == 1


def test_units_of_one_turn_count_once() -> None:
    count = TurnCount()
    for at in (1.0, 2.0, 3.0):
        count.begin(AGENT, at)
    count.begin(CUSTOMER, 4.0)
    assert count.agent_turns == 1


def test_silence_of_two_seconds_ends_it() -> None:
    count = TurnCount()
    count.update(1.0, agent_speaking=True)
    count.update(2.9, agent_speaking=False)
    assert count.agent_turns == 0
    count.update(3.0, agent_speaking=False)
    count.update(9.0, agent_speaking=False)
    assert count.agent_turns == 1


def test_a_silent_agent_has_no_turns() -> None:
    count = TurnCount()
    count.begin(CUSTOMER, 1.0)
    count.update(9.0, agent_speaking=False)
    assert count.agent_turns == 0
