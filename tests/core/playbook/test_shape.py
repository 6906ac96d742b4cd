"""The shape of a call: a checklist that ticks itself, its whispers, and the stages."""

import pytest

from monitor.core.events import AnyEvent, Checklist, Prompt, PromptState, Stage
from tests.core.playbook.scenes import Line, events, fired, ticked

GREETING = ("agent", "good morning copper kettle tea rooms my name is ingrid how can i help you")
ASKING = ("customer", "hello i'd like to hire the back room for a party in june")
BROKEN = ("customer", "the kettle i bought from you leaks all over the table and it's only two weeks old")
BOOKED = ("agent", "i've booked the room for the tenth of june")
FAREWELL = ("agent", "have a lovely day goodbye")
PAUSE = ("pause", 4)

GOOD_CALL: tuple[Line, ...] = (
    GREETING,
    BROKEN,
    ("agent", "i'm really sorry about that may i take your name please"),
    ("customer", "it's marjorie tennant"),
    ("agent", "thank you misses tennant so it leaks onto the table after two weeks is that right"),
    ("customer", "yes that's right"),
    ("agent", "i'll send you a new one today free of charge does that settle it for you"),
    ("customer", "yes it does thank you"),
    ("agent", "what's the best number to reach you on"),
    ("customer", "oh four four one two nine"),
    ("agent", "to sum up a new kettle goes out today and you keep the old one"),
    ("customer", "perfect"),
    ("agent", "if it isn't there by friday please call me on extension five i'm here until six"),
    ("customer", "will do"),
    ("agent", "thank you for calling and goodbye"),
)


def test_a_well_made_call_ticks_every_item_that_it_needs() -> None:
    done = {item for item, state in ticked(*GOOD_CALL).items() if state == "done"}
    assert done == {
        "greet", "ask_name", "use_name", "clarify", "contact_detail", "settles_it", "summarise", "way_back", "thank",
    }  # fmt: skip


def test_a_well_made_call_hears_no_whisper_of_the_checklist() -> None:
    shape = {"greet", "ask_name", "use_name", "clarify", "contact_detail", "settles_it", "summarise", "way_back"}
    assert not fired(*GOOD_CALL) & (shape | {"thank", "follow_up", "not_yet_closed", "stage"})


def _done(*lines: Line, direction: str = "inbound") -> set[str]:
    return {item for item, state in ticked(*lines, direction=direction).items() if state == "done"}


@pytest.mark.parametrize(
    "words",
    [
        "good afternoon copper kettle tea rooms ingrid speaking how can i help",
        "thanks for calling copper kettle you're speaking to ingrid what can i do for you",
        "hello you've reached the copper kettle my name's ingrid and i'm a host here how may i help",
    ],
)
def test_greet_needs_company_name_and_an_offer_of_help(words: str) -> None:
    assert "greet" in _done(("agent", words), ASKING)


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("good morning this is ingrid how can i help you", "company"),
        ("good morning copper kettle tea rooms how can i help you", "own name"),
        ("good morning copper kettle tea rooms my name is ingrid", "offer of help"),
        ("support hello", "own name"),
    ],
)
def test_a_greeting_without_one_of_them_is_whispered_with_what_is_missing(words: str, missing: str) -> None:
    found = events(("agent", words), ASKING, ("agent", "for which day would that be"), ("customer", "the tenth"))
    due = _due(found, "greet")
    assert due is not None
    assert missing in due.reason
    assert _state(found, "greet") == "missing"


@pytest.mark.parametrize(
    ("language", "words", "missing"),
    [
        ("de", "guten morgen teehaus kupferkessel wie kann ich ihnen helfen", "eigener Name"),
        ("hu", "jó reggelt kívánok rézüst teaház miben segíthetek", "saját név"),
        ("ro", "bună dimineața ceainăria cazanul cu ce vă pot ajuta", "numele dumneavoastră"),
    ],
)
def test_what_is_missing_is_named_in_the_language_of_the_call(language: str, words: str, missing: str) -> None:
    due = _due(events(("agent", words), ("pause", 3.0), ("agent", words), language=language), "greet")
    assert due is not None
    assert missing in due.reason


