"""One whisper at a time, at the right moment, closed when mended; each ends somewhere and has its receipt."""

import math
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.events import Evidence, Measure, Prompt, PromptState, Urgency
from monitor.core.prompting.playbook import Rule, Section, Speaks
from monitor.core.prompting.prompts import PromptGovernor, PromptSettings
from monitor.core.prompting.rules.state import Want
from monitor.core.words.language import Language, Message

STEP = 0.1
PAUSE, TALKING = 1.0, 0.0
DUE, SHOWN, WITHHELD, CLOSED = PromptState.DUE, PromptState.SHOWN, PromptState.WITHHELD, PromptState.CLOSED
RECEIPT = Evidence(1.0, 2.0, (Measure("speech_rate", 6.4, "syll/s", usual=5.0),))
LANGUAGE = Language(
    "en",
    messages={
        "slow": Message("Slow down.", "Breathe.", "You: {rate:.1f}", {"no_usual": "{rate:.0f} now"}),
        "note": Message("Tell them.", reason="It was {rate:.1f}"),
        "second note": Message("Ask them.", reason="It was {rate:.1f}"),
    },
)
PLAYBOOK = (
    Rule("first", "D1", 10, cooldown_seconds=20),
    Rule("slow", "D4", 20, cooldown_seconds=20),
    Rule("last", "C6", 30, cooldown_seconds=20),
    Rule("held", "C6", 40, sustain_seconds=1.0),
    Rule("loud", "D4", 50, urgency=Urgency.NOW),
    Rule("off", "D4", 5, prompts=Speaks.OFF),
    Rule("shadow", "D4", 15, prompts=Speaks.SHADOW, cooldown_seconds=20),
    Rule("tick", "C3", 60, section=Section.SHAPE, cooldown_seconds=0),
    Rule("selling", "D4", 5, directions=("outbound",)),
    Rule("note", "T6", 84, after_call=True),
    Rule("second note", "R7", 86, after_call=True),
    Rule("hidden note", "R7", 82, after_call=True, prompts=Speaks.SHADOW),
)


def want(rule: str, episode: str = "", *, urgent: bool = False, variant: str = "", until: float = math.inf) -> Want:
    return Want(rule, f"{rule}-{episode}", RECEIPT, {"rate": 6.44}, variant, urgent, until)


@dataclass
class Desk:
    """A governor and its clock."""

    settings: PromptSettings = field(default_factory=PromptSettings)
    direction: str = "inbound"

    def __post_init__(self) -> None:
        self.now = 0.0
        self.governor = PromptGovernor("c1", PLAYBOOK, LANGUAGE, self.settings, self.direction)
        self.log: list[Prompt] = []

    def hold(self, seconds: float, *wants: Want, silence: float = PAUSE) -> list[Prompt]:
        """These wants for so long; the new states meanwhile."""
        found = []
        for _ in range(round(seconds / STEP)):
            self.now = round(self.now + STEP, 3)
            found += self.governor.update(self.now, list(wants), silence)
        self.log += found
        return found


def states(prompts: list[Prompt]) -> list[tuple[str, PromptState]]:
    return [(prompt.rule, prompt.state) for prompt in prompts]


@pytest.mark.parametrize(("until", "reason"), [(math.inf, "mended"), (5.0, "its moment passed")])
def test_what_only_passed_by_is_not_called_mended(until: float, reason: str) -> None:
    desk = Desk()
    desk.hold(6.0, want("slow", until=until))
    assert desk.hold(STEP)[-1].reason == reason


def test_a_moment_that_passes_before_the_pause_says_so() -> None:
    desk = Desk()
    desk.hold(1.0, want("slow", until=1.0), silence=TALKING)
    assert desk.hold(STEP)[-1].reason == "its moment passed"


