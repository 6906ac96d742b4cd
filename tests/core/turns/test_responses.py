"""How long an answer takes, from the other's last word; and who interrupted whom, counted at the call's end."""

import msgspec
import pytest

from monitor.core.call_info import LineDelay
from monitor.core.events import CallEnded
from tests.core.scene_kit.script import AGENT, CUSTOMER, INFO, Talk, chat, of, play


def ended(*talks: Talk, info=INFO) -> CallEnded:
    (event,) = of(play(max(talk.end for talk in talks) + 3, *talks, info=info), CallEnded)
    return event


def test_the_median_is_that_of_each_side() -> None:
    turns = [
        Talk(CUSTOMER, 0, 2),
        Talk(AGENT, 2.3, 4),
        Talk(CUSTOMER, 5, 7),
        Talk(AGENT, 7.7, 9),
        Talk(CUSTOMER, 10.2, 12),
    ]
    event = ended(*turns, Talk(AGENT, 12.5, 13))
    assert event.agent_response_seconds == pytest.approx(0.5, abs=0.02)
    assert event.customer_response_seconds == pytest.approx(1.1, abs=0.02)


@pytest.mark.parametrize(
    "talks",
    [
        pytest.param([Talk(CUSTOMER, 0, 2)], id="nobody answered"),
        pytest.param([Talk(CUSTOMER, 0, 3), Talk(AGENT, 2.5, 5)], id="the answer overlaps"),
        pytest.param([Talk(CUSTOMER, 0, 2), Talk(AGENT, 9, 11)], id="silence between"),
        pytest.param([Talk(AGENT, 0, 2), Talk(AGENT, 3, 5)], id="the same side goes on"),
    ],
)
def test_what_is_no_answer(talks: list[Talk]) -> None:
    assert ended(*talks).agent_response_seconds is None


def test_going_on_after_a_pause_is_no_second_answer() -> None:
    event = ended(Talk(CUSTOMER, 0, 2), Talk(AGENT, 2.4, 3), Talk(AGENT, 4.5, 6))
    assert event.agent_response_seconds == pytest.approx(0.4, abs=0.02)


def test_a_lines_delay_is_taken_out() -> None:
    info = msgspec.structs.replace(INFO, delay_seconds=LineDelay(customer=0.3))
    event = ended(Talk(AGENT, 0, 2), Talk(CUSTOMER, 2.8, 5), Talk(AGENT, 5.2, 7), info=info)
    assert event.customer_response_seconds == pytest.approx(0.5, abs=0.02)
    assert event.agent_response_seconds == pytest.approx(0.5, abs=0.02)


def test_interruptions_are_counted_by_who_came_in() -> None:
    first = [Talk(CUSTOMER, 1, 5), Talk(AGENT, 4, 8)]
    second = [Talk(AGENT, 11, 15), Talk(CUSTOMER, 14, 18), Talk(AGENT, 17, 21)]
    event = ended(*first, *second, *chat(24, 30))
    assert (event.agent_interruptions, event.customer_interruptions) == (2, 1)
