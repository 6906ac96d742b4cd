"""The agent's voice and manners: for each rule calls that it speaks in, and calls that only sound like them."""

import pytest

from monitor.core.events import AnyEvent, Prompt, PromptState
from tests.core.playbook.scenes import events, fired, shipped
from tests.core.scene_kit.script import AGENT, CUSTOMER, Said, Talk, chat, play

TROUBLE = ("customer", "the new window lets the rain in and nobody came to look at it")
STORY = (
    (
        "customer",
        "it began with the roof in the storm when a branch came down and went straight through the tiles above "
        "the nursery and we put a bucket there",
    ),
    (
        "customer",
        "then your assessor came and took two pictures from the street without going up and wrote down that it was "
        "old damage from before the policy began",
    ),
    (
        "customer",
        "and now the plaster is coming off in the bedroom and my wife has carried everything we own into the hall "
        "and still there's no letter",
    ),
)

SPEAKS = [
    ("speak_up", TROUBLE, ("agent", "hm maybe we could possibly send somebody i suppose")),
    (
        "stop_talking",
        TROUBLE,
        ("agent", "where does the rain come in because it's mostly the seal at the top and fitters forget that one"),
    ),
    (
        "stop_talking",
        TROUBLE,
        ("agent", "what would you like us to do"),
        ("pause", 0.8),
        ("agent", "the fitter could come next week or a colleague looks at it on monday and then we see"),
    ),
    ("dont_rush", TROUBLE, ("agent", "can we get to the point please"), ("customer", "i was getting there")),
    ("dont_rush", TROUBLE, ("agent", "hurry up please i haven't got all day"), ("customer", "well")),
    ("dead_air", TROUBLE, ("agent", "right"), ("pause", 9), ("agent", "we come on friday")),
    ("long_hold", TROUBLE, ("agent", "i'll put you on hold"), ("notice", "hold"), ("pause", 70), ("notice", "resume")),
    ("acknowledge", *STORY, ("agent", "policy number please")),
    ("acknowledge", *STORY, ("pause", 4), ("agent", "right")),
    ("acknowledge", STORY[0], ("agent", "um"), *STORY[1:], ("agent", "postcode please")),
    (
        "line_is_open",
        TROUBLE,
        ("agent", "one moment please"),
        ("pause", 3),
        ("agent", "that woman is such an idiot she's driving me mad"),
    ),
    ("stay_polite", TROUBLE, ("agent", "as i already told you it's not that hard to close a window")),
    ("stay_polite", TROUBLE, ("agent", "you have to understand that we are busy")),
    ("stay_on_matter", TROUBLE, ("agent", "oh my husband and i had that at our place last summer it ruined my sofa")),
    ("plain_words", TROUBLE, ("agent", "your claim needs subrogation before the indemnity is paid")),
    ("plain_words", ("customer", "i have no internet"), ("agent", "then please check the a p n setting")),
    ("pick_the_moment", TROUBLE, ("agent", "by the way have you heard of our new bonus card")),
    (
        "pick_the_moment",
        TROUBLE,
        ("agent", "a glazier comes on monday at nine does that settle it for you"),
        ("customer", "no monday is far too late and it still rains in"),
        ("agent", "by the way have you heard of our new bonus card"),
    ),
    ("dont_dismiss", TROUBLE, ("agent", "calm down please there's no reason to get upset"), ("customer", "what")),
]
SILENT = [
    ("speak_up", TROUBLE, ("agent", "somebody will probably come on friday and look at the seal")),
    ("speak_up", ("customer", "maybe i sort of guess it's possibly friday"), ("agent", "friday it is")),
    (
        "stop_talking",
        TROUBLE,
        ("agent", "where exactly does the rain come in at the top or on the left side by the wall"),
    ),
    (
        "stop_talking",
        TROUBLE,
        ("agent", "what happened then"),
        ("pause", 4),
        ("agent", "take all the time you need we can go through it bit by bit"),
    ),
    ("stop_talking", ("agent", "how can i help you today i'm ada and i look after windows and doors")),
    ("dont_rush", TROUBLE, ("agent", "i'll just quickly check that for you"), ("customer", "fine")),
    ("dont_rush", ("customer", "please be quick"), ("agent", "there's no hurry on our side take your time")),
    ("dead_air", TROUBLE, ("agent", "one moment please i'm looking that up"), ("pause", 9), ("agent", "there it is")),
    ("long_hold", ("agent", "i'll put you on hold"), ("notice", "hold"), ("pause", 45), ("notice", "resume")),
    (
        "acknowledge",
        *STORY,
        ("agent", "so a branch went through the roof and now the plaster in the bedroom comes off"),
    ),
    ("acknowledge", STORY[0], ("agent", "i see"), STORY[1], ("agent", "go on"), ("customer", "that's all")),
    ("line_is_open", TROUBLE, ("agent", "oh i'm such an idiot i opened the wrong file")),
    ("line_is_open", TROUBLE, ("agent", "jim the lady on my line needs a new seal who has those")),
    ("stay_polite", TROUBLE, ("agent", "as i wrote in my letter on monday the fitter comes at ten")),
    ("stay_polite", TROUBLE, ("agent", "it's not hard to fit and i'll gladly explain it again")),
    ("stay_on_matter", TROUBLE, ("agent", "my colleague will ring your wife and i'll see to it myself")),
    (
        "stay_on_matter",
        TROUBLE,
        ("customer", "do you have children yourself"),
        ("agent", "i've got two kids myself now let's look at your window"),
    ),
    ("plain_words", ("customer", "is my a p n wrong"), ("agent", "the a p n is fine")),
    ("plain_words", TROUBLE, ("agent", "the rubber round the glass is worn so water gets through")),
    (
        "pick_the_moment",
        ("customer", "perfect that's all i needed thank you"),
        ("agent", "by the way we have a new app"),
    ),
    (
        "pick_the_moment",
        TROUBLE,
        ("agent", "a glazier comes on monday at nine does that settle it for you"),
        ("customer", "yes that's fine"),
        ("agent", "by the way have you heard of our new bonus card"),
    ),
    ("pick_the_moment", ("customer", "do you have an app"), ("agent", "yes we have a new app with your bills in it")),
    ("dont_dismiss", TROUBLE, ("agent", "you have every reason to be upset i'm sorry"), ("customer", "thanks")),
    (
        "dont_dismiss",
        ("customer", "is it loud there"),
        ("agent", "no it's very calm by the lake"),
        ("customer", "good"),
    ),
]