def test_a_wanted_prompt_is_shown_in_the_agents_pause() -> None:
    due, shown = Desk().hold(1.0, want("slow"))
    assert states([due, shown]) == [("slow", DUE), ("slow", SHOWN)]
    assert due.id == shown.id
    assert shown.at == STEP


def test_a_prompt_carries_its_words_its_reason_and_its_receipt() -> None:
    shown = Desk().hold(1.0, want("slow"))[-1]
    assert (shown.text, shown.say, shown.reason) == ("Slow down.", "Breathe.", "You: 6.4")
    assert shown.receipt == RECEIPT
    assert Desk().hold(1.0, want("slow", variant="no_usual"))[-1].reason == "6 now"


def test_a_normal_prompt_waits_for_a_pause() -> None:
    desk = Desk()
    assert states(desk.hold(2.0, want("slow"), silence=TALKING)) == [("slow", DUE)]
    assert states(desk.hold(STEP, want("slow"), silence=0.3)) == [("slow", SHOWN)]


def test_a_normal_prompt_waits_at_most_4_seconds() -> None:
    found = Desk().hold(6.0, want("slow"), silence=TALKING)
    assert states(found) == [("slow", DUE), ("slow", SHOWN)]
    assert found[1].at - found[0].at == pytest.approx(4.0)


@pytest.mark.parametrize("urgent", [want("loud"), want("slow", urgent=True)], ids=["by its rule", "by its want"])
def test_an_urgent_prompt_does_not_wait(urgent: Want) -> None:
    assert states(Desk().hold(STEP, urgent, silence=TALKING)) == [(urgent.rule, DUE), (urgent.rule, SHOWN)]


def test_a_rule_sustains_before_it_is_due() -> None:
    desk = Desk()
    assert desk.hold(0.9, want("held")) == []
    assert desk.hold(0.2) == []
    assert desk.hold(0.9, want("held")) == []
    assert states(desk.hold(0.3, want("held"))) == [("held", DUE), ("held", SHOWN)]


def test_what_is_mended_before_it_was_shown_is_withheld() -> None:
    desk = Desk()
    desk.hold(1.0, want("slow"), silence=TALKING)
    (withheld,) = desk.hold(1.0, silence=TALKING)
    assert (withheld.state, withheld.reason) == (WITHHELD, "mended before it was shown")


def test_a_shown_prompt_closes_when_mended() -> None:
    desk = Desk()
    desk.hold(5.0, want("slow"))
    (closed,) = desk.hold(1.0)
    assert (closed.state, closed.reason, closed.at) == (CLOSED, "mended", 5.1)


def test_a_prompt_mended_at_once_stays_long_enough_to_be_read() -> None:
    desk = Desk()
    (_, shown), (closed,) = desk.hold(STEP, want("slow")), desk.hold(4.0)
    assert closed.at - shown.at == pytest.approx(PromptSettings().least_shown_seconds)


def test_a_prompt_closes_after_12_seconds_though_not_mended() -> None:
    _, shown, closed = Desk().hold(15.0, want("slow"))
    assert (closed.state, closed.reason) == (CLOSED, "shown for 12 s")
    assert closed.at - shown.at == pytest.approx(12.0)


def test_one_occasion_is_told_once() -> None:
    assert states(Desk().hold(120.0, want("slow", "a"))) == [("slow", DUE), ("slow", SHOWN), ("slow", CLOSED)]


def test_a_new_occasion_within_the_cooldown_is_withheld() -> None:
    desk = Desk()
    desk.hold(5.0, want("slow", "a"))
    desk.hold(5.0)
    due, withheld = desk.hold(5.0, want("slow", "b"))
    assert states([due, withheld]) == [("slow", DUE), ("slow", WITHHELD)]
    assert withheld.reason == "shown 10 s ago"


def test_a_new_occasion_after_the_cooldown_is_shown() -> None:
    desk = Desk()
    desk.hold(5.0, want("slow", "a"))
    desk.hold(16.0)
    assert states(desk.hold(1.0, want("slow", "b"))) == [("slow", DUE), ("slow", SHOWN)]


