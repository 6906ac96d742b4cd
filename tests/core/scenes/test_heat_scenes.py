"""Escalation and its levels, the governance of prompts, flags, words, the call's clock."""

import pytest

from monitor.core.events import AnyEvent, CueKind, Escalation, Flag, Level, Prompt, PromptState, Utterance
from tests.core.scene_kit.script import AGENT, CUSTOMER, Said, Talk, chat, cues, of, phrase, play, prompts
from tests.core.scenes.rows import row

CALM = chat(0, 40)
SHOUTS = {"dbfs": -14.0, "alpha_db": -2.0, "f0_hz": 270.0}
AFTER = 41.0


def anger(seconds: float, start: float = AFTER) -> list[Talk]:
    """The customer shouts five seconds of six, and the agent says little."""
    turns = [start + 6 * turn for turn in range(round(seconds / 6))]
    return [Talk(CUSTOMER, at, at + 4.5, **SHOUTS) for at in turns] + [Talk(AGENT, at + 4.8, at + 5.7) for at in turns]


def cooled(start: float, seconds: float = 80) -> list[Talk]:
    """Both are calm again."""
    return [Talk(talk.channel, talk.start + start, talk.end + start) for talk in chat(0, seconds)]


def levels(events: list[AnyEvent]) -> list[str]:
    """Every level that the call went through, in order."""
    found = [str(heat.level) for heat in of(events, Escalation)]
    return [level for place, level in enumerate(found) if place == 0 or level != found[place - 1]]


HARSH = ("rudeness", "profanity", "threat_to_leave", "supervisor_request", "threat_of_violence")
INSULTS = [phrase(set_id, AFTER + 4 * place) for place, set_id in enumerate(HARSH)]


@pytest.mark.parametrize(
    ("talks", "words", "highest"),
    [
        row("Escalation", "a calm call stays calm", chat(0, 90), [], Level.CALM),
        row("Escalation", "one shouted hello", [*CALM, Talk(CUSTOMER, 41, 41.6, **SHOUTS)], [], Level.CALM),
        row("Escalation", "two seconds of delight", [*CALM, Talk(CUSTOMER, 41, 43, **SHOUTS)], [], Level.CALM),
        row("Escalation", "voice alone reaches raised and no more", [*CALM, *anger(48)], [], Level.RAISED),
        row("Escalation", "words alone reach raised and no more", chat(0, 90), INSULTS, Level.RAISED),
        row("Escalation", "voice and words escalate", [*CALM, *anger(42)], INSULTS, Level.ESCALATED),
    ],
)
def test_the_highest_level(talks: list[Talk], words: list[Said], highest: Level) -> None:
    events = play(max(talk.end for talk in talks) + 2, *talks, words=words)
    assert max((heat.level for heat in of(events, Escalation)), key=lambda level: level.rank) is highest


@pytest.mark.parametrize(
    ("talks", "path"),
    [
        row(
            "Escalation",
            "rises step by step and falls again, without a flutter",
            [*CALM, *anger(48), *cooled(90)],
            ["watch", "raised", "watch", "calm"],
        )
    ],
)
def test_levels_have_hysteresis(talks: list[Talk], path: list[str]) -> None:
    found = levels(play(175, *talks))
    assert [level for level in found if level != "calm" or found.index(level)][: len(path)] == path
    assert len(found) <= len(path) + 1


@pytest.mark.parametrize(
    "words", [row("Escalation", "shares add up", []), row("Escalation", "also with words", INSULTS)]
)
def test_shares_add_up_to_the_score(words: list[Said]) -> None:
    for heat in of(play(90, *CALM, *anger(42), words=words, detail=True), Escalation):
        assert sum(heat.shares.values()) == pytest.approx(heat.score, abs=1e-6)
        assert 0 <= heat.score <= 1


TALK = Talk(AGENT, 1, 3), Talk(CUSTOMER, 3.5, 6)