def test_greet_is_no_item_of_an_outbound_call() -> None:
    assert "greet" not in ticked(("agent", "hello is that mister wren"), ASKING, direction="outbound")


def _due(found: list[AnyEvent], rule: str) -> Prompt | None:
    prompts = (each for each in found if isinstance(each, Prompt) and each.rule == rule)
    return next((each for each in prompts if each.state is PromptState.DUE), None)


def _state(found: list[AnyEvent], item: str) -> str | None:
    states = [each.state for each in found if isinstance(each, Checklist) and each.item == item]
    return states[-1] if states else None


@pytest.mark.parametrize(
    "words",
    ["who am i speaking with", "could i take your surname please", "and what name is the booking under"],
)
def test_a_name_asked_for_is_enough(words: str) -> None:
    assert "ask_name" in _done(GREETING, ASKING, ("agent", words))


@pytest.mark.parametrize("words", ["hello my name is bertha crane", "hi this is rosalind from the bakery"])
def test_a_name_given_needs_no_question(words: str) -> None:
    assert "ask_name" in _done(GREETING, ("customer", words), BOOKED)


@pytest.mark.parametrize("words", ["the name of the street is hill lane", "this is ridiculous", "her name is freya"])
def test_other_names_are_not_the_callers(words: str) -> None:
    assert "ask_name" not in _done(GREETING, ("customer", words), BOOKED)


def test_no_name_for_a_minute_asks_for_one() -> None:
    long_talk = (GREETING, ASKING, ("pause", 30), ("agent", "for how many people"), ("customer", "about thirty"))
    assert "ask_name" in fired(*long_talk, ("pause", 30), ("agent", "thirty people then"))
    assert "ask_name" not in fired(GREETING, ("customer", "my name is bertha crane"), *long_talk[1:], ("pause", 30))


@pytest.mark.parametrize("words", ["thank you misses crane", "well bertha that's easily done", "right miss craine"])
def test_a_name_that_was_heard_is_used(words: str) -> None:
    assert "use_name" in _done(GREETING, ("customer", "my name is bertha crane"), ("agent", words))


def test_a_name_that_was_heard_and_not_used_is_missing() -> None:
    call = (GREETING, ("customer", "my name is bertha crane"), ("agent", "for which day"), ("customer", "the tenth"))
    assert ticked(*call)["use_name"] == "missing"
    assert "use_name" in fired(*call)


def test_without_a_name_none_is_missed() -> None:
    assert "use_name" not in ticked(GREETING, ASKING, ("agent", "for which day"))


def test_clarify_ticks_on_repeating_back_and_on_the_customers_own_words() -> None:
    asked = (GREETING, ("customer", "i need the big room for thirty guests on the tenth of june"))
    assert "clarify" in _done(*asked, ("agent", "so the big room on the tenth is that correct"))
    assert "clarify" in _done(*asked, ("agent", "big room thirty guests tenth of june one moment"))


def test_nothing_checked_for_long_asks_to_repeat_it_back() -> None:
    talk = (GREETING, ASKING, ("pause", 45), ("agent", "for how many"), ("customer", "thirty"), ("pause", 50), BOOKED)
    assert "clarify" in fired(*talk)
    checked = (GREETING, ASKING, ("agent", "so you want the back room for a party in june is that right"), *talk[2:])
    assert "clarify" not in fired(*checked)


@pytest.mark.parametrize(
    "words",
    ["what's a good number to call you back on", "which email shall i use", "is this number still the best for you"],
)
def test_a_way_to_reach_the_caller_is_asked_for(words: str) -> None:
    assert "contact_detail" in _done(GREETING, ASKING, ("agent", words))


@pytest.mark.parametrize("words", ["what's your order number", "you can reach us on this number", "my number is nine"])
def test_other_numbers_are_no_way_to_reach_them(words: str) -> None:
    assert "contact_detail" not in _done(GREETING, ASKING, ("agent", words))


def test_a_goodbye_without_contact_summary_or_thanks_whispers_for_them() -> None:
    found = fired(GREETING, ASKING, BOOKED, ("customer", "lovely"), FAREWELL, PAUSE)
    assert {"contact_detail", "summarise", "thank"} <= found


