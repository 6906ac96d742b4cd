"""Everyday calls of shops, offices and practices in three languages: no act of trouble is heard in them."""

from itertools import pairwise
from pathlib import Path

import pytest

from monitor.core.events import Channel, Word
from monitor.core.words.phrases import PhraseMatcher
from tests.core.playbook.scenes import LEAST_WORD_SECONDS, SECONDS_A_LETTER, TURN_GAP_SECONDS, WORD_GAP_SECONDS, shipped

CALLS = Path(__file__).with_name("calm_talk")
"""A file a language: a turn a line (``A`` agent, ``C`` customer), an empty line between calls."""
TROUBLE = {
    Channel.AGENT: {
        *("apology_for_feelings", "blame", "dismissal", "doubt", "guarantee", "hurry", "insult_aside", "rude"),
        "send_away",
    },
    Channel.CUSTOMER: {
        *("complaint", "customer_refusal", "demand", "frustration", "indecision", "legal_threat", "mishap"),
        *("profanity", "repeated_complaint", "rudeness", "slur", "threat_of_violence", "threat_to_leave", "unvalued"),
    },
}


def calls(language: str) -> list[str]:
    return (CALLS / f"{language}.txt").read_text(encoding="utf-8").strip().split("\n\n")


def trouble(language: str, call: str) -> list[tuple[str, str]]:
    """Acts of trouble with the words they were heard in."""
    matcher = PhraseMatcher(shipped(language).language)
    found, at = [], 0.0
    for turn in call.splitlines():
        channel = Channel.AGENT if turn.startswith("A ") else Channel.CUSTOMER
        words = spoken(turn[2:], at)
        at = words[-1].end + TURN_GAP_SECONDS
        heard = matcher.match(channel, words)
        found += [(match.set_id, match.words) for match in heard if match.set_id in TROUBLE[channel]]
    return found


def spoken(text: str, start: float) -> list[Word]:
    """Words one after the other."""
    said: list[Word] = []
    for word in text.split():
        end = start + max(LEAST_WORD_SECONDS, SECONDS_A_LETTER * len(word))
        said.append(Word(word, start, end))
        start = end + WORD_GAP_SECONDS
    return said


@pytest.mark.parametrize(
    ("language", "call"), [(language, call) for language in ("de", "hu", "ro") for call in calls(language)]
)
def test_no_trouble_is_heard(language: str, call: str) -> None:
    assert trouble(language, call) == []


@pytest.mark.parametrize("language", ["de", "hu", "ro"])
def test_both_sides_are_heard(language: str) -> None:
    for call in calls(language):
        turns = call.splitlines()
        assert {turn[:2] for turn in turns} == {"A ", "C "}
        assert all(one[:2] != next_one[:2] for one, next_one in pairwise(turns))
