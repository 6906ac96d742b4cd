"""Romanian talk through the shipped playbook: what fires a rule, and what looks like it and does not."""

from unicodedata import combining, normalize

import pytest

from tests.core.playbook.scenes import fired, shipped_settings

A, C = "agent", "customer"

FIRES = [
    ("dont_rush", [(C, "îmi caut ochelarii imediat"), (A, "grăbiți-vă puțin vă rog că am coadă")]),
    ("apologise_for_us", [(C, "vaza e spartă"), (A, "îmi pare rău că sunteți dezamăgită")]),
    ("dont_dismiss", [(C, "mi s-au șters toate pozele"), (A, "ei lasă nu e capătul lumii")]),
    ("own_it", [(C, "cine îmi plătește hotelul"), (A, "trebuie să vorbiți cu agenția direct")]),
    ("believe_them", [(C, "am depus cererea marți"), (A, "imposibil doamnă aici nu apare nimic")]),
    ("promise_less", [(C, "ajunge rochia până la nuntă"), (A, "vă garantez că ajunge")]),
    ("stay_polite", [(C, "nu pricep factura"), (A, "v-am mai explicat o dată")]),
    ("they_may_leave", [(C, "atunci reziliez abonamentul și gata"), (A, "preavizul e de o lună")]),
    ("stay_calm", [(C, "voi sunteți toți niște idioți"), (A, "vine mâine macaraua")]),
    ("end_or_security", [(C, "dacă te prind îți rup picioarele"), (A, "ce s-a întâmplat")]),
]
FIRES_NOT = [
    ("dont_rush", [(C, "îmi caut ochelarii imediat"), (A, "nu vă grăbiți aștept cu plăcere")]),
    ("apologise_for_us", [(C, "vaza e spartă"), (A, "îmi pare rău am ambalat-o prost")]),
    ("dont_dismiss", [(C, "am emoții mari"), (A, "vă înțeleg foarte bine")]),
    ("own_it", [(C, "mai trebuie să sun undeva"), (A, "nu eu mă ocup de tot")]),
    ("believe_them", [(C, "când e spectacolul"), (A, "vineri doriți două sau trei locuri")]),
    ("promise_less", [(C, "ajunge rochia până la nuntă"), (A, "din păcate nu pot promite asta")]),
    ("stay_polite", [(C, "mă auziți"), (A, "da vă aud bine dumneavoastră mă auziți")]),
    ("they_may_leave", [(C, "firma la care lucrez s-a închis"), (A, "îmi pare rău")]),
    ("stay_calm", [(C, "sunt cam zăpăcită am uitat codul"), (A, "se întâmplă oricui")]),
    ("end_or_security", [(C, "zgomotul ăsta mă omoară"), (A, "unde e șantierul")]),
    ("stay_calm", [(C, "s-a dezghețat carnea de la porc și peștele"), (A, "ce model e congelatorul")]),
]


@pytest.mark.parametrize(("rule", "lines"), FIRES)
def test_what_fires_it(rule: str, lines: list[tuple[str, str | float]]) -> None:
    assert rule in fired(*lines, language="ro")


@pytest.mark.parametrize(("rule", "lines"), FIRES_NOT)
def test_what_looks_like_it(rule: str, lines: list[tuple[str, str | float]]) -> None:
    assert rule not in fired(*lines, language="ro")


PLAIN = str.maketrans("ăâîșț", "aaist")


@pytest.mark.parametrize(("rule", "lines"), FIRES)
def test_without_diacritics(rule: str, lines: list[tuple[str, str]]) -> None:
    assert rule in fired(*((who, what.translate(PLAIN)) for who, what in lines), language="ro")


def test_every_rule_is_worded() -> None:
    settings = shipped_settings()
    assert set(settings.core("ro").language.messages) == {rule.id for rule in settings.playbook}


def test_with_cedillas() -> None:
    assert "stay_calm" in fired((C, "sunteţi toţi nişte hoţi"), (A, "văd comanda"), language="ro")


def test_each_word_of_the_phrases_is_known_without_its_marks() -> None:
    language = shipped_settings().languages["ro"]
    lines = (line for each in language.phrase_sets for line in (*each.phrases, *each.not_when, *each.words))
    parts = {part for line in lines for token in line.lower().split() for part in token.rstrip("?!+").split("|")}
    words = {part for part in parts if part and part[0] not in "@_." and not part.endswith("*")}
    known = {
        *language.spellings,
        *words,
        *language.weak_words,
        *(text for each in language.classes.values() for text in each),
    }
    assert {word for word in words if _bare(word) not in known} == set()


def _bare(word: str) -> str:
    return "".join(letter for letter in normalize("NFD", word) if not combining(letter))
