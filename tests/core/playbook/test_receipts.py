"""No prompt without a receipt: every rule and every wording of it, in all four languages."""

import re
import string
from collections.abc import Iterator

import pytest

from monitor.core.events import Cue, CueKind, Level, Measure
from monitor.core.prompting.rulebook import Rulebook
from monitor.core.prompting.rules.state import Want
from monitor.core.words.language import WHISPER_WORDS
from tests.core.playbook import test_ladder, test_manners, test_repair, test_replies, test_shape
from tests.core.playbook.scenes import Line, played, shipped_settings
from tests.core.prompting.rules import test_dont_rush, test_unheard
from tests.core.prompting.rules.test_acoustic import (
    AGENT,
    FAST,
    INTERRUPTING,
    MIRRORING,
    OVERLAPS,
    RAISED,
    SILENT,
    cue,
    state,
)
from tests.core.spoken import shipped

C, A, NOTICE, PAUSE = "customer", "agent", "notice", "pause"
CODES = ("en", "de", "hu", "ro")
TICKS_ONLY = {"answered_in_time"}
SHAPE: tuple[tuple[Line, ...], ...] = (
    (
        (C, "the kettle i bought from you is broken"),
        (A, "i can see it in the list here"),
        (C, "okay"),
        (A, "well goodbye now"),
        (PAUSE, 5.0),
    ),
    (
        (A, "good morning lantern shop this is ada how can i help you"),
        (C, "my name is peter holm and the kettle i bought is broken"),
        (A, "i'm sorry about that i'll send you a new one today"),
        (C, "okay"),
        (A, "goodbye"),
        (PAUSE, 5.0),
    ),
    (
        test_shape.GREETING,
        test_shape.ASKING,
        *((C, "and my brother had one just like it"), (A, "oh yes"), (PAUSE, 4.0)) * 28,
    ),
    (*test_ladder.HOT, (A, "it's repaired on monday goodbye now"), (PAUSE, 5.0)),
)
MORE: tuple[tuple[Line, ...], ...] = (
    ((C, "is a grave plot taxed"), (NOTICE, "help"), (A, "a grave plot you say")),
    ((C, "where is the the thing"), (NOTICE, "unfit_caller"), (A, "which thing is it")),
    ((C, "a ticket please"), (NOTICE, "debrief"), (A, "here it is thank you goodbye")),
    ((C, "is it there"), (A, "one moment please"), (PAUSE, 70.0), (A, "it is")),
)
CUES: tuple[tuple[Cue, ...], ...] = (
    (FAST,),
    (cue(CueKind.FAST_SPEECH, AGENT, Measure("speech_rate", 8.0, "syll/s", limit=7.5)),),
    (RAISED,),
    (cue(CueKind.RAISED_VOICE, AGENT, Measure("level_over_usual", 0.5, "dB")),),
    (INTERRUPTING,),
    (cue(CueKind.INTERRUPTION, AGENT, Measure("interruptions", 1.0, "count"), OVERLAPS[1]),),
    (MIRRORING,),
    (SILENT,),
    (cue(CueKind.FLAT_TONE, AGENT, Measure("pitch_range", 1.2, "st", usual=4.0)),),
    (cue(CueKind.QUIET_SPEECH, AGENT, Measure("level_over_usual", -9.0, "dB")),),
    (cue(CueKind.MONOLOGUE, AGENT, Measure("monologue", 41.0, "s", limit=40.0)),),
    (cue(CueKind.HOLD, None, Measure("hold", 61.0, "s", limit=60.0)),),
    (cue(CueKind.VOCAL_AROUSAL, test_unheard.CUSTOMER, Measure("level_over_usual", 9.0, "dB")),),
)
UNITS = {
    "en": r"s|dB|syllables|times|semitones",
    "de": r"s|dB|Silben|-?mal|Halbtöne",
    "hu": r"mp|másodperc|dB|szótag|alkalom|félhang",
    "ro": r"s|dB|silabe|ori|semitonuri",
}


def calls() -> Iterator[tuple[Line, ...]]:
    """Of each rule one that it speaks in."""
    yield from (lines for found in test_ladder.FIRES.values() for lines in found)
    yield from (row[1:] for row in test_manners.SPEAKS)
    yield from (lines for _, lines in test_repair.ASKS_FOR)
    yield from (lines for _, lines in test_replies.DUE)
    yield from SHAPE + MORE


@pytest.fixture(scope="module")
def wants() -> dict[tuple[str, str], Want]:
    """By rule and wording, what the rules said in all of these."""
    found = {(want.rule, want.variant): want for lines in calls() for want in played(*lines).wants}
    settings = shipped_settings().core("en")
    for cues in CUES:
        book = Rulebook(settings.playbook, settings.thresholds.ladder)
        later = state(*cues, level=Level.CALM, agent_turns=0)
        said = book.wants(state(*cues, level=Level.CALM)) + book.wants(later)
        later.now, later.agent_turns = 80.0, 3
        found.update({(want.rule, want.variant): want for want in said + book.wants(later)})
    for want in (test_unheard.want(0.5), *test_dont_rush.rounds(3, 0.0, **test_dont_rush.UNFINISHED)):
        assert want is not None
        found[want.rule, want.variant] = want
    return found


def test_every_rule_that_whispers_is_seen_to_speak(wants: dict[tuple[str, str], Want]):
    rules = {rule.id for rule in shipped_settings().playbook}
    assert len(rules) == 65
    assert {rule for rule, _ in wants} == rules - TICKS_ONLY


def test_every_receipt_has_measures_with_units_or_words_with_their_place(wants: dict[tuple[str, str], Want]):
    for want in wants.values():
        receipt = want.receipt
        assert receipt.measures or receipt.heard, want.rule
        assert receipt.start <= receipt.end, want.rule
        assert all(measure.name and measure.unit for measure in receipt.measures), want.rule
        assert all(each.words.strip() and each.rule and each.start <= each.end for each in receipt.heard), want.rule


@pytest.mark.parametrize("code", CODES)
def test_every_reason_is_told_in_full_in_every_language(code: str, wants: dict[tuple[str, str], Want]):
    language = shipped(code)
    for (rule, variant), want in wants.items():
        message = language.message(rule)
        reason = message.reason_for(variant, want.fields)
        assert rule in language.messages, rule
        assert variant == "" or variant in message.reasons, (rule, variant)
        assert 1 <= len(message.whisper.split()) <= WHISPER_WORDS, rule
        assert reason.strip(), rule
        assert not set("{}?") & set(reason), (rule, reason)


@pytest.mark.parametrize("code", CODES)
def test_every_number_of_a_reason_has_its_unit(code: str):
    for rule, message in shipped(code).messages.items():
        for template in (message.reason, *message.reasons.values()):
            for name, after in numbers(template):
                unit = re.match(rf"[\s-]*(?:{UNITS[code]})", after)
                assert unit or name == "usual", (rule, template, name)


def numbers(template: str) -> list[tuple[str, str]]:
    """Fields that are written as numbers, and what follows each."""
    parts = list(string.Formatter().parse(template))
    after = [*(text for text, *_ in parts[1:]), ""][: len(parts)]
    return [(name, text) for (_, name, spec, _), text in zip(parts, after, strict=True) if name and spec]


def test_a_number_without_a_unit_would_be_found():
    assert numbers("You: {rate:.1f} for {held:.0f} s") == [("rate", " for "), ("held", " s")]
    assert not re.match(rf"[\s-]*(?:{UNITS['en']})\b", " for ")
