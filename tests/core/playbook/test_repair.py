"""How the agent repairs what went wrong, in English: a call that asks for each whisper, and one that doesn't."""

import pytest

from tests.core.playbook.scenes import Line, acts, fired

Scene = tuple[Line, ...]


def c(text: str) -> Line:
    """The customer says."""
    return ("customer", text)


def a(text: str) -> Line:
    """The agent says."""
    return ("agent", text)


ASKS_FOR: list[tuple[str, Scene]] = [
    (
        "apologise",
        (
            c("the wardrobe came without its doors and my mother can't get into the room"),
            a("what's the order number"),
            c("it's nine four one"),
            a("and your postcode please"),
            c("b one two"),
            a("alright that's order nine four one"),
        ),
    ),
    (
        "apologise_for_us",
        (c("the porter shouted at my father"), a("i'm sorry that you feel upset about it"), c("who wouldn't")),
    ),
    (
        "remedy_not_excuse",
        (
            c("the oven you installed has been broken since easter"),
            a(
                "the reason is that the supplier changed the part last year and since then there's a backlog at the"
                " factory and because of the holidays half of the staff are off so everything takes longer than usual"
            ),
            c("i can't cook"),
        ),
    ),
    (
        "more_than_sorry",
        (
            c("your gardener cut down the wrong tree"),
            a("i'm very sorry about that"),
            c("my grandfather planted it when my father was born and now there's a stump"),
            a("it must have meant a lot to your family"),
            c("it did"),
            a("trees like that are a rare thing in a town"),
        ),
    ),
    (
        "hear_before_solving",
        (
            c("good evening it's about my pass because on sunday at the gate when the"),
            a("i'll send you a new one"),
            c("let me finish please"),
        ),
    ),
    (
        "ask_open",
        (
            c(
                "i've had nothing but trouble with the cottage we rented from you it's been one disaster after another"
                " and the whole family is in despair"
            ),
            a("is that the cottage by the river or is it the one up on the hill with the green gate"),
            c("the one up on the hill we've had it every summer for the last seven years"),
            a("and did you arrive on the friday or on the saturday because i see two dates here"),
            c("on the saturday as always around four in the afternoon with two cars"),
            a("is it booked under your name"),
            c("yes it is"),
        ),
    ),
    (
        "drop_yes_but",
        (c("your mechanic left oil all over my seats"), a("i see that but it's an old car"), c("it's spotless")),
    ),
    (
        "own_it",
        (c("my ticket has somebody else's name on it"), a("that's the agency's mistake they never check anything")),
    ),
    ("own_it", (c("there's no water on the fourth floor"), a("not my department you'll have to ask the caretaker"))),
    ("believe_them", (c("the lock broke in my hand"), a("that's impossible you must have forced it"))),
    ("believe_them", (c("i posted the form in june"), a("no you didn't did you even put a stamp on it"))),
]

RIGHT: list[tuple[str, Scene]] = [
    (
        "apologise",
        (
            c("the wardrobe came without its doors"),
            a("i'm so sorry about that what's the order number"),
            c("it's nine four one"),
            a("and your postcode please"),
            c("b one two"),
        ),
    ),
    (
        "apologise",
        (
            c("hello do you sell wardrobes with mirrors"),
            a("we do in oak and in white"),
            c("and what does the white one cost"),
            a("two hundred and ten"),
            c("thanks"),
        ),
    ),
    ("apologise_for_us", (c("the porter shouted at my father"), a("i'm sorry we treated him like that"))),
    ("apologise_for_us", (c("it's about the"), a("i'm sorry you're breaking up could you say that again"))),
    (
        "remedy_not_excuse",
        (
            c("why are the trains slower in autumn"),
            a(
                "because of the leaves on the rails the wheels slip and since the brakes take longer then the drivers"
                " have to keep the speed down and so the whole schedule is changed for some weeks every year"
            ),
            c("i see"),
        ),
    ),
    (
        "remedy_not_excuse",
        (
            c("the oven you installed has been broken since easter"),
            a(
                "i apologise i'll send you a new one tomorrow the reason is that the supplier changed the part and"
                " since then there's a backlog at the factory and because of the holidays half of the staff are off"
            ),
        ),
    ),
    (
        "more_than_sorry",
        (
            c("your gardener cut down the wrong tree"),
            a("i'm very sorry about that we'll plant a new one and refund the bill"),
            c("a new one takes thirty years"),
            a("i know it does"),
            c("well"),
            a("shall i book the gardener for monday"),
        ),
    ),
    (
        "hear_before_solving",
        (
            c("my pass stopped working at the gate on sunday"),
            a("what did the gate say"),
            c("it said expired"),
            a("i'll send you a new one"),
        ),
    ),
    (
        "ask_open",
        (
            c("i've had nothing but trouble with the cottage we rented from you it's one disaster after another"),
            a("oh dear please tell me what happened"),
            c("the roof leaks and the beds were wet when we arrived on the saturday around four in the afternoon"),
            a("is that the cottage by the river or is it the one up on the hill with the green gate"),
            c("the one up on the hill we've had it every summer for the last seven years"),
            a("and is it booked under your name"),
            c("yes"),
        ),
    ),
    ("drop_yes_but", (c("can we pay on arrival"), a("yes but only in cash"), c("fine"))),
    (
        "own_it",
        (
            c("there's no water on the fourth floor"),
            a("that's usually a matter for the caretaker so i'll ring him now and call you back myself"),
        ),
    ),
    ("own_it", (c("who do i ask about the keys"), a("you need to ask the caretaker he's in until six"))),
    ("believe_them", (c("the lock broke in my hand"), a("thank you for telling me did the key turn before that"))),
    ("believe_them", (c("has my card been sent"), a("yes you should have it by friday"))),
]


