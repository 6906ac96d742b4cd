"""Whether a playbook can do what it says: what ``call-monitor playbook check`` finds."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from monitor.core.nearest import nearest
from monitor.core.prompting.playbook import Act, Rule
from monitor.core.settings import Thresholds
from monitor.core.words.language import Language
from monitor.core.words.phrase_patterns import Compiler, faults

TICK_ONLY = frozenset({"answered_in_time"})
"""Rules that whisper nothing."""
LARGEST_PHRASES = 20_000
"""Phrases of a language: more make every call slow."""


class Weight(StrEnum):
    """An error keeps something from working; a note says what falls back, and to what."""

    ERROR = "error"
    NOTE = "note"


class Finding(msgspec.Struct, frozen=True):
    """One thing that was found, and what to do."""

    weight: Weight
    where: str
    what: str


def check(
    playbook: Sequence[Rule],
    acts: Mapping[str, Act],
    languages: Mapping[str, Language],
    thresholds: Thresholds,
    coded: Collection[str],
) -> list[Finding]:
    """All findings; ``coded`` are the ids of rules whose condition is in code."""
    return [
        *_rules(playbook, coded),
        *_contradictions(thresholds),
        *(finding for language in languages.values() for finding in _language(language, playbook, acts, languages)),
    ]


def hears(language: Language, rule: Rule) -> bool:
    """Whether a rule can become due in this language: by no words, or by acts of which it knows one at least."""
    known = {each.id for each in language.phrase_sets}
    return not rule.calls or bool(known.intersection(rule.calls))


def _rules(playbook: Sequence[Rule], coded: Collection[str]) -> Iterator[Finding]:
    for rule in playbook:
        if rule.id not in coded and rule.id not in TICK_ONLY and not rule.said and not rule.after:
            what = "nothing says when it is due: give it `said`, or `after` and `answered_by`"
            yield Finding(Weight.ERROR, f"rule {rule.id}", what)
        if rule.after and not rule.answered_by:
            yield Finding(Weight.ERROR, f"rule {rule.id}", "`after` needs `answered_by`: the acts that answer it")


def _contradictions(thresholds: Thresholds) -> Iterator[Finding]:
    heat, prompts, activity = thresholds.escalation, thresholds.prompts, thresholds.hearing.activity
    orders = (
        ("escalation.leave_watch", heat.leave_watch, "escalation.enter_watch", heat.enter_watch),
        ("escalation.enter_watch", heat.enter_watch, "escalation.enter_raised", heat.enter_raised),
        ("escalation.leave_raised", heat.leave_raised, "escalation.enter_raised", heat.enter_raised),
        ("escalation.enter_raised", heat.enter_raised, "escalation.enter_escalated", heat.enter_escalated),
        ("escalation.leave_escalated", heat.leave_escalated, "escalation.enter_escalated", heat.enter_escalated),
        ("prompts.least_shown_seconds", prompts.least_shown_seconds, "prompts.shown_seconds", prompts.shown_seconds),
        (
            "hearing.activity.stay_probability",
            activity.stay_probability,
            "hearing.activity.onset_probability",
            activity.onset_probability,
        ),
    )
    for low, low_value, high, high_value in orders:
        if low_value > high_value:
            what = f"{low} ({low_value:g}) is over {high} ({high_value:g}); it must not be"
            yield Finding(Weight.ERROR, "thresholds.toml", what)


def _language(
    language: Language, playbook: Sequence[Rule], acts: Mapping[str, Act], languages: Mapping[str, Language]
) -> Iterator[Finding]:
    where = f"language {language.code}"
    yield from _phrases(language, where)
    fallback = languages.get("en")
    for rule in playbook:
        if rule.id not in language.messages and rule.id not in TICK_ONLY:
            what = f"no wording for {rule.id}: it whispers in English"
            if fallback is None or rule.id not in fallback.messages:
                what = f"no wording for {rule.id}, and none in English: it whispers its own name"
            yield Finding(Weight.NOTE, where, what)
    for name in sorted(set(language.messages) - {rule.id for rule in playbook}):
        ids = [rule.id for rule in playbook]
        yield Finding(
            Weight.ERROR, where, f"messages.toml words {name}, which is no rule; did you mean {nearest(name, ids)}?"
        )
    if not language.phrase_sets:
        yield Finding(Weight.NOTE, where, "no phrases: only what is measured or told by notices works")
        return
    known = {each.id for each in language.phrase_sets}
    for act in acts.values():
        rules = [rule.id for rule in playbook if act.id in rule.acts]
        if act.id not in known and rules:
            yield Finding(Weight.NOTE, where, f"no phrases for the act {act.id}, asked for by {', '.join(rules)}")


def _phrases(language: Language, where: str) -> Iterator[Finding]:
    count = sum(len(each.phrases) + len(each.words) for each in language.phrase_sets)
    if count > LARGEST_PHRASES:
        what = f"{count} phrases; over {LARGEST_PHRASES} every utterance takes too long to look through"
        yield Finding(Weight.ERROR, where, what)
        return
    compiler = Compiler(language)
    for each in language.phrase_sets:
        for part, line, error in faults(compiler, each):
            yield Finding(Weight.ERROR, f"{where}, set {each.id}", f"{part} {line!r}: {error}")
