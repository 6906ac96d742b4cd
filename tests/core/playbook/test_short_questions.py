"""Short questions for single facts, one after the other, to a customer in trouble: an open one is missing."""

import pytest

from tests.core.playbook.scenes import acts, fired

A, C = "agent", "customer"

ASKED = {
    "en": (
        "i have nothing but trouble with this boiler",
        "are you the owner",
        "is it in the kitchen",
        "did you pay by card",
    ),
    "de": (
        "mit dem kessel ist alles schiefgelaufen",
        "sind sie der mieter",
        "steht er noch im keller",
        "haben sie die rechnung",
    ),
    "hu": ("komoly panaszom van a kazánra", "az ön nevén van", "a konyhában van", "kapott számlát"),
    "ro": ("am pățit numai necazuri cu centrala", "sunteți titularul", "e apartament", "aveți factura"),
}
OPEN = {
    "en": "what exactly happened",
    "de": "was ist denn genau passiert",
    "hu": "mi történt pontosan",
    "ro": "ce s-a întâmplat",
}
YES = {"en": "yes i am", "de": "ja das bin ich", "hu": "igen az enyém", "ro": "da eu sunt"}


@pytest.mark.parametrize("code", ASKED)
def test_three_short_questions_miss_an_open_one(code: str) -> None:
    trouble, first, second, third = ASKED[code]
    call = [(C, trouble), (A, first), (C, YES[code]), (A, second), (C, YES[code]), (A, third), (C, YES[code])]
    assert "ask_open" in fired(*call, language=code)


@pytest.mark.parametrize("code", ASKED)
def test_an_open_one_among_them_is_enough(code: str) -> None:
    trouble, first, second, _ = ASKED[code]
    call = [(C, trouble), (A, first), (C, YES[code]), (A, OPEN[code]), (C, YES[code]), (A, second), (C, YES[code])]
    assert "ask_open" not in fired(*call, language=code)


def test_help_offered_in_a_romanian_greeting_is_neither_a_contact_nor_a_goodbye() -> None:
    heard = acts((A, "bună ziua numele meu este dan cum vă pot ajuta"), (C, "bună ziua"), language="ro")
    assert "offer_of_help" in heard
    assert not {"asks_contact", "anything_else"} & heard