def spoken(desk: Desk, times: int, *, urgent: bool = False) -> list[Prompt]:
    """A prompt every 30 s."""
    found = []
    for episode in range(times):
        found += desk.hold(5.0, want("slow", str(episode), urgent=urgent))
        found += desk.hold(25.0)
    return found


def test_a_call_has_at_most_six_prompts() -> None:
    found = spoken(Desk(), 8)
    assert [prompt.state for prompt in found].count(SHOWN) == 6
    assert [prompt.reason for prompt in found if prompt.state is WITHHELD] == [
        "6 prompts shown in this call already"
    ] * 2


def test_urgent_prompts_do_not_count_and_are_not_capped() -> None:
    desk = Desk()
    assert [prompt.state for prompt in spoken(desk, 8, urgent=True)].count(SHOWN) == 8
    assert states(desk.hold(1.0, want("last"))) == [("last", DUE), ("last", SHOWN)]


def test_two_that_wait_together_do_not_pass_the_cap() -> None:
    desk = Desk(PromptSettings(cap_per_call=1))
    desk.hold(1.0, want("slow"), want("last"), silence=TALKING)
    found = desk.hold(STEP, want("slow"), want("last"))
    assert states(found) == [("slow", SHOWN), ("last", WITHHELD)]
    assert found[-1].reason == "1 prompts shown in this call already"


def test_the_more_pressing_of_two_is_shown_and_the_other_withheld() -> None:
    found = Desk().hold(6.0, want("slow"), want("first"))
    assert states(found)[2:4] == [("first", SHOWN), ("slow", WITHHELD)]
    assert found[3].reason == "another prompt was on show"


def test_what_was_crowded_out_comes_up_again_while_it_lasts() -> None:
    found = Desk().hold(20.0, want("slow"), want("first"))
    slow = [state for rule, state in states(found) if rule == "slow"]
    assert slow == [DUE, WITHHELD, DUE, SHOWN]


def test_an_urgent_occasion_does_not_wait_for_the_cooldown_of_a_normal_one() -> None:
    desk = Desk()
    desk.hold(1.0, want("first", "a"))
    desk.hold(4.0)
    assert states(desk.hold(STEP, want("first", "b", urgent=True)))[-1] == ("first", SHOWN)


def test_a_more_pressing_prompt_takes_the_place() -> None:
    desk = Desk()
    desk.hold(3.0, want("slow"))
    found = desk.hold(1.0, want("slow"), want("first"))
    assert states(found) == [("first", DUE), ("slow", CLOSED), ("first", SHOWN)]
    assert found[1].reason == "a more pressing prompt took its place"


def test_a_less_pressing_prompt_does_not_take_the_place() -> None:
    desk = Desk()
    desk.hold(3.0, want("first"))
    assert states(desk.hold(1.0, want("first"), want("slow"))) == [("slow", DUE)]


def test_an_urgent_prompt_goes_before_any_normal_one() -> None:
    desk = Desk()
    desk.hold(3.0, want("first"))
    assert states(desk.hold(1.0, want("first"), want("loud"))) == [("loud", DUE), ("first", CLOSED), ("loud", SHOWN)]


def test_one_that_has_waited_long_enough_is_not_held_back_by_one_that_waits_too() -> None:
    desk = Desk()
    desk.hold(3.0, want("slow"), silence=TALKING)
    found = desk.hold(1.5, want("slow"), want("first"), silence=TALKING)
    assert states(found) == [("first", DUE), ("slow", SHOWN)]


def test_the_agents_key_closes_the_prompt() -> None:
    desk = Desk()
    shown = desk.hold(1.0, want("slow"))[-1]
    (closed,) = desk.governor.answer(shown.id, "got_it", 3.0)
    assert (closed.id, closed.state, closed.reason, closed.at) == (shown.id, CLOSED, "got_it", 3.0)
    assert desk.governor.visible is None
    assert desk.governor.answer(shown.id, "got_it", 3.1) == []


