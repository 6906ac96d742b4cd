import msgspec
import pytest

from monitor.core.words.language import WHISPER_WORDS, Language, Message, MessageFile, PhraseFile
from monitor.core.words.phrase_book import phrase_book
from tests.core.playbook.scenes import shipped_settings
from tests.core.spoken import LANGUAGES, shipped

RULES = {
    "slow_down": {"": ("rate", "usual", "held"), "no_usual": ("rate", "held")},
    "lower_voice": {"": ("over", "held"), "effort": ("held",)},
    "dont_interrupt": {"": ("count", "seconds"), "once": ("seconds",)},
    "dont_mirror": {"": ("over", "customer_over")},
    "dead_air": {"": ("seconds",)},
    "dont_dismiss": {"": ("words",)},
    "empathise": {"": ("words",), "voice": ("over",)},
    "stay_calm": {"": ("words",)},
    "offer_supervisor": {"": ("seconds", "level"), "words": ("words",)},
}
VALUES = {"rate": 6.24, "usual": 5.0, "held": 3.0, "over": 7.2, "customer_over": 9.0, "count": 2.0, "seconds": 12.0}
CODES = sorted(folder.name for folder in LANGUAGES.iterdir())
VARIANTS = [(rule, variant, names) for rule, variants in RULES.items() for variant, names in variants.items()]


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(("rule", "variant", "names"), VARIANTS)
def test_every_language_words_every_rule(code: str, rule: str, variant: str, names: tuple[str, ...]) -> None:
    message = shipped(code).message(rule)
    fields = {name: VALUES.get(name, "calm down" if name == "words" else "raised") for name in names}
    reason = message.reason_for(variant, fields)
    assert reason
    assert "?" not in reason
    assert variant == "" or variant in message.reasons
    assert 1 <= len(message.whisper.split()) <= WHISPER_WORDS


@pytest.mark.parametrize("code", CODES)
def test_wordings_are_calm(code: str) -> None:
    wordings = msgspec.json.encode(shipped(code).messages).decode()
    assert "!" not in wordings


@pytest.mark.parametrize("code", CODES)
def test_only_rules_of_the_playbook_are_worded(code: str) -> None:
    assert set(shipped(code).messages) <= {rule.id for rule in shipped_settings().playbook}


def test_english_words_every_rule_but_the_one_that_only_ticks() -> None:
    rules = {rule.id for rule in shipped_settings().playbook}
    assert rules - set(shipped("en").messages) == {"answered_in_time"}


def test_reason_has_the_numbers() -> None:
    reason = shipped("en").message("slow_down").reason_for("", {"rate": 6.24, "usual": 5.0, "held": 3.4})
    assert "6.2" in reason
    assert "5.0" in reason


def test_decimal_comma_where_the_language_has_one() -> None:
    reason = shipped("de").message("slow_down").reason_for("", {"rate": 6.24, "usual": 5.0, "held": 3.0})
    assert "6,2" in reason


@pytest.mark.parametrize(
    ("template", "fields", "reason"),
    [
        ("{seconds:.0f} s", {"seconds": 3.6}, "4 s"),
        ("{missing:.1f} s", {}, "? s"),
        ("{words:.1f}", {"words": "calm down"}, "calm down"),
        ("{words}", {"words": "{seconds}"}, "{seconds}"),
        ("{rate:.1f,}", {"rate": 6.0}, "6,0"),
    ],
)
def test_a_wording_never_fails(template: str, fields: dict[str, float | str], reason: str) -> None:
    assert Message("Stay.", reason=template).reason_for("none such", fields) == reason


@pytest.mark.parametrize("template", ["{", "{seconds!x", "{0}", "{words.__class__}", "{words[0]}"])
def test_what_is_no_template_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="template"):
        Message("Stay.", reason=template)


def test_a_whisper_that_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="8 words"):
        Message("one two three four five six seven eight nine")


def test_a_rule_without_a_wording_shows_its_name() -> None:
    assert Language("xx").message("slow_down").whisper == "Slow down."


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (PhraseFile, "bakchannels = []"),
        (PhraseFile, '[[set]]\nid = "a"\nchannel = "agent"\nphrase = []'),
        (PhraseFile, '[[set]]\nid = "a"\nchannel = "nobody"\nphrases = []'),
        (MessageFile, '[slow_down]\nwhsper = "Slow."'),
        (MessageFile, '[slow_down]\nwhisper = "Slow."\nreason = "{"'),
    ],
)
def test_a_misspelt_key_is_an_error(kind: type, text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.toml.decode(text, type=kind)


def test_a_language_is_compiled_once() -> None:
    assert phrase_book(shipped("en")) is phrase_book(shipped("en"))


@pytest.mark.parametrize("code", ["en", "de"])
def test_the_sets_that_rules_read_are_there(code: str) -> None:
    assert {each.id for each in shipped(code).phrase_sets} >= {
        "dismissal",
        "empathy",
        "apology",
        "supervisor_offer",
        "hold_announced",
        "hold_over",
        "frustration",
        "repeated_complaint",
        "supervisor_request",
        "threat_to_leave",
        "rudeness",
        "profanity",
        "threat_of_violence",
        "complaint",
    }
    assert shipped(code).backchannels
