"""What the rules want together: while words are not to be trusted, and while the call is hot."""

import pytest

from monitor.core.events import Channel, CueKind, Heard, Level, Measure
from monitor.core.prompting.rulebook import Rulebook
from monitor.core.prompting.rules.state import CallState, Said, Want
from monitor.settings import load
from tests.core.prompting.rules.test_acoustic import AGENT, cue, state


def wants(call: CallState) -> list[Want]:
    settings = load(None, {}).core("en")
    return Rulebook(settings.playbook, settings.thresholds.ladder).wants(call)


def wanted(call: CallState) -> set[str]:
    return {want.rule for want in wants(call)}


MONOLOGUE = cue(CueKind.MONOLOGUE, AGENT, Measure("monologue", 41.0, "s", limit=40.0))
QUIET = cue(CueKind.QUIET_SPEECH, AGENT, Measure("level_over_usual", -9.0, "dB"))


def hurried(call: CallState) -> CallState:
    call.remember(Said(Heard("make it short", Channel.AGENT, 40.0, 41.0, "hurry"), 41.0, 0, 1))
    return call


def test_rules_that_hear_words_and_voices_keep_their_voices():
    assert wanted(state(MONOLOGUE, QUIET, unsure=True)) == {"stop_talking", "speak_up"}


def test_what_was_heard_said_waits():
    assert "dont_rush" in wanted(hurried(state()))
    assert "dont_rush" not in wanted(hurried(state(unsure=True)))


@pytest.mark.parametrize(
    ("level", "is_urgent"), [(Level.CALM, False), (Level.WATCH, False), (Level.RAISED, True), (Level.ESCALATED, True)]
)
def test_telling_the_customer_to_calm_down_is_urgent_in_a_hot_call(level: Level, is_urgent: bool) -> None:
    call = state(level=level)
    call.remember(Said(Heard("calm down", Channel.AGENT, 40.0, 41.0, "dismissal"), 41.0, 0, 1))
    assert {want.rule: want.urgent for want in wants(call)}["dont_dismiss"] is is_urgent
