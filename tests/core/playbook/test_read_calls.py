"""What reading whole calls prompt by prompt taught: everyday sentences that are not what they look like."""

import pytest

from monitor.core.events import Prompt, PromptState
from tests.core.playbook.scenes import Line, acts, events, fired, ticked

C, A = "customer", "agent"

NOT_SAID: list[tuple[Line, str]] = [
    ((A, "we'd be happy to get that taken care of for you"), "agent_farewell"),
    ((A, "i just take care of those"), "agent_farewell"),
    ((A, "we'd be happy to get that taken care of for you"), "asks_settled"),
    ((A, "we'll do our best to take care of it today"), "asks_settled"),
    ((A, "i can't book a plumber that we don't have"), "own_life"),
    ((A, "three little rooms no heating and it is winter"), "own_life"),
    ((A, "there is no reason to worry about the invoice"), "dont_know"),
    ((A, "is there anything else i can do for you"), "dont_know"),
    ((A, "so you don't have to say it all over again"), "doubt"),
    ((A, "may i put you on hold while i ask the workshop"), "remedy"),
    ((A, "i'm sorry to hear that could you tell me the year"), "repeat_back"),
    ((C, "it was supposed to come on tuesday and it has not"), "matter_settled"),
    ((C, "no that was all thank you"), "complaint"),
    ((C, "this is the third time this is the third time i take a day off"), "asks_again"),
]
SAID: list[tuple[Line, str]] = [
    ((A, "thank you for calling and take care"), "agent_farewell"),
    ((A, "does that take care of it for you"), "asks_settled"),
    ((A, "could you spell that for me please"), "repeat_back"),
    ((A, "could i just check with you which model it is"), "repeat_back"),
    ((C, "so it works again that's perfect thank you"), "matter_settled"),
]


@pytest.mark.parametrize(("line", "act"), NOT_SAID)
def test_it_is_not_what_it_looks_like(line: Line, act: str):
    assert act not in acts(line)


@pytest.mark.parametrize(("line", "act"), SAID)
def test_it_is_still_heard(line: Line, act: str):
    assert act in acts(line)


def test_no_item_of_the_checklist_is_missed_while_the_customer_is_on_hold():
    lines: tuple[Line, ...] = (
        (C, "i'm looking for the oak table in the summer catalogue"),
        (A, "i'll ask the warehouse may i put you on hold"),
        (C, "yes of course"),
        ("notice", "hold"),
        ("pause", 150),
    )
    missed = [each.at for each in events(*lines) if isinstance(each, Prompt) and each.rule in ("clarify", "ask_name")]
    assert len(set(missed)) <= 1, "at the end of the call alone"


def test_an_apology_for_the_wait_needs_no_remedy():
    fault: Line = (C, "the lamp i bought is broken")
    after: tuple[Line, ...] = (
        (A, "i'm so sorry about it"),
        (C, "okay"),
        (A, "the number of the order is on the left"),
        (C, "seven one two"),
        (A, "and the colour of it"),
        (C, "green"),
    )
    assert "more_than_sorry" in fired(fault, *after)
    assert "more_than_sorry" not in fired(fault, (A, "thank you for holding i'm back"), *after)


@pytest.mark.parametrize(
    ("asked", "fires"), [("the manual is on our pages", True), ("what does the display say", False)]
)
def test_who_answers_a_question_tells_on_and_does_not_tell_again(asked: str, fires: bool):
    first: Line = (C, "our washing machine stopped again last night in the middle of the programme")
    again: Line = (C, "nothing the washing machine stopped in the middle of the programme again")
    assert ("empathise_more" in fired(first, (A, asked), again, (A, "which model is it"))) is fires


def test_a_customer_who_calls_it_settled_need_not_be_asked():
    call: tuple[Line, ...] = (
        (C, "the charger i bought is broken"),
        (A, "i'm sorry about that i'll send you a new one today"),
        (C, "okay"),
        (A, "is there anything else i can do for you"),
    )
    pleased: Line = (C, "no that solves it thank you")
    assert "settles_it" in fired(*call, (C, "no"), (A, "goodbye"))
    assert "settles_it" not in fired(*call, pleased, (A, "goodbye"))
    assert ticked(*call, pleased, (A, "goodbye")).get("settles_it") != "done"


def test_one_refusal_is_one_occasion_however_long_it_grows():
    call: tuple[Line, ...] = (
        (C, "this is ridiculous i paid for this"),
        (A, "our policy doesn't allow a refund after thirty days"),
        (C, "that is outrageous i'm furious"),
        (A, "i can't make an exception to it and i can't give you a voucher and i can't change that"),
        (C, "unbelievable"),
    )
    due = [each for each in events(*call) if isinstance(each, Prompt) and each.rule == "offer_exception"]
    assert [each.state for each in due].count(PromptState.DUE) <= 2
    assert due