def test_an_answer_to_another_prompt_changes_nothing() -> None:
    desk = Desk()
    desk.hold(1.0, want("slow"))
    assert desk.governor.answer("slow-1", "not_helpful", 1.0) == []
    assert desk.governor.visible is not None


def test_nothing_stays_open_when_the_call_ends() -> None:
    desk = Desk()
    desk.hold(1.0, want("first"))
    desk.hold(1.0, want("first"), want("slow"))
    found = desk.governor.finish(9.0)
    assert states(found) == [("slow", WITHHELD), ("first", CLOSED)]
    assert {prompt.reason for prompt in found} == {"the call ended"}
    assert desk.governor.finish(9.0) == []


@pytest.mark.parametrize("rule", ["off", "selling", "unheard_of"])
def test_rules_that_are_off_or_for_other_calls_do_not_speak(rule: str) -> None:
    assert Desk().hold(3.0, want(rule)) == []


def test_a_rule_speaks_in_calls_of_its_direction() -> None:
    assert states(Desk(direction="outbound").hold(1.0, want("selling")))[-1] == ("selling", SHOWN)


WANTS = st.builds(
    want,
    st.sampled_from([rule.id for rule in PLAYBOOK]),
    st.sampled_from("abc"),
    urgent=st.booleans(),
)
SCENES = st.tuples(st.lists(WANTS, max_size=4), st.sampled_from([PAUSE, TALKING]), st.integers(1, 60), st.booleans())


@given(st.lists(SCENES, max_size=12), st.sampled_from([0, 1, 2, 6]))
def test_any_wants_show_one_at_a_time_and_each_due_prompt_ends(scenes, cap: int) -> None:
    desk = Desk(PromptSettings(cap_per_call=cap))
    for wants, silence, steps, answers in scenes:
        desk.hold(steps * STEP, *wants, silence=silence)
        if answers and desk.governor.visible:
            desk.log += desk.governor.answer(desk.governor.visible.id, "got_it", desk.now)
    desk.log += desk.governor.finish(desk.now)
    check_lives(desk.log)
    check_one_visible(desk.log)
    check_limits(desk.log, cap)


def check_lives(log: list[Prompt]) -> None:
    lives: dict[str, list[Prompt]] = {}
    for prompt in log:
        assert prompt.receipt == RECEIPT
        assert prompt.text
        lives.setdefault(prompt.id, []).append(prompt)
    for life in lives.values():
        states = [prompt.state for prompt in life]
        assert life[-1].reason
        if life[0].after_call:
            assert states in ([DUE, WITHHELD], [DUE, SHOWN])
        else:
            assert states in ([DUE, WITHHELD], [DUE, SHOWN, CLOSED])
            assert life[1].at - life[0].at <= 4.0 + STEP + 1e-6


def check_one_visible(log: list[Prompt]) -> None:
    visible: str | None = None
    for prompt in [each for each in log if not each.after_call]:
        if prompt.state is SHOWN:
            assert visible is None
            visible = prompt.id
        elif prompt.state is CLOSED:
            assert visible == prompt.id
            visible = None
    assert visible is None


def check_limits(log: list[Prompt], cap: int) -> None:
    notes = [prompt for prompt in log if prompt.state is SHOWN and prompt.after_call]
    assert len(notes) <= PromptSettings().notes_per_call
    shown = [prompt for prompt in log if prompt.state is SHOWN and not prompt.after_call]
    normal = [prompt for prompt in shown if prompt.urgency is Urgency.NORMAL]
    assert sum(prompt.rule != "tick" for prompt in normal) <= cap
    assert sum(prompt.rule == "tick" for prompt in normal) <= PromptSettings().checklist_per_call
    for rule in PLAYBOOK:
        for earlier, later in pairwise([prompt for prompt in shown if prompt.rule == rule.id]):
            more_pressing = later.urgency is Urgency.NOW and earlier.urgency is Urgency.NORMAL
            assert more_pressing or later.at - earlier.at >= rule.cooldown_seconds - 1e-6


