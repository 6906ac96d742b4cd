"""Written calls through the shipped playbook, on words alone.

fired(("customer", "it broke again"), ("agent", "which order is it"), ("pause", 4), ("notice", "ring"))

Words take 85 ms a letter and 50 ms between them, turns 350 ms, as a brisk talk does.
"""

from functools import cache
from typing import NamedTuple

import pytest

from monitor.core import call_analysis
from monitor.core.call_info import CallInfo
from monitor.core.call_monitor import CallMonitor
from monitor.core.events import AnyEvent, Channel, Checklist, Cue, CueKind, Prompt, PromptState, Word
from monitor.core.prompting.rulebook import Rulebook
from monitor.core.prompting.rules.state import CallState, Want
from monitor.core.settings import CoreSettings
from monitor.settings import Settings, load

SECONDS_A_LETTER = 0.085
LEAST_WORD_SECONDS = 0.09
WORD_GAP_SECONDS = 0.05
TURN_GAP_SECONDS = 0.35

Line = tuple[str, str | float]
"""Who (``agent``, ``customer``) and what; or ``pause`` and seconds; or ``notice`` and its kind."""


class NoAudio:
    """Stands where the speech detector would: these calls have words alone."""

    def probability(self, window: object) -> float:
        return 0.0

    def reset(self) -> None:
        pass


@cache
def shipped_settings() -> Settings:
    """All that the product ships, read once: it takes a second."""
    return load(None, {})


@cache
def shipped(language: str = "en") -> CoreSettings:
    """What the product ships for a language."""
    return shipped_settings().core(language)


class Played(NamedTuple):
    """What a written call came to."""

    events: tuple[AnyEvent, ...]
    wants: tuple[Want, ...]
    """What the rules said at any moment, the last of each wording."""


def events(*lines: Line, language: str = "en", direction: str = "inbound") -> list[AnyEvent]:
    """All events of a written call."""
    return list(played(*lines, language=language, direction=direction).events)


@cache
def played(*lines: Line, language: str = "en", direction: str = "inbound") -> Played:
    """A written call from its first word to its end; played once, however many tests look at it."""
    info = CallInfo(call_id="scene", agent="Ada", language=language, direction=direction)
    with pytest.MonkeyPatch.context() as patch:
        wants = overheard(patch)
        call = CallMonitor(info, shipped(language), (NoAudio(), NoAudio()))
    happenings = list(_timed(lines))
    found = list(call.start("", "file"))
    for channel, word in ((who, what) for _, who, what in happenings if isinstance(what, Word)):
        call.expect_speech(Channel(channel), word.start, word.end)
    for at, who, what in happenings:
        found += call.advance(at)
        if isinstance(what, Word):
            found += call.receive_words(Channel(who), (what,), final=True)
        else:
            found += call.receive_notice(what, at)
    found += call.end()
    bare = [
        each.rule for each in found if isinstance(each, Prompt) and not (each.receipt.measures or each.receipt.heard)
    ]
    assert not bare, f"prompts without a receipt: {bare}"
    return Played(tuple(found), tuple(wants.values()))


def overheard(patch: pytest.MonkeyPatch) -> dict[tuple[str, str], Want]:
    """By rule and wording, what the rules of calls made from now on say."""
    found: dict[tuple[str, str], Want] = {}

    class Overheard(Rulebook):
        def wants(self, state: CallState) -> list[Want]:
            said = super().wants(state)
            found.update({(want.rule, want.variant): want for want in said})
            return said

    patch.setattr(call_analysis, "Rulebook", Overheard)
    return found


def fired(*lines: Line, language: str = "en", direction: str = "inbound") -> set[str]:
    """Rules whose prompt became due, shown or not."""
    return {
        each.rule
        for each in events(*lines, language=language, direction=direction)
        if isinstance(each, Prompt) and each.state is PromptState.DUE
    }


def acts(*lines: Line, language: str = "en") -> set[str]:
    """Acts of speech that were heard."""
    found = events(*lines, language=language)
    return {each.evidence.heard[0].rule for each in found if isinstance(each, Cue) and each.kind is CueKind.PHRASE}


def ticked(*lines: Line, language: str = "en", direction: str = "inbound") -> dict[str, str]:
    """The checklist's items with their last state."""
    found = events(*lines, language=language, direction=direction)
    return {each.item: each.state for each in found if isinstance(each, Checklist)}


def _timed(lines: tuple[Line, ...]) -> list[tuple[float, str, Word | str]]:
    now, found = 0.5, []
    for who, what in lines:
        if who == "pause":
            now += float(what)
        elif who == "notice":
            found.append((now, who, str(what)))
        else:
            for text in str(what).split():
                length = max(LEAST_WORD_SECONDS, SECONDS_A_LETTER * len(text))
                found.append((now + length, who, Word(text, round(now, 3), round(now + length, 3))))
                now += length + WORD_GAP_SECONDS
            now += TURN_GAP_SECONDS
    return found