@pytest.mark.parametrize(("rule", "scene"), ASKS_FOR, ids=[f"{rule}-{at}" for at, (rule, _) in enumerate(ASKS_FOR)])
def test_it_is_asked_for(rule: str, scene: Scene) -> None:
    assert rule in fired(*scene)


@pytest.mark.parametrize(("rule", "scene"), RIGHT, ids=[f"{rule}-{at}" for at, (rule, _) in enumerate(RIGHT)])
def test_done_right_it_is_not(rule: str, scene: Scene) -> None:
    assert rule not in fired(*scene)


REPAIR = {rule for rule, _ in ASKS_FOR}


def test_a_complaint_that_is_well_answered_asks_for_nothing() -> None:
    assert not REPAIR & fired(
        c("the soup you delivered was cold and there was a hair in it"),
        a("oh no i'm really sorry about that how long ago did it come"),
        c("ten minutes ago"),
        a("i'll send you a new one straight away and refund the soup is that alright"),
        c("yes thank you"),
    )


def test_blame_that_is_taken_back_later_in_the_turn_is_none() -> None:
    scene = (
        c("my parcel is still not here"),
        a("the courier lost it on the way and that's all i see but leave it with me"),
    )
    assert "own_it" not in fired(*scene)


def test_an_apology_heard_before_the_next_part_of_the_account_still_counts() -> None:
    assert "apologise" not in fired(
        c("the tram never came"),
        a("i'm very sorry about that"),
        c("and the next one was cancelled as well"),
        a("which stop was that"),
        c("mill lane"),
        a("and around what time"),
        c("eight"),
    )


def test_who_still_asks_after_an_apology_owes_no_offer_yet() -> None:
    told = (c("the wardrobe you brought is in pieces i am furious"), a("i'm so sorry about that"), c("so am i"))
    asks = (a("what happened exactly"), c("it fell"), a("can you tell me your order number"), c("four two"))
    says = (a("that is a pity"), c("it is"), a("a real pity for you"), c("well"))
    assert "more_than_sorry" in fired(*told, *says)
    assert "more_than_sorry" not in fired(*told, *asks)


def test_understanding_that_was_shown_holds_for_a_while() -> None:
    told = (c("i am furious the ferry left without us"), a("i completely understand how annoying that is"))
    again = (
        c("it is a disgrace"),
        a("which ferry was it"),
        c("the one at nine"),
        a("the nine o'clock one okay"),
        c("yes"),
    )
    assert "empathise" not in fired(*told, *again)
    assert "empathise" in fired(*again)


def test_a_no_that_opens_a_turn_is_no_trouble() -> None:
    scene = (
        c("no i could not find the little book"),
        a("did you look on the shelf"),
        c("yes the shelf too"),
        a("it may turn up"),
        c("it may"),
    )
    assert "apologise" not in fired(*scene)


def test_a_question_after_sorry_may_mean_what_was_said() -> None:
    assert "apology" in acts(a("i'm so sorry what does it do now"))
    assert "apology" not in acts(a("i'm sorry what did you say"))


def test_whose_words_do_what() -> None:
    assert "complaint" in acts(c("you charged me twice for the same room"))
    assert "asks_why" in acts(c("how come it takes so long"))
    assert "unfinished" in acts(c("hang on let me finish"))
    assert "asks_where_to" in acts(c("who do i call about the lift"))
    assert not {"apology", "apology_for_feelings"} & acts(a("sorry could you say that again"))
    assert "apology" not in acts(a("i'm sorry you feel that way"))
