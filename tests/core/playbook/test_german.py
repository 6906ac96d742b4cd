"""German talk through the shipped playbook: what fires a rule, and what looks like it and does not."""

import pytest

from tests.core.playbook.scenes import fired, shipped_settings

A, C = "agent", "customer"

FIRES = [
    ("dont_rush", [(C, "ich suche noch den ausweis"), (A, "beeilen sie sich bitte es warten noch zehn leute")]),
    ("apologise_for_us", [(C, "die vase ist hin"), (A, "tut mir leid dass sie darüber so enttäuscht sind")]),
    ("dont_dismiss", [(C, "alle fotos sind weg"), (A, "ach so schlimm ist das doch nicht")]),
    ("own_it", [(C, "wer zahlt mir das hotel"), (A, "das müssen sie direkt mit der airline klären")]),
    ("believe_them", [(C, "ich habe das eingeworfen"), (A, "das kann gar nicht sein hier ist nichts eingegangen")]),
    ("promise_less", [(C, "kommt das kleid noch"), (A, "das garantiere ich ihnen")]),
    ("stay_polite", [(C, "ich verstehe die rechnung nicht"), (A, "rechnen müsste man halt können")]),
    ("they_may_leave", [(C, "dann kündige ich eben meine mitgliedschaft"), (A, "die frist ist drei monate")]),
    ("stay_calm", [(C, "seid ihr eigentlich alle komplett bescheuert"), (A, "der bagger kommt morgen")]),
    ("end_or_security", [(C, "wenn ich dich erwische schlag ich dir die zähne ein"), (A, "was ist los")]),
    (
        "apologise",
        [
            (C, "der gärtner hat uns die hecke verwechselt und die vom nachbarn geschnitten"),
            (A, "die hecken sind bei uns alle auf dem plan"),
            (C, "die nummer ist vier acht zwei"),
            (A, "gut die ist hier"),
        ],
    ),
    (
        "hear_before_solving",
        [
            (C, "also ich war gestern im laden und da stand auf dem schild dass"),
            (A, "starten sie das gerät bitte neu"),
            (C, "lassen sie mich doch ausreden"),
        ],
    ),
]
FIRES_NOT = [
    ("dont_rush", [(C, "ich suche noch den ausweis"), (A, "lassen sie sich zeit ich warte gern")]),
    ("apologise_for_us", [(C, "die vase ist hin"), (A, "das tut mir leid da haben wir nicht aufgepasst")]),
    ("dont_dismiss", [(C, "ich bin so nervös"), (A, "das kann ich gut verstehen")]),
    ("own_it", [(C, "muss ich noch wo anrufen"), (A, "nein da müssen sie nichts tun ich kümmere mich darum")]),
    ("believe_them", [(C, "wann ist die lesung"), (A, "am freitag hätten sie gern zwei oder drei plätze")]),
    ("promise_less", [(C, "kommt das kleid noch"), (A, "versprechen kann ich ihnen das leider nicht")]),
    ("stay_polite", [(C, "hören sie mich"), (A, "ja ich höre sie gut hören sie mich auch")]),
    ("they_may_leave", [(C, "mein arbeitgeber hat mir gekündigt"), (A, "das tut mir leid")]),
    ("stay_calm", [(C, "ich bin so blöd ich habe den pin vergessen"), (A, "das passiert jedem")]),
    ("end_or_security", [(C, "dieser lärm bringt mich noch um"), (A, "wo genau ist die baustelle")]),
    (
        "apologise",
        [
            (C, "ich habe die hecke verwechselt und möchte den auftrag ändern"),
            (A, "die hecken sind bei uns alle auf dem plan"),
            (C, "die nummer ist vier acht zwei"),
            (A, "gut die ist hier"),
        ],
    ),
    (
        "hear_before_solving",
        [
            (C, "also ich war gestern im laden und da stand auf dem schild nichts"),
            (A, "starten sie das gerät bitte neu"),
            (C, "ja das mache ich"),
        ],
    ),
    ("stay_calm", [(C, "ah hier sind sie ja alle die rechnungen"), (A, "prima")]),
    ("stay_calm", [(C, "gut jetzt sind sie alle da"), (A, "dann können wir anfangen")]),
    ("end_or_security", [(C, "mein bruder sagt er haut mir die zähne ein"), (A, "das ist ja furchtbar")]),
    ("they_may_leave", [(C, "ich wollte damals kündigen das ist lange her"), (A, "schön dass sie geblieben sind")]),
    ("stay_calm", [(C, "haben sie noch alle unterlagen von mir"), (A, "ja nur das foto fehlt")]),
]


@pytest.mark.parametrize(("rule", "lines"), FIRES)
def test_what_fires_it(rule: str, lines: list[tuple[str, str | float]]) -> None:
    assert rule in fired(*lines, language="de")


@pytest.mark.parametrize(("rule", "lines"), FIRES_NOT)
def test_what_looks_like_it(rule: str, lines: list[tuple[str, str | float]]) -> None:
    assert rule not in fired(*lines, language="de")


def test_every_rule_is_worded() -> None:
    settings = shipped_settings()
    assert set(settings.core("de").language.messages) == {rule.id for rule in settings.playbook}
