"""Hungarian talk through the shipped playbook: what fires a rule, and what looks like it and does not."""

import pytest

from tests.core.playbook.scenes import fired, shipped_settings

A, C = "agent", "customer"

FIRES = [
    ("dont_rush", [(C, "hol van a szám rajta"), (A, "na szedje a lábát mert sor van")]),
    ("apologise_for_us", [(C, "rémálom volt a nyaralás"), (A, "kár hogy önök így élték meg")]),
    ("dont_dismiss", [(C, "két gyerekkel állok az út szélén"), (A, "na ebbe még senki nem halt bele")]),
    ("own_it", [(C, "ki segít a garanciával"), (A, "ahhoz nekünk nincs közünk az a gyártó dolga")]),
    ("believe_them", [(C, "a gép magától leállt"), (A, "biztosan leejtette")]),
    ("promise_less", [(C, "itt lesz péntekig"), (A, "száz százalék a szavamat adom")]),
    ("stay_polite", [(C, "hogy kell ezt"), (A, "nem ért magyarul")]),
    ("they_may_leave", [(C, "meg szeretném szüntetni maguknál a számlámat"), (A, "a számlaszámot kérem")]),
    ("stay_calm", [(C, "maga nem normális"), (A, "ügyfélszám")]),
    ("end_or_security", [(C, "odamegyek és rátok gyújtom az irodát"), (A, "mi történt")]),
    ("get_supervisor_now", [(C, "három sör meg egy fél üveg pálinka van bennem"), (A, "miről van szó")]),
    ("line_is_open", [(C, "keresem a szerződést"), (A, "te zsuzsi megint itt van egy idegesítő")]),
]
FIRES_NOT = [
    ("dont_rush", [(C, "hol van a szám rajta"), (A, "fent jobbra keresse csak nyugodtan")]),
    ("apologise_for_us", [(C, "törött volt a lámpa"), (A, "sajnálom hogy ennyit kellett várnia küldök egy újat")]),
    ("dont_dismiss", [(C, "nagyon izgulok az esküvő miatt"), (A, "ezt teljesen megértem")]),
    ("own_it", [(C, "kell még hívnom valakit"), (A, "nem én beszélek a raktárral és elintézem")]),
    ("believe_them", [(C, "ötödikén befizettem"), (A, "köszönöm hogy mondja megnézem")]),
    ("promise_less", [(C, "mikor jön a csomag"), (A, "a nyomkövetés szerint csütörtökön")]),
    ("stay_polite", [(C, "hogy kell ezt"), (A, "szívesen megmutatom lépésről lépésre")]),
    ("they_may_leave", [(C, "felmondták az albérletemet és új címet kell írni"), (A, "persze")]),
    ("stay_calm", [(C, "jaj de buta vagyok fordítva tartottam a kártyát"), (A, "előfordul")]),
    ("end_or_security", [(C, "majd megölt a hőség a vonaton"), (A, "elhiszem")]),
    ("get_supervisor_now", [(C, "vettem egy üveg bort és törött volt"), (A, "elnézést kicseréljük")]),
    ("line_is_open", [(C, "keresem a szerződést"), (A, "zsuzsi segítenél egy szerződésben")]),
    ("line_is_open", [(C, "egész éjjel csöpögött a csap"), (A, "megértem ez fárasztó")]),
    ("pick_the_moment", [(C, "nem vagyok otthon"), (A, "egy csomagponton is átveheti melyik lenne kényelmesebb")]),
    ("stay_polite", [(C, "köszönöm"), (A, "köszönjük hívását további szép napot kívánok")]),
    (
        "more_than_sorry",
        [
            (A, "sajnálom hogy nem tudtak aludni"),
            (C, "éjfélig tartott a zaj"),
            (A, "át tudom költöztetni önöket a csendes oldalra"),
            (C, "az nagyon jó lenne"),
            (A, "tízkor viszem a kulcsot"),
            (C, "rendben várom"),
        ],
    ),
]


@pytest.mark.parametrize(("rule", "lines"), FIRES)
def test_what_fires_it(rule: str, lines: list[tuple[str, str | float]]) -> None:
    assert rule in fired(*lines, language="hu")


@pytest.mark.parametrize(("rule", "lines"), FIRES_NOT)
def test_what_looks_like_it(rule: str, lines: list[tuple[str, str | float]]) -> None:
    assert rule not in fired(*lines, language="hu")


def test_every_rule_is_worded() -> None:
    settings = shipped_settings()
    ticks_only = {"answered_in_time"}
    assert set(settings.core("hu").language.messages) | ticks_only == {rule.id for rule in settings.playbook}
