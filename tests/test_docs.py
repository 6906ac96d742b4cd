"""The documentation says what the code does: events, commands, settings, thresholds, rules."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest
import typer.main

from monitor.cli import app
from monitor.core import events
from monitor.settings import load
from scripts import thresholds_file
from scripts.settings_page import keys, page, tables

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
DESIGN = (DOCS / "design.md").read_text(encoding="utf-8")
SCIENCE = (DOCS / "science.md").read_text(encoding="utf-8")
EVENTS = {kind.__struct_config__.tag: kind for kind in events.Event.__subclasses__()}
ENUMS = (events.Level, events.OverlapLabel, events.CueKind, events.CueState, events.PromptState, events.Urgency)
NESTED = (events.Evidence, events.Measure, events.Heard, events.Word, events.VoiceNow)


def event_row(name: str) -> str:
    """The row of an event in the table of events."""
    table = DESIGN.split("## Events")[1].split("\n## ")[0]
    return next((line for line in table.splitlines() if line.startswith(f"| `{name}` |")), "")


@pytest.mark.parametrize("name", EVENTS)
def test_every_event_and_field_is_documented(name):
    row = event_row(name)
    assert row, f"docs/design.md has no row for the event {name}"
    common = {"at", "call_id"}
    undocumented = [f for f in EVENTS[name].__struct_fields__ if f not in common and f"`{f}`" not in row]
    assert undocumented == []


def test_the_union_of_events_is_complete():
    assert set(events.AnyEvent.__args__) == set(EVENTS.values())


@pytest.mark.parametrize("enum", ENUMS)
def test_every_word_an_event_may_say_is_documented(enum):
    assert [str(member) for member in enum if f"`{member}`" not in DESIGN] == []


@pytest.mark.parametrize("struct", NESTED)
def test_every_field_of_what_events_hold_is_documented(struct):
    assert [field for field in struct.__struct_fields__ if f"`{field}`" not in DESIGN] == []


def commands() -> list[str]:
    """Every command and sub-command by its full name."""
    return [
        " ".join([name, sub]) if sub else name
        for name, command in typer.main.get_command(app).commands.items()
        for sub in (getattr(command, "commands", None) or [""])
    ]


@pytest.mark.parametrize("name", commands())
def test_every_command_is_documented(name):
    first, _, sub = name.partition(" ")
    row = next((line for line in DESIGN.splitlines() if line.startswith(f"| `call-monitor {first}")), "")
    assert row, f"docs/design.md has no row for the command {name}"
    assert not sub or re.search(rf"\b{sub}\b", row)


def test_documented_commands_exist():
    documented = set(re.findall(r"^\| `call-monitor (\w+)", DESIGN, re.MULTILINE))
    assert documented == {name.partition(" ")[0] for name in commands()}


def test_the_settings_page_is_what_the_code_says():
    assert (DOCS / "settings.md").read_text(encoding="utf-8") == page(), "run `make docs`"


def test_the_file_of_thresholds_is_what_the_code_says():
    assert thresholds_file.FILE.read_text(encoding="utf-8") == thresholds_file.text(), "run `make docs`"


def test_the_science_page_names_settings_that_exist_with_their_values():
    shipped = load(None, {})
    defaults = {
        f"{name}.{key.name}": key.default.strip("`")
        for top in (shipped.thresholds, shipped.service)
        for name, table in tables(top)
        for key in keys(table)
    }
    mentioned = re.findall(r"`([a-z_0-9]+(?:\.[a-z_0-9]+)+)` \(([-\d.]+)\)", SCIENCE)
    assert len(mentioned) > 20
    assert [(name, value) for name, value in mentioned if float(defaults.get(name, "nan")) != float(value)] == []


def test_every_rule_of_the_playbook_is_documented():
    rules = tomllib.loads((ROOT / "config" / "playbook.toml").read_text(encoding="utf-8"))["rule"]
    rows = (DOCS / "playbook.md").read_text(encoding="utf-8")
    assert [rule["id"] for rule in rules if f"| `{rule['id']}` | {rule['guides']} |" not in rows] == []


def test_every_benchmark_is_documented_with_its_command():
    page = (DOCS / "benchmarks.md").read_text(encoding="utf-8")
    runnable = {
        file.stem for file in (ROOT / "benchmarks").glob("*.py") if '"__main__"' in file.read_text(encoding="utf-8")
    }
    assert len(runnable) > 5
    assert set(re.findall(r"`python -m benchmarks\.(\w+) --data DIR`", page)) == runnable


def test_links_between_pages_lead_somewhere():
    pages = [ROOT / "README.md", *DOCS.glob("*.md")]
    links = [
        (source, target)
        for source in pages
        for target in re.findall(r"\]\(([^)#:]+)[^)]*\)", source.read_text(encoding="utf-8"))
    ]
    assert [f"{source.name}: {target}" for source, target in links if not (source.parent / target).exists()] == []


def test_a_struct_without_a_row_is_found():
    class Unheard(msgspec.Struct, tag="unheard"):
        loudness: float = 0.0

    assert event_row("unheard") == ""
    assert event_row("cue")
