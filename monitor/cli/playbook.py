"""``call-monitor playbook``: the rules that may speak, and whether they can."""

import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from monitor.cli import app
from monitor.cli.formats import OutputFormat
from monitor.config_layers import line_of
from monitor.core.prompting.check import Finding, Weight, check, hears
from monitor.core.prompting.playbook import Rule
from monitor.core.prompting.rulebook import coded
from monitor.settings import Settings, load
from monitor.shipped import shipped

playbook = typer.Typer(no_args_is_help=True, help="The playbook: list its rules, check its files.")
app.add_typer(playbook, name="playbook")

Config = Annotated[Path | None, typer.Option(help="Folder of settings that override the shipped ones.")]
Form = Annotated[OutputFormat, typer.Option("--format", help="How it is printed.")]
WIDTH = 150


class RuleRow(msgspec.Struct, frozen=True):
    """A rule in the list."""

    rule: str
    section: str
    guides: str
    cue: str
    """``measured`` where it needs no words, else the acts that call for it."""
    whisper: str
    prompts: str
    languages: tuple[str, ...]
    """In which it can become due."""


@playbook.command("list")
def show(
    config: Config = None,
    language: Annotated[str, typer.Option(help="In whose wording.")] = "en",
    form: Form = OutputFormat.TABLE,
) -> None:
    """Show every rule: the advice it comes from, what calls for it, its whisper, the languages that can hear it."""
    settings = load(config)
    rows = [_row(rule, settings, language) for rule in settings.core(language).playbook]
    if form is OutputFormat.JSONL:
        _print_lines(rows)
        return
    table = Table("rule", "from", "called for by", "whisper", "prompts", "languages", box=None, pad_edge=False)
    for row in rows:
        table.add_row(row.rule, row.guides, row.cue, row.whisper, row.prompts, " ".join(row.languages))
    Console(width=max(WIDTH, Console().width)).print(table)
    sys.stdout.write(f"{len(rows)} rules\n")


@playbook.command("check")
def check_files(config: Config = None, form: Form = OutputFormat.TABLE) -> None:
    """Read all files of the playbook, and say what can't work and what falls back. Exit code 1 on an error."""
    settings = load(config, phrases_too=False)
    found = check(settings.playbook, settings.acts, settings.languages, settings.thresholds, coded())
    found = [_placed(finding, config) for finding in found]
    if form is OutputFormat.JSONL:
        _print_lines(found)
    else:
        for finding in found:
            sys.stdout.write(f"{finding.weight}: {finding.where}: {finding.what}\n")
    errors = sum(finding.weight is Weight.ERROR for finding in found)
    sys.stderr.write(f"{len(settings.playbook)} rules, {errors} errors, {len(found) - errors} notes\n")
    if errors:
        raise typer.Exit(1)


def _row(rule: Rule, settings: Settings, language: str) -> RuleRow:
    heard = tuple(code for code, each in sorted(settings.languages.items()) if hears(each, rule))
    return RuleRow(
        rule.id,
        rule.section,
        rule.guides,
        ", ".join(rule.calls) or "measured",
        settings.core(language).language.message(rule.id).whisper,
        rule.prompts,
        heard,
    )


def _placed(finding: Finding, config: Path | None) -> Finding:
    """With the file and line of the phrase that it quotes, where one file has it."""
    quoted = finding.what.partition("'")[2].partition("'")[0]
    if finding.weight is not Weight.ERROR or "set " not in finding.where or not quoted:
        return finding
    code = finding.where.removeprefix("language ").partition(",")[0]
    for folder in filter(None, (config, shipped("config"))):
        for path in sorted((folder / "languages" / code).rglob("*.toml")):
            line = line_of(path, rf'.*"{_escaped(quoted)}"')
            if line:
                return msgspec.structs.replace(finding, where=f"{path}:{line}: {finding.where}")
    return finding


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if not letter.isalnum() and not letter.isspace() else letter for letter in text)


def _print_lines(rows: list[RuleRow] | list[Finding]) -> None:
    for row in rows:
        sys.stdout.buffer.write(msgspec.json.encode(row) + b"\n")
    sys.stdout.buffer.flush()