def silences(count: int) -> list[Talk]:
    """So many times dead air: both speak, then nobody for a while."""
    return [Talk(talk.channel, talk.start + 22 * turn, talk.end + 22 * turn) for turn in range(count) for talk in TALK]


@pytest.mark.parametrize(
    ("occasions", "shown"),
    [
        row("Prompts", "each occasion once", 3, 3),
        row("Prompts", "at most six a call", 8, 6),
    ],
)
def test_how_many_prompts(occasions: int, shown: int) -> None:
    events = play(22.0 * occasions + 5, *silences(occasions))
    assert len(prompts(events, "dead_air")) == shown
    assert len(prompts(events, "dead_air", PromptState.WITHHELD)) == occasions - shown


@pytest.mark.parametrize(
    ("dismissed_at", "pause_at", "shown_at"),
    [
        row("Prompts", "in the next pause", 4.0, 6.0, 6.3),
        row("Prompts", "after four seconds without a pause", 4.0, 20.0, 9.0),
    ],
)
def test_a_prompt_waits_for_a_pause(dismissed_at: float, pause_at: float, shown_at: float) -> None:
    words = phrase("dismissal", dismissed_at)
    events = play(22, Talk(AGENT, 0.5, pause_at), words=[words])
    (shown,) = prompts(events, "dont_dismiss")
    assert shown.at == pytest.approx(shown_at, abs=0.5)
    assert shown.receipt.heard[0].words == "calm down"


@pytest.mark.parametrize("seconds", [row("Prompts", "shown for twelve seconds at most", 12.0)])
def test_how_long_a_prompt_is_shown(seconds: float) -> None:
    events = play(40, *TALK)
    (shown,), (closed,) = prompts(events), prompts(events, state=PromptState.CLOSED)
    assert closed.at - shown.at == pytest.approx(seconds, abs=0.1)


@pytest.mark.parametrize(
    ("talks", "words", "notices", "reasons"),
    [
        row("Flags", "a calm call has none", chat(0, 60), [], [], []),
        row(
            "Flags",
            "violence is threatened",
            chat(0, 60),
            [phrase("threat_of_violence", 20)],
            [],
            {"Threat of violence"},
        ),
        row("Flags", "a supervisor is asked for", chat(0, 60), [phrase("supervisor_request", 20)], [], {"supervisor"}),
        row("Flags", "the agent asks for help", chat(0, 60), [], [(20.0, "help")], {"Asked for help"}),
        row("Flags", "the call escalates", [*CALM, *anger(42)], INSULTS[:4], [], {"Escalated", "supervisor"}),
        row("Flags", "raised for a minute", [*CALM, *anger(90)], [], [], {"Raised for 60 s"}),
    ],
)
def test_flags(talks: list[Talk], words: list[Said], notices: list[tuple[float, str]], reasons: set[str]) -> None:
    found = of(play(max(talk.end for talk in talks) + 2, *talks, words=words, notices=notices), Flag)
    assert len(found) == len(reasons)
    assert all(any(reason in flag.reason for flag in found) for reason in reasons)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        row("Words", "of the side that a phrase is of", Said(AGENT, 3, 4, "calm down"), True),
        row("Words", "the other side's are its own", Said(CUSTOMER, 3, 4, "calm down"), False),
        row("Words", "none before they are final", Said(AGENT, 3, 4, "calm down", final=False), False),
    ],
)
def test_words(said: Said, found: bool) -> None:
    events = play(8, Talk(said.channel, 2.5, 4.5), words=[said], end=False)
    assert [utterance.text for utterance in of(events, Utterance)][:1] == ["calm down"]
    assert bool(cues(events, CueKind.PHRASE)) is found


@pytest.mark.parametrize("seconds", [row("Time", "the clock is samples by rate, and stops with the call", 23.45)])
def test_the_clock(seconds: float) -> None:
    events = play(seconds, *chat(0, 23))
    assert events[-1].at == pytest.approx(seconds, abs=0.05)
    assert all(event.at <= events[-1].at for event in events)
    assert of(events, Prompt) == []
