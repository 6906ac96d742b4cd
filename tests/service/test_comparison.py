"""Two judgements of one call side by side."""

from monitor.core.events import Level, PromptState
from monitor.service.comparison import NEAR_SECONDS, Difference, differences
from tests.service.events import CALL, escalation, prompt


def found(live, again) -> list[tuple]:
    return [(each.change, each.name, each.live_at, each.at) for each in differences(CALL, live, again)]


def test_the_same_twice_does_not_differ():
    events = [escalation(0.0), prompt(3.0), escalation(5.0, Level.RAISED, 0.6), prompt(9.0, PromptState.CLOSED)]
    assert differences(CALL, events, events) == []


def test_what_came_and_what_went():
    assert differences(CALL, [prompt(3.0)], [escalation(5.0, Level.WATCH)]) == [
        Difference(call_id=CALL, what="prompt", name="slow_down", change="went", live_at=3.0, at=None),
        Difference(call_id=CALL, what="level", name="watch", change="came", live_at=None, at=5.0),
    ]


def test_the_nearest_of_a_name_is_the_one_that_moved():
    live = [prompt(10.0), prompt(40.0, prompt_id="p2")]
    assert found(live, [prompt(38.0)]) == [("went", "slow_down", 10.0, None), ("moved", "slow_down", 40.0, 38.0)]


def test_what_is_far_apart_is_not_one_that_moved():
    far = 10.0 + NEAR_SECONDS + 1
    assert found([prompt(10.0)], [prompt(far)]) == [
        ("went", "slow_down", 10.0, None),
        ("came", "slow_down", None, far),
    ]


def test_prompts_that_nobody_saw_and_levels_that_stayed_do_not_count():
    live = [prompt(1.0, PromptState.WITHHELD), prompt(1.0, PromptState.DUE), escalation(1.0, score=0.1)]
    assert differences(CALL, live, [escalation(2.0, score=0.2)]) == []


def test_a_level_that_is_left_counts():
    live = [escalation(1.0, Level.WATCH), escalation(9.0)]
    assert found(live, live[:1]) == [("went", "calm", 9.0, None)]