def test_a_remedy_asks_whether_it_settles_the_matter() -> None:
    remedy = ("agent", "i'm so sorry i'll send you a new one today free of charge")
    assert "settles_it" in fired(GREETING, BROKEN, remedy, ("customer", "hm okay"), FAREWELL, PAUSE)
    asked = ("agent", "would that put things right for you")
    assert "settles_it" in _done(GREETING, BROKEN, remedy, asked, ("customer", "yes"), FAREWELL)
    assert "settles_it" not in fired(GREETING, BROKEN, remedy, asked, ("customer", "yes"), FAREWELL, PAUSE)


def test_a_summary_counts_once_the_customer_agrees() -> None:
    summary = ("agent", "so to recap the room is yours on the tenth and you pay at the desk")
    assert "summarise" in _done(GREETING, ASKING, BOOKED, summary, ("customer", "yes perfect"))
    refused = ("customer", "but that's not good enough that doesn't help me")
    assert "summarise" not in _done(GREETING, ASKING, BOOKED, summary, refused)


def test_no_summary_is_asked_for_once_nothing_else_is_wanted_and_goodbye_is_said() -> None:
    done = (GREETING, ASKING, BOOKED, ("customer", "lovely"), ("agent", "is there anything else i can help you with"))
    said = (*done, ("customer", "no that was all you've been very kind"), FAREWELL, PAUSE)
    assert "summarise" not in fired(*said)
    assert ticked(*said)["summarise"] == "missing"
    assert "summarise" in fired(*done, PAUSE, PAUSE, PAUSE)


def test_an_open_matter_needs_a_way_back() -> None:
    open_matter = (GREETING, BROKEN, ("agent", "i'm sorry i'll ask the workshop"), ("customer", "and then what"))
    assert "way_back" in fired(*open_matter, FAREWELL, PAUSE)
    told = ("agent", "if you don't hear by noon ring me on extension four i'm here until six")
    assert "way_back" in _done(*open_matter, told, FAREWELL)
    assert "way_back" not in fired(*open_matter, told, FAREWELL, PAUSE)


def test_a_settled_matter_needs_none() -> None:
    assert "way_back" not in fired(*GOOD_CALL[:8], FAREWELL, PAUSE)


@pytest.mark.parametrize("words", ["thank you for your patience", "i appreciate your call", "thanks for waiting"])
def test_thanks_for_call_patience_or_waiting(words: str) -> None:
    assert "thank" in _done(GREETING, ASKING, BOOKED, ("agent", words), FAREWELL)


def test_thanks_as_a_greeting_are_none() -> None:
    assert "thank" not in _done(("agent", "thank you for calling copper kettle ingrid speaking how can i help"), ASKING)


HOT: tuple[Line, ...] = (
    GREETING,
    ("customer", "this is an absolute disgrace i'm furious my whole kitchen is under water because of your kettle"),
    ("agent", "that's terrible i'm so sorry what happened exactly"),
    ("customer", "i'm sick and tired of you people this is the third time you useless idiots i'll sue you"),
    ("agent", "i understand that must be awful"),
    ("customer", "you understand nothing it's outrageous i want my money back right now this is a scandal"),
    ("agent", "i'm sending you the full refund today does that settle it"),
    ("customer", "i'm still livid you bunch of cowboys but yes it had better come"),
    ("agent", "it will be there on monday"),
    ("customer", "i'm absolutely raging i've never been treated like this"),
)


def test_after_a_hot_call_a_follow_up_is_wanted() -> None:
    assert "follow_up" in fired(*HOT, ("agent", "thank you for your patience goodbye"), PAUSE)


def test_a_follow_up_that_was_offered_is_ticked() -> None:
    offered = ("agent", "i'll ring you on tuesday to check that it has arrived thank you for your patience goodbye")
    assert "follow_up" in _done(*HOT, offered, PAUSE)
    assert "follow_up" not in fired(*HOT, offered, PAUSE)


def test_a_calm_call_needs_no_follow_up() -> None:
    assert "follow_up" not in ticked(GREETING, ASKING, BOOKED, FAREWELL, PAUSE)


