"""A silence that was announced: no dead air, and checking back after a minute; in all four languages."""

import pytest

from tests.core.playbook.scenes import Line, fired

ANNOUNCED = {
    "en": ["bear with me a second", "let me just have a look", "i'm pulling up your account now"],
    "de": ["ich schaue kurz nach", "ich frage schnell die kollegin", "einen moment bitte"],
    "hu": ["egy pillanat megnézem", "tartsa a vonalat kérem", "megkérdezem a kollégámat"],
    "ro": ["un moment vă rog", "stați puțin să verific", "întreb o colegă"],
}
ASKED = {
    "en": ("what does it cost", "it is forty euros"),
    "de": ("was kostet das denn", "das kostet vierzig euro"),
    "hu": ("mennyibe kerül", "negyven euróba kerül"),
    "ro": ("cât costă", "costă patruzeci de euro"),
}


def silence(language: str, said: str, seconds: float) -> set[str]:
    """What fires when the agent says this and nobody speaks for so long."""
    question, answer = ASKED[language]
    lines: tuple[Line, ...] = (("customer", question), ("agent", said), ("pause", seconds), ("agent", answer))
    return fired(*lines, language=language)


CASES = [(language, line) for language, lines in ANNOUNCED.items() for line in lines]


@pytest.mark.parametrize(("language", "line"), CASES)
def test_an_announced_silence_is_excused_for_a_minute(language: str, line: str):
    assert not {"dead_air", "long_hold"} & silence(language, line, 30)


@pytest.mark.parametrize(("language", "line"), CASES)
def test_after_a_minute_the_agent_is_to_check_back(language: str, line: str):
    assert {"dead_air", "long_hold"} & silence(language, line, 65) == {"long_hold"}


@pytest.mark.parametrize("language", ASKED)
def test_a_silence_after_anything_else_is_dead_air(language: str):
    assert "dead_air" in silence(language, ASKED[language][1], 9)


def test_an_announcement_excuses_one_silence_and_not_the_next():
    lines: tuple[Line, ...] = (
        ("customer", "is it there"),
        ("agent", "one moment please"),
        ("pause", 8),
        ("agent", "it is on the van since this morning and comes today"),
        ("pause", 9),
        ("customer", "good"),
    )
    assert "dead_air" in fired(*lines)