@pytest.mark.parametrize(("rule", "lines"), [(row[0], row[1:]) for row in SPEAKS])
def test_a_rule_of_manners_speaks(rule: str, lines: tuple[tuple[str, str | float], ...]) -> None:
    assert rule in fired(*lines)


@pytest.mark.parametrize(("rule", "lines"), [(row[0], row[1:]) for row in SILENT])
def test_a_rule_of_manners_is_silent(rule: str, lines: tuple[tuple[str, str | float], ...]) -> None:
    assert rule not in fired(*lines)


def due(found: list[AnyEvent], rule: str) -> list[Prompt]:
    return [each for each in found if isinstance(each, Prompt) and each.rule == rule and each.state is PromptState.DUE]


def melody(start: float, end: float, swing_st: float) -> list[Talk]:
    """The agent's syllables go up and down by so many semitones."""
    heights = [swing_st * step for step in (0.0, 0.5, 1.0, 0.5)] * round((end - start) / 2)
    return [
        Talk(AGENT, start + place / 2, start + place / 2 + 0.5, f0_hz=120 * 2 ** (height / 12))
        for place, height in enumerate(heights)
    ]


FLAT = [Talk(CUSTOMER, 0, 1.5), *melody(2, 34, 6.0), *melody(36, 66, 0.6)]
FAINT = [*chat(0, 57), Talk(AGENT, 58, 67, -37.0, alpha_db=-12.0)]
ON_AND_ON = [Talk(CUSTOMER, 0.5, 4), *(Talk(AGENT, 5.0 * at, 5.0 * at + 4.5) for at in range(1, 10))]
UNHEARD = [Talk(AGENT, 0.5, 2), *(Talk(CUSTOMER, 3.0 + 7 * at, 9.0 + 7 * at) for at in range(5))]


@pytest.mark.parametrize(
    ("rule", "seconds", "talks"),
    [
        ("vary_tone", 68.0, FLAT),
        ("speak_up", 70.0, FAINT),
        ("stop_talking", 52.0, ON_AND_ON),
        ("acknowledge", 40.0, UNHEARD),
        ("dead_air", 14.0, [Talk(AGENT, 0.5, 2), Talk(CUSTOMER, 2.5, 4)]),
    ],
)
def test_a_rule_speaks_by_voice_alone(rule: str, seconds: float, talks: list[Talk]) -> None:
    (prompt, *_) = due(play(seconds, *talks, settings=shipped("en")), rule)
    assert prompt.receipt.measures
    assert "?" not in prompt.reason


@pytest.mark.parametrize(
    ("rule", "seconds", "talks"),
    [
        ("vary_tone", 68.0, [Talk(CUSTOMER, 0, 1.5), *melody(2, 34, 6.0), *melody(36, 66, 4.0)]),
        ("speak_up", 70.0, [*chat(0, 57), Talk(AGENT, 58, 67, -37.0)]),
        ("stop_talking", 52.0, [*ON_AND_ON, Talk(CUSTOMER, 24.6, 27)]),
        ("acknowledge", 40.0, [*UNHEARD, Talk(AGENT, 16.2, 16.8)]),
        ("dead_air", 14.0, [Talk(AGENT, 0.5, 2), Talk(CUSTOMER, 2.5, 4), Talk(AGENT, 9, 10)]),
    ],
)
def test_a_rule_is_silent_by_voice_alone(rule: str, seconds: float, talks: list[Talk]) -> None:
    assert due(play(seconds, *talks, settings=shipped("en")), rule) == []


def test_a_flat_tone_is_left_alone_while_the_customer_complains() -> None:
    complaint = Said(CUSTOMER, 0.2, 1.4, "my parcel arrived completely broken")
    assert due(play(68, *FLAT, words=[complaint], settings=shipped("en")), "vary_tone") == []


def test_a_hold_of_two_minutes_is_told_twice() -> None:
    lines = (TROUBLE, ("agent", "please hold the line"), ("notice", "hold"), ("pause", 130), ("notice", "resume"))
    told = due(events(*lines), "long_hold")
    assert [round(prompt.receipt.measures[0].value) for prompt in told] == [60, 120]


def test_what_was_said_after_the_question_is_in_the_reason() -> None:
    lines = (TROUBLE, ("agent", "what happened there i mean usually the seals hold for twenty years at least"))
    (prompt,) = due(events(*lines), "stop_talking")
    assert "i mean usually the seals" in prompt.reason