@pytest.mark.parametrize(
    ("rings", "apart", "state"), [(1, 3.0, "done"), (3, 4.0, "done"), (4, 4.0, "missing"), (1, 25.0, "missing")]
)
def test_answered_by_the_third_ring(rings: int, apart: float, state: str) -> None:
    ringing = [line for _ in range(rings) for line in (("notice", "ring"), ("pause", apart))]
    assert ticked(*ringing, ("notice", "answered"), GREETING, ASKING)["answered_in_time"] == state


def test_a_source_that_tells_no_rings_has_no_such_item() -> None:
    assert "answered_in_time" not in ticked(GREETING, ASKING)


def test_an_announcement_ticks_nothing() -> None:
    recording = (
        "agent",
        "good morning welcome to copper kettle my name is ingrid how can i help thank you for waiting",
    )
    call = (("notice", "ring"), recording, ("notice", "answered"), ("agent", "yes"), ASKING, ("agent", "which day"))
    assert not {"greet", "thank"} & _done(*call)


def test_a_tick_by_hand_counts_at_once() -> None:
    call = (
        GREETING,
        ASKING,
        ("notice", "tick clarify"),
        ("pause", 100),
        ("agent", "so then"),
        ("notice", "tick rubbish"),
    )
    assert "clarify" in _done(*call)
    assert "clarify" not in fired(*call)


def test_the_words_that_ticked_an_item_are_told() -> None:
    found = [each for each in events(*GOOD_CALL) if isinstance(each, Checklist) and each.state == "done"]
    words = {each.item: " ".join(heard.words for heard in each.heard) for each in found}
    assert "tennant" in words["use_name"]
    assert "sum up" in words["summarise"]


@pytest.mark.parametrize("closing", ["was there anything else today", "well have a nice day goodbye"])
def test_a_close_without_a_remedy_is_a_warning(closing: str) -> None:
    assert "not_yet_closed" in fired(GREETING, BROKEN, ("agent", "right"), ("agent", closing), PAUSE)


def test_the_customers_but_after_the_goodbye_is_a_warning() -> None:
    call = (GREETING, BROKEN, ("agent", "i'll send you a voucher have a nice day"))
    assert "not_yet_closed" in fired(*call, ("customer", "but what about the table"), ("agent", "yes well"), PAUSE)


def test_a_close_after_a_remedy_or_an_answered_question_is_fine() -> None:
    remedy = ("agent", "i'm sorry i'll send you a new one today is that alright with you")
    assert "not_yet_closed" not in fired(GREETING, BROKEN, remedy, ("customer", "yes great"), FAREWELL, PAUSE)
    answered = (("customer", "until when are you open"), ("agent", "until six"), ("customer", "thanks"))
    assert "not_yet_closed" not in fired(GREETING, *answered, FAREWELL, PAUSE)


def test_stages_follow_each_other_with_the_words_that_began_them() -> None:
    found = [each for each in events(*GOOD_CALL) if isinstance(each, Stage)]
    assert [each.name for each in found][:3] == ["greeting", "purpose", "resolution"]
    assert found[-1].name == "close"
    assert all(each.heard for each in found[1:])


def test_a_call_that_is_not_settled_goes_back_to_the_resolution() -> None:
    reopened = (*GOOD_CALL[:8], ("agent", "is there anything else"), ("customer", "but what about the broken cup"))
    names = [each.name for each in events(*reopened) if isinstance(each, Stage)]
    assert names[-2:] == ["close", "resolution"]


def _wandering(minutes: float) -> list[Line]:
    turns: tuple[Line, ...] = (("customer", "and my brother had one just like it"), ("agent", "oh yes"), ("pause", 4))
    return [line for _ in range(round(minutes * 60 / 8)) for line in turns]


def test_too_long_without_a_step_asks_to_move_on() -> None:
    assert "stage" in fired(GREETING, ASKING, *_wandering(4))
    assert "stage" not in fired(GREETING, ASKING, *_wandering(1.5), BOOKED, *_wandering(1.5))


def test_a_customer_who_was_hurried_is_not_hurried_again() -> None:
    hurried = [line for _ in range(12) for line in (*_wandering(0.3), ("agent", "please make it short now"))]
    assert "stage" not in fired(GREETING, ASKING, *hurried)
