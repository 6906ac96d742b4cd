"""Few prompts and well timed: what does not become due, and what still does."""

import pytest

from tests.core.playbook.scenes import Line, acts, fired

A, C = "agent", "customer"

CALLS: list[tuple[str, bool, tuple[Line, ...]]] = [
    # a request that only sounds like trouble
    (
        "apologise",
        False,
        (
            (C, "hi the curtains are too long could you shorten them"),
            (A, "of course which ones are they"),
            (C, "the blue pair"),
            (A, "bring them in on friday"),
            (C, "great"),
        ),
    ),
    # trouble that was only hinted at, and understood
    (
        "apologise",
        False,
        (
            (C, "my grandson was crying the whole evening over the lost kite"),
            (A, "oh that must be hard for him"),
            (C, "he loved that kite"),
            (A, "we have the same one here in red"),
            (C, "lovely"),
        ),
    ),
    # a tale once the matter was done
    (
        "apologise",
        False,
        (
            (C, "i'd like to move my fitting to june"),
            (A, "that's all done for you"),
            (C, "did you see the match last night by the way"),
            (A, "i missed it"),
            (C, "our goalkeeper got stuck in the lift and the bus had broken down"),
            (A, "goodness"),
            (C, "and then it rained"),
            (A, "did it"),
            (C, "all night"),
        ),
    ),
    # trouble told at length, and passed over
    (
        "apologise",
        True,
        (
            (C, "the curtains arrived torn and nobody rang me back all week"),
            (A, "what's the order number"),
            (C, "eight one one"),
            (A, "and the postcode"),
            (C, "k t six"),
        ),
    ),
    # who feels of no account is understood
    (
        "they_matter",
        False,
        ((C, "i've been passed around all morning"), (A, "that's dreadful i completely understand"), (C, "right")),
    ),
    # "how does that sound" settles, and keeps nothing going
    (
        "close_question",
        False,
        (
            (C, "that's sorted then thanks"),
            (A, "and i'll send you a voucher how does that sound to you"),
            (C, "that's kind of you"),
        ),
    ),
    # abuse after a boundary: the agent has had no time to answer yet
    (
        "offer_supervisor",
        False,
        (
            (C, "you useless toad"),
            (A, "please stop insulting me so that we can go on"),
            (C, "you moron you and your whole miserable shop with its crooked shelves and its mouldy bread are a joke"),
            (A, "my supervisor would like to help as well"),
        ),
    ),
    # the repair is the supervisor's by now
    (
        "work_with_them",
        False,
        (
            (C, "i want this sorted today"),
            ("notice", "supervisor_coming"),
            (A, "it was the second of may"),
            (C, "yes"),
        ),
    ),
    ("work_with_them", True, ((C, "i want this sorted today"), (A, "it was the second of may"), (C, "yes"))),
]


@pytest.mark.parametrize(("rule", "due", "call"), CALLS)
def test_what_becomes_due(rule: str, due: bool, call: tuple[Line, ...]) -> None:
    assert (rule in fired(*call)) is due


HELD = ["hang on i'll go and look in the drawer", "let me look in my diary", "one second i've got it somewhere"]


@pytest.mark.parametrize("words", HELD)
def test_a_silence_that_the_customer_asked_for_is_theirs(words: str) -> None:
    lines: tuple[Line, ...] = ((A, "what's on the label"), (C, words), ("pause", 15), (C, "here it is"))
    assert "dead_air" not in fired(*lines)


def test_what_is_being_said_may_be_the_answer() -> None:
    """25 s have passed while the agent speaks: it is decided once they have."""
    asked = (C, "you delivered the wrong sofa and i have guests tonight")
    offer = "and i've found the right one in the depot i'll send it out to you this afternoon"
    between: tuple[Line, ...] = ((C, "well it's blue"), (A, "blue it is"), (C, "blue as the sea"), ("pause", 18))
    told: tuple[Line, ...] = (asked, (A, "i'm sorry about that"), *between, (A, offer), (C, "thank you"))
    assert "more_than_sorry" not in fired(*told)


SORRY = ["that's awful i'm very sorry which table was it", "oh i'm so sorry that's a poor start to the day"]


@pytest.mark.parametrize("words", SORRY)
def test_an_apology_may_go_on_with_a_question(words: str) -> None:
    assert "apology" in acts((A, words))


@pytest.mark.parametrize("words", ["i'm sorry that's not possible", "i'm sorry what was your name", "sorry pardon"])
def test_a_polite_refusal_is_no_apology(words: str) -> None:
    assert "apology" not in acts((A, words))


def test_a_denial_ends_where_thanks_begin() -> None:
    assert "thanks" in acts((A, "not at all thank you for calling"))


@pytest.mark.parametrize(
    "words", ["oh i'm such a bloody idiot i had it upside down", "i was being a complete moron there"]
)
def test_words_about_oneself_are_no_rudeness(words: str) -> None:
    assert "rudeness" not in acts((C, words))
