"""The customer's side and the ladder up: a call that fires each rule, and one that must not."""

import pytest

from monitor.core.events import CallEnded, Escalation, Flag, Level, Prompt, PromptState
from tests.core.playbook.scenes import Line, events, fired

C, A, NOTICE = "customer", "agent", "notice"
INSULTED = (C, "you pathetic little toad")
ASKED_TO_STOP = (A, "please stop insulting me so that we can go on")
BROUGHT_IN = (A, "my supervisor would like to help as well")
FURIOUS = (C, "i'm absolutely furious this is an outrage you ruined my whole garden")
HOT: tuple[Line, ...] = (
    FURIOUS,
    (A, "which service was it please"),
    (C, "the hedge cutting it's a disgrace i've had enough of this"),
    (A, "i have the record open on my screen right now"),
    (C, "i'm livid and i'm going to my lawyer about it"),
    (A, "the form for it is on our pages"),
    (C, "oh this is unbelievable"),
)

FIRES: dict[str, list[tuple[Line, ...]]] = {
    "stay_calm": [(INSULTED, (A, "may i have the number of the meter")), ((C, "shut your mouth and look it up"),)],
    "set_boundary": [
        (INSULTED, (A, "the meter number please"), (C, "find it yourself you moron")),
        ((C, "i won't talk to a dirty foreigner"), (A, "which street is it")),
    ],
    "offer_supervisor": [
        ((C, "could i have a word with your line manager"), (A, "the tariff is printed on the second page of it")),
        (INSULTED, ASKED_TO_STOP, (C, "no i won't you moron"), (A, "the second reading was taken in march by post")),
    ],
    "out_of_depth": [
        (FURIOUS, (A, "i have no idea"), (C, "so what now"), (A, "there's nothing i can do about that")),
        ((C, "is a grave plot taxed"), (NOTICE, "help"), (A, "a grave plot you say")),
    ],
    "courteous_wait": [
        (
            (C, "this takes too long"),
            (NOTICE, "supervisor_coming"),
            (A, "which colour was the sofa"),
            (C, "it was grey"),
            (A, "and where did it stand"),
            (C, "by the wall"),
        )
    ],
    "get_supervisor_now": [
        ((C, "i'm a bit drunk to be honest"), (A, "which booking is it")),
        ((C, "where is the the thing"), (NOTICE, "unfit_caller"), (A, "which thing is it")),
        (
            FURIOUS,
            BROUGHT_IN,
            (C, "i'm sick of all of you this is outrageous"),
            (A, "she has read the whole file"),
            (C, "i've had enough i'm fuming here"),
        ),
    ],
    "end_call": [(INSULTED, ASKED_TO_STOP, (C, "never you toad"), BROUGHT_IN, (C, "you're a moron and she's a moron"))],
    "end_or_security": [((C, "i'm going to break every bone in your body"),), ((C, "i'll burn your office down"),)],
    "end_well": [(*HOT, (A, "it's repaired on monday then goodbye now"), ("pause", 3.0))],
    "breathe": [((NOTICE, "after_hot_call"), (A, "good morning what can i do for you"), (C, "a ticket please"))],
    "tell_boss": [(*HOT, (A, "it's repaired on monday thank you for your patience goodbye"))],
    "debrief": [((C, "hello"), (NOTICE, "supervisor_joined"), (A, "here she is"), (C, "good"))],
    "empathise": [((C, "i'm at my wits end with this"), (A, "the model please"), (C, "a four"), (A, "and the year"))],
    "empathise_more": [
        (
            (C, "the shower is broken and we can't wash the kids"),
            (A, "which floor is it on"),
            (C, "the second and the shower is still broken"),
            (A, "and the number of the flat"),
            (C, "nine but the shower is broken we can't wash"),
        )
    ],
    "they_may_leave": [((C, "then i'm switching to another provider"),), ((C, "please cancel my contract today"),)],
}
SILENT: dict[str, list[tuple[Line, ...]]] = {
    "stay_calm": [
        ((C, "my dog is a stupid animal and ate the remote"), (A, "which model is it")),
        (ASKED_TO_STOP, INSULTED),
        ((C, "i won't talk to a dirty foreigner"), (A, "which street is it")),
    ],
    "set_boundary": [(INSULTED, (A, "the number please"), (C, "sorry it's nine two four"))],
    "offer_supervisor": [
        ((C, "could i speak to your manager"), (A, "my supervisor can take this on i'll get her")),
        ((C, "my manager asked me to order more paper"), (A, "how many boxes")),
    ],
    "out_of_depth": [
        ((C, "is it open on sundays"), (A, "i don't know"), (C, "and mondays"), (A, "i'm not sure sorry")),
        (FURIOUS, (A, "i don't know yet i'll find out for you myself"), (C, "okay")),
    ],
    "courteous_wait": [
        (
            (C, "this takes too long"),
            (NOTICE, "supervisor_coming"),
            (A, "my supervisor is coming it takes about two minutes"),
            (C, "fine"),
            (A, "which colour was the sofa"),
        ),
        (
            (NOTICE, "supervisor_coming"),
            (A, "which sofa was it"),
            (C, "grey"),
            (NOTICE, "supervisor_joined"),
            (A, "here she is"),
        ),
    ],
    "get_supervisor_now": [
        ((C, "a drunk driver hit my fence"), (A, "when was that")),
        (FURIOUS, BROUGHT_IN, (C, "okay thank you"), (A, "she has read the file"), (C, "good")),
    ],
    "end_call": [
        (INSULTED, ASKED_TO_STOP, (C, "i'm sorry it was a long day"), BROUGHT_IN, (C, "yes please")),
        (INSULTED, ASKED_TO_STOP, (C, "never you toad"), (A, "the second reading was in march")),
    ],
    "end_or_security": [((C, "my wife will kill me if it isn't here"),), ((C, "how do i kill the process"),)],
    "end_well": [
        (*HOT, (A, "it's repaired on monday thank you for your patience goodbye"), ("pause", 3.0)),
        ((C, "a ticket please"), (A, "here it is goodbye now"), ("pause", 3.0)),
    ],
    "breathe": [(FURIOUS, (A, "what happened"))],
    "tell_boss": [((C, "a ticket please"), (A, "here it is thank you goodbye"))],
    "debrief": [(FURIOUS, (NOTICE, "supervisor_coming"), (A, "she's here in a minute"))],
    "empathise": [((C, "i'm at my wits end"), (A, "i completely understand that"), (C, "a four"), (A, "and the year"))],
    "empathise_more": [((C, "it's nine two four"), (A, "nine two four"), (C, "yes nine two four"))],
    "they_may_leave": [((C, "please cancel my appointment on friday"),), ((C, "we came to you from another bank"),)],
}


