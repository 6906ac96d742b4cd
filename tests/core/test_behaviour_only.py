"""Of the agent, behaviour only: no event, act or wording of any language says what an agent feels.

tests/core/test_events.py holds the schema to it; this walks what is written: measures, acts, messages.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from monitor import core
from monitor.core.events import AnyEvent, Channel, CueKind, OverlapLabel
from monitor.core.words.language import Message
from tests.core.playbook.scenes import events, shipped_settings
from tests.core.playbook.test_ladder import HOT
from tests.core.spoken import shipped

FEELINGS = {
    "en": r"anger|angry|annoy|upset|stress|nervous|tense|irritat|frustrat|furious|bored|tired|unhapp|\bsad\b|anxious"
    r"|mood|emotion|feel|aggress|hostil|arousal",
    "de": r"wütend|zorn|ärger|gereizt|genervt|gestress|nervös|aufgeregt|frustrier|traurig|gelangweilt|müde|laune"
    r"|stimmung|gefühl|emotion|aggressiv|hitzig|angespannt",
    "hu": r"dühös|mérges|ideges|ingerült|feldúlt|frusztrál|szomorú|unott|fáradt|hangulat|érzelem|érzés|érez|érzi"
    r"|stressz|agressz|feszült",
    "ro": r"nervos|furios|supărat|iritat|enervat|frustrat|trist|plictisit|obosit|dispoziți|emoți|sentiment|simt|simț"
    r"|stres|agresiv|tensionat",
}
OF_THE_CALL = {
    "en": r"\bcall\b",
    "de": r"Gespräch\w* (?:war|ist)|ist das Gespräch|[Ee]s ging hitzig zu",
    "hu": r"hívása?\b",
    "ro": r"[Aa]pelul|apel\b",
}
"""A call may be hot; nobody in it is said to be."""
OF_THE_CUSTOMER = {"dont_dismiss", "apologise_for_us"}
"""Whispers about what the customer feels, and the agent is not to belittle."""
OF_THE_CUSTOMERS_FEELING = {"empathy", "dismissal", "apology", "apology_for_feelings"}
"""What an agent says about it."""


def wrong(code: str, messages: dict[str, Message]) -> list[tuple[str, str]]:
    """Wordings that the agent reads about themselves, with a feeling in them."""
    return [
        (rule, text)
        for rule, message in messages.items()
        if rule not in OF_THE_CUSTOMER
        for text in (message.whisper, message.reason, *message.reasons.values())
        if re.search(FEELINGS[code], text, re.IGNORECASE) and not re.search(OF_THE_CALL[code], text)
    ]


@pytest.mark.parametrize("code", FEELINGS)
def test_no_wording_tells_an_agent_what_they_feel(code: str):
    assert wrong(code, shipped(code).messages) == []


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "You sound angry."),
        ("en", "Your stress is over your usual."),
        ("de", "Sie wirken gereizt."),
        ("hu", "Ön idegesnek hangzik."),
        ("ro", "Păreți nervos."),
    ],
)
def test_a_wording_that_did_would_be_found(code: str, text: str):
    assert wrong(code, {"slow_down": Message("Slow down.", reason=text)}) == [("slow_down", text)]


def test_every_language_that_has_wordings_is_walked():
    worded = {code for code, language in shipped_settings().languages.items() if language.messages}
    assert worded == set(FEELINGS)


def test_acts_of_the_agent_are_things_they_say():
    acts = [act for act in shipped_settings().acts.values() if act.channel is Channel.AGENT]
    named = [act.id for act in acts if re.search(FEELINGS["en"], f"{act.id} {act.meaning}")]
    assert set(named) == OF_THE_CUSTOMERS_FEELING
    assert acts


def measures() -> set[str]:
    """Names of all quantities that the core can put on a receipt."""
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(core.__path__[0]).rglob("*.py"))
    return set(re.findall(r'Measure\(\s*f?"(\w+)', source))


def test_only_the_customers_cue_measures_more_than_behaviour():
    assert {name for name in measures() if re.search(FEELINGS["en"], name)} == {"vocal_arousal"}
    assert "speech_rate" in measures()
    assert [kind for kind in CueKind if re.search(FEELINGS["en"], kind)] == [CueKind.VOCAL_AROUSAL]
    assert not [label for label in OverlapLabel if re.search(FEELINGS["en"], label)]


def words(value: object) -> Iterator[str]:
    """Every text of an event that the product wrote itself: what was said in the call is left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Iterable):
        for each in value:
            yield from words(each)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            if name not in ("words", "heard", "text", "say", "reason"):
                yield name
                yield from words(getattr(value, name))


def test_no_event_of_a_hot_call_says_a_feeling_of_the_agent():
    found: list[AnyEvent] = events(*HOT, ("agent", "you need to calm down"), ("customer", "i'm so angry with you"))
    about = [each for each in found if getattr(each, "channel", None) is not Channel.CUSTOMER]
    texts = {text for each in about for text in words(each)}
    customers = {act.id for act in shipped_settings().acts.values() if act.channel is Channel.CUSTOMER}
    told = [text for text in texts if re.search(FEELINGS["en"], text) and not any(act in text for act in customers)]
    assert [text for text in told if not any(act in text for act in OF_THE_CUSTOMERS_FEELING)] == []
    assert "agent" in texts