def test_a_rule_in_the_shadow_is_recorded_and_takes_no_place() -> None:
    desk = Desk()
    events = desk.hold(2.0, want("shadow"), want("slow"))
    assert states(events) == [("shadow", DUE), ("slow", DUE), ("shadow", WITHHELD), ("slow", SHOWN)]
    assert "shadow" in events[2].reason
    assert desk.governor.visible is not None
    assert desk.governor.visible.rule == "slow"
    desk.hold(4.0)
    (again, withheld) = desk.hold(1.0, want("shadow", "2"))
    assert (again.state, withheld.state) == (DUE, WITHHELD)
    assert "s ago" in withheld.reason, "it rests as if it had been shown"


def test_the_checklist_whispers_twice_beside_the_cap() -> None:
    desk = Desk(PromptSettings(cap_per_call=1, checklist_per_call=2, least_shown_seconds=0.5))
    desk.hold(2.0, want("slow"))
    desk.hold(2.0)
    for number in range(3):
        desk.hold(2.0, want("tick", str(number)))
        desk.hold(2.0)
    shown = [(prompt.rule, prompt.state) for prompt in desk.log if prompt.state is SHOWN]
    assert shown == [("slow", SHOWN), ("tick", SHOWN), ("tick", SHOWN)]
    assert desk.log[-1].reason == "2 whispers of the checklist shown in this call already"


def test_an_agent_who_wants_quiet_gets_only_what_cannot_wait() -> None:
    desk = Desk()
    desk.governor.quiet = True
    (_, withheld) = desk.hold(1.0, want("slow"))
    assert (withheld.state, withheld.reason) == (WITHHELD, "the agent wants quiet in this call")
    assert states(desk.hold(1.0, want("loud"))) == [("loud", DUE), ("loud", SHOWN)]
    desk.governor.quiet = False
    desk.hold(4.0)
    assert states(desk.hold(1.0, want("slow", "2"))) == [("slow", DUE), ("slow", SHOWN)]


def test_a_note_waits_for_the_end_of_the_call_and_is_shown_after_it() -> None:
    desk = Desk()
    assert states(desk.hold(9.0, want("note"))) == [("note", DUE)]
    desk.hold(1.0, want("first"))
    found = desk.governor.finish(desk.now)
    assert states(found) == [("first", CLOSED), ("note", SHOWN)], "it takes nobody's place and nobody takes its own"
    assert (found[-1].after_call, found[-1].receipt) == (True, RECEIPT)
    assert desk.governor.finish(desk.now) == []


def test_notes_are_beside_the_cap_and_come_by_their_priority() -> None:
    desk = Desk(PromptSettings(cap_per_call=0, notes_per_call=1))
    desk.hold(STEP, want("second note"), want("note"))
    found = desk.governor.finish(desk.now)
    assert states(found) == [("note", SHOWN), ("second note", WITHHELD)]
    assert found[-1].reason == "no more than 1 of them after a call"


def test_a_note_in_the_shadow_is_recorded_and_takes_no_place() -> None:
    desk = Desk(PromptSettings(notes_per_call=1))
    desk.hold(STEP, want("hidden note"), want("note"))
    found = desk.governor.finish(desk.now)
    assert states(found) == [("hidden note", WITHHELD), ("note", SHOWN)]
    assert "shadow" in found[0].reason


def test_who_wanted_quiet_in_a_call_finds_no_note_after_it() -> None:
    desk = Desk()
    desk.governor.quiet = True
    assert states(desk.hold(STEP, want("note"))) == [("note", DUE), ("note", WITHHELD)]
    assert desk.governor.finish(desk.now) == []
