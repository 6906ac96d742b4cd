"""How an agent answers wishes: promises, refusals, choices, proposals, and what is said again."""

import pytest

from tests.core.playbook.scenes import Line, fired

C, A = "customer", "agent"

DUE: list[tuple[str, tuple[Line, ...]]] = [
    (
        "own_words",
        (
            (C, "your removal men dropped our piano down the stairs"),
            (A, "we are committed to the highest standards and value every customer's feedback"),
            (C, "i'm asking who pays for the piano"),
            (A, "as i said we are committed to the highest standards and value every customer's feedback"),
        ),
    ),
    (
        "answer_it",
        (
            (C, "does the ferry take camper vans"),
            (A, "our ferries have a lovely sun deck and a bar"),
            (C, "yes but does it take camper vans"),
            (A, "and the crossing is very scenic"),
        ),
    ),
    (
        "answer_it",
        (
            (C, "how much is the second month"),
            (A, "the first month comes with all channels as a welcome"),
            (C, "and how much is the one after that"),
            (A, "you get sports and films with it"),
        ),
    ),
    ("promise_less", ((C, "will the cake be ready"), (A, "it'll definitely be ready by ten on saturday"), (C, "good"))),
    (
        "ask_before_deciding",
        (
            (C, "can i keep the loan car for another week"),
            (A, "i'm not sure about that"),
            (C, "please just tell me yes or no"),
            (A, "well i guess that should be okay"),
            (C, "great"),
        ),
    ),
    (
        "close_question",
        (
            (A, "your new pin is activated so that's all done"),
            (C, "thank you and tell me have you got children yourself"),
            (A, "yes two little ones"),
            (C, "how sweet mine are grown up now"),
        ),
    ),
    (
        "close_question",
        (
            (C, "that's sorted thanks"),
            (A, "and how was your holiday in the mountains"),
            (C, "oh it was lovely"),
        ),
    ),
    (
        "offer_choice",
        (
            (A, "we could fit you in on the ninth at seven in the morning"),
            (C, "that doesn't work for me at all"),
            (A, "the ninth is what i see here"),
            (C, "hm"),
        ),
    ),
    (
        "reassure_choice",
        (
            (C, "i can't decide between the two prams"),
            (A, "the red one is on offer"),
            (C, "i really don't know which one to take"),
        ),
    ),
    (
        "work_with_them",
        ((C, "i insist that you send somebody within the hour"), (A, "i see the report from this morning")),
    ),
    (
        "credit_suggestion",
        (
            (C, "could you just leave the keys with the caretaker"),
            (A, "no we can't do that"),
            (C, "what a pity"),
        ),
    ),
    (
        "credit_suggestion",
        (
            (C, "maybe we could split the bill between my flatmate and me"),
            (A, "the invoice is due on the first of june"),
            (C, "okay"),
        ),
    ),
    ("they_matter", ((C, "nobody there cares about people like us"), (A, "what's the meter number"), (C, "nine four"))),
    (
        "offer_exception",
        (
            (C, "my father was in hospital and you charge me for a missed visit that's outrageous"),
            (A, "the terms say twenty four hours notice"),
            (C, "this is ridiculous i'm furious"),
            (A, "it's company policy i'm not allowed to change that"),
        ),
    ),
]

FINE: list[tuple[str, tuple[Line, ...]]] = [
    (
        "own_words",
        (
            (C, "which counter is open at lunchtime"),
            (A, "counter four on the ground floor is open all through lunchtime"),
            (C, "sorry you broke up"),
            (A, "counter four on the ground floor is open all through lunchtime"),
        ),
    ),
    (
        "own_words",
        (
            (C, "you delivered the wrong wardrobe and i'm cross"),
            (A, "oh no i'm sorry which one did you get"),
            (C, "the black one"),
            (A, "then i'll have the white one brought to you and the black one taken away"),
        ),
    ),
    (
        "answer_it",
        (
            (C, "when does the chemist open"),
            (A, "at half past eight"),
            (C, "and when does it close"),
            (A, "at six in the evening"),
        ),
    ),
    (
        "answer_it",
        (
            (C, "is the pool open in winter"),
            (A, "yes it's open all year"),
            (C, "sorry there was a lorry is the pool open in winter"),
            (A, "yes all year round"),
        ),
    ),
    ("promise_less", ((C, "when does it come"), (A, "the tracking says it arrives on friday"), (C, "thanks"))),
    ("promise_less", ((C, "can you guarantee that"), (A, "i can't guarantee it but i'll do my best"), (C, "okay"))),
    (
        "ask_before_deciding",
        (
            (C, "can i keep the loan car for another week"),
            (A, "i'm not sure about that"),
            (C, "please just tell me yes or no"),
            (A, "that may be possible let me check with my supervisor"),
            (C, "great"),
        ),
    ),
    ("ask_before_deciding", ((C, "is it warm there in may"), (A, "i think it should be fine"), (C, "good to know"))),
    (
        "close_question",
        (
            (A, "your new pin is activated so that's all done"),
            (C, "thank you and have you got children yourself"),
            (A, "two boys is there anything else i can do for you today"),
            (C, "no that's all"),
        ),
    ),
    (
        "close_question",
        (
            (C, "my grandson was here when the ceiling came down and the water ruined the carpet and all the books"),
            (A, "how did it start"),
            (C, "with a drip"),
        ),
    ),
    (
        "offer_choice",
        (
            (A, "we could fit you in on the ninth at seven in the morning"),
            (C, "that doesn't work for me at all"),
            (A, "would you rather come on the tenth in the afternoon"),
            (C, "yes please"),
        ),
    ),
    (
        "offer_choice",
        ((A, "is there anything else you need"), (C, "no i don't want anything else"), (A, "goodbye then")),
    ),
    (
        "reassure_choice",
        (
            (C, "i can't decide between the two prams"),
            (A, "you can send either back within thirty days if it doesn't suit you"),
            (C, "then the red one"),
        ),
    ),
    ("work_with_them", ((C, "could you please send me a new form"), (A, "gladly"), (C, "thanks"))),
    (
        "work_with_them",
        (
            (C, "i insist that you send somebody within the hour"),
            (A, "i want to work this out with you what would you suggest"),
            (C, "well"),
        ),
    ),
    (
        "credit_suggestion",
        (
            (C, "could you just leave the keys with the caretaker"),
            (A, "that's a good idea i'll note it for the driver"),
            (C, "thanks"),
        ),
    ),
    ("credit_suggestion", ((C, "could you just repeat the number"), (A, "seven seven one"), (C, "thanks"))),
    (
        "they_matter",
        (
            (C, "nobody there cares about people like us"),
            (A, "you were right to call and you matter to us"),
            (C, "well thank you"),
        ),
    ),
    ("they_matter", ((C, "nobody is at home before noon"), (A, "then the driver comes at two"), (C, "fine"))),
    (
        "offer_exception",
        (
            (C, "can i bring a guest"),
            (A, "guests aren't allowed by the rules of the club"),
            (C, "and on sundays"),
            (A, "not allowed either i'm afraid"),
        ),
    ),
    (
        "offer_exception",
        (
            (C, "this fee is outrageous i'm furious"),
            (A, "the terms say thirty days"),
            (C, "i was in hospital"),
            (A, "then for you i'll make an exception and take the fee off"),
        ),
    ),
]


@pytest.mark.parametrize(("rule", "lines"), DUE)
def test_the_rule_becomes_due(rule, lines):
    assert rule in fired(*lines)


@pytest.mark.parametrize(("rule", "lines"), FINE)
def test_the_rule_stays_silent(rule, lines):
    assert rule not in fired(*lines)
