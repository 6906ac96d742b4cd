"""While words are not to be trusted, what a voice or a pause tells is told all the same."""

from monitor.core.events import Channel, CueKind, Heard, Measure
from monitor.core.prompting.rulebook import Rulebook
from monitor.core.prompting.rules.state import CallState, Said
from monitor.settings import load
from tests.core.prompting.rules.test_acoustic import AGENT, cue, state


def wanted(call: CallState) -> set[str]:
    settings = load(None, {}).core("en")
    return {want.rule for want in Rulebook(settings.playbook, settings.thresholds.ladder).wants(call)}


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