@pytest.mark.parametrize(("rule", "call"), [(rule, call) for rule, calls in FIRES.items() for call in calls])
def test_it_speaks(rule: str, call: tuple[Line, ...]):
    assert rule in fired(*call)


@pytest.mark.parametrize(("rule", "call"), [(rule, call) for rule, calls in SILENT.items() for call in calls])
def test_it_is_silent(rule: str, call: tuple[Line, ...]):
    assert rule not in fired(*call)


def levels(*lines: Line) -> set[Level]:
    return {each.level for each in events(*lines) if isinstance(each, Escalation)}


def test_words_alone_make_an_angry_call_raised_and_never_escalated():
    assert Level.RAISED in levels(*HOT)
    assert Level.ESCALATED not in levels(*HOT)


def test_a_calm_call_stays_calm():
    calm = (
        (A, "good morning how can i help"),
        (C, "my heating has stopped working and it's a bit annoying"),
        (A, "i'm sorry about that i'll send somebody today"),
        (C, "that would be lovely thank you"),
    )
    assert levels(*calm) == {Level.CALM}


def flags(*lines: Line) -> set[str]:
    return {each.reason for each in events(*lines) if isinstance(each, Flag)}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ((C, "i'm going to break every bone in your body"), "Threat of violence"),
        ((C, "i want to talk to your manager"), "Asked for a supervisor"),
        (BROUGHT_IN, "Supervisor offered"),
        (ASKED_TO_STOP, "Boundary set"),
    ],
)
def test_a_step_up_the_ladder_flags_the_call(line: Line, reason: str):
    assert reason in flags(line)


def test_a_first_rudeness_flags_nothing():
    assert not flags(INSULTED)


GOODBYE = (A, "it's repaired on monday thank you for your patience goodbye")
JOINED = (NOTICE, "supervisor_joined")


def notes(*lines: Line) -> list[tuple[str, PromptState, str]]:
    """What is due for after the call: rule, state, reason."""
    found = [each for each in events(*lines) if isinstance(each, Prompt) and each.after_call]
    return [(each.rule, each.state, each.reason) for each in found]


def test_after_a_hot_call_with_a_supervisor_two_notes_are_shown_and_stay():
    found = notes(*HOT, JOINED, GOODBYE)
    assert [(rule, state) for rule, state, _ in found] == [
        ("tell_boss", PromptState.DUE),
        ("debrief", PromptState.DUE),
        ("tell_boss", PromptState.SHOWN),
        ("debrief", PromptState.SHOWN),
    ]
    assert found[-1][-1] == "A supervisor took part in the call."


def test_a_debrief_comes_when_the_agent_asked_for_one_and_says_so():
    calm = ((C, "a ticket please"), (NOTICE, "debrief"), (A, "here it is thank you goodbye"))
    assert ("debrief", PromptState.SHOWN, "You asked to talk about it.") in notes(*calm)


def test_a_calm_call_leaves_no_note():
    assert notes((C, "a ticket please"), (A, "here it is thank you goodbye")) == []


def test_the_end_says_whether_the_call_was_hot_and_comes_last():
    last = events(*HOT, GOODBYE)[-1]
    assert isinstance(last, CallEnded)
    assert last.hot
    calm = events((C, "a ticket please"), (A, "here it is thank you goodbye"))[-1]
    assert isinstance(calm, CallEnded)
    assert not calm.hot
