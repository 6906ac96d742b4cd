"""Prompts where nothing gives cause for one: ``python -m benchmarks.false_alarms --data DIR``.

What is taken by the columns of a set's ``labels.csv``: with ``emotion`` its neutral and calm
clips, else with ``text`` all of them, strung together speaker by speaker, each clip for
itself where no speaker is named; with ``label`` alone its sounds, kind by kind. They are
the agent's channel, the other one is silent. Two-channel recordings are heard as they are,
unless an ``overlaps.csv`` says that they hold what a prompt may be for. The bound is on
the prompts an hour that would be seen so rarely only once in twenty times.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.data_sets import DataSet, Row, fitting_sets
from benchmarks.emotions import NEUTRAL
from benchmarks.hearing import HeardCall, hear_file, hear_samples
from benchmarks.scoring import poisson_upper95, shown
from benchmarks.strings import channels_of, string_calls
from monitor.core.errors import CallMonitorError
from monitor.core.events import Escalation, Level
from monitor.core.settings import CoreSettings
from monitor.settings import load

NEEDS = (
    "give a folder of sets whose labels.csv names recordings in `path` or `file`, and has `emotion` (neutral or calm "
    "ones among them), `text`, or `label` (sounds that are no speech), or names two-channel recordings"
)
WIDTH = 132


class Sounds(msgspec.Struct, frozen=True):
    """Recordings that are heard one after the other: a speaker's, or a kind of sound."""

    name: str
    paths: list[Path]
    is_speech: bool
    is_call: bool = False


class Heard(msgspec.Struct, frozen=True):
    """What came of one call."""

    sounds: Sounds
    seconds: float
    rules: list[str]
    """Of the prompts that were shown."""
    raised: bool
    silent_seconds: float
    """Known to be no speech: the sounds, or the silent channel beside speech; 0 where nothing is known."""
    taken_for_speech_seconds: float


def main(data: Annotated[Path, typer.Option(help="Folder of data sets.")]) -> None:
    """Count prompts on neutral speech, music, noise and calm calls."""
    try:
        sets = fitting_sets(data, sounds_of, NEEDS)
        settings = load(None, {}).core("en")
        found = {name: [call for each in sounds for call in hear(each, settings)] for name, sounds in sets.items()}
    except CallMonitorError as error:
        sys.exit(f"benchmarks.false_alarms: {error}")
    figures = {name: summary(calls) for name, calls in found.items()}
    Console(width=WIDTH).print(_table(figures), _kinds(found))
    print(msgspec.json.encode({"sets": figures}).decode())


def sounds_of(each: DataSet) -> list[Sounds]:
    """What of a set must not bring a prompt."""
    named = [(row, path) for row in each.rows if (path := each.recording(row)) is not None]
    calls = [path for _, path in named if channels_of(path) == 2]
    if calls:
        labelled = (each.folder / "overlaps.csv").is_file()
        return [] if labelled else [Sounds(path.stem, [path], True, is_call=True) for path in calls]
    groups: defaultdict[str, list[Path]] = defaultdict(list)
    for row, path in named:
        name = _group(each, row, path)
        if name:
            groups[name].append(path)
    is_speech = each.has("emotion") or each.has("text")
    return [Sounds(name, paths, is_speech) for name, paths in groups.items()]


def _group(each: DataSet, row: Row, path: Path) -> str:
    """Whose voice or what sound; empty for what is left out."""
    if each.has("emotion") and (row["emotion"] or "").strip().lower() not in NEUTRAL:
        return ""
    if each.has("emotion") or each.has("text"):
        return row.get("speaker") or path.stem
    return row.get("label") or ""


def hear(sounds: Sounds, settings: CoreSettings) -> list[Heard]:
    """Calls of at most some minutes each."""
    if sounds.is_call:
        return [_heard(sounds, hear_file(sounds.paths[0], settings), 0.0)]
    return [
        _heard(sounds, hear_samples(call.samples, sounds.name, settings), call.sound_seconds)
        for call in string_calls(sounds.paths)
    ]


def _heard(sounds: Sounds, call: HeardCall, sound_seconds: float) -> Heard:
    ended = call.ended
    known, taken = call.seconds, ended.customer_speech_seconds
    if not sounds.is_speech:
        known, taken = sound_seconds, ended.agent_speech_seconds
    elif sounds.is_call:
        known, taken = 0.0, 0.0
    raised = any(isinstance(each, Escalation) and each.level.rank >= Level.RAISED.rank for each in call.events)
    return Heard(sounds, call.seconds, [prompt.rule for prompt in call.prompts()], raised, known, taken)


def summary(calls: Sequence[Heard]) -> dict[str, Any]:
    """A set's figures."""
    hours = sum(call.seconds for call in calls) / 3600
    rules = Counter(rule for call in calls for rule in call.rules)
    return {
        "prompts": rules.total(),
        "hours": round(hours, 4),
        "upper95_per_hour": round(poisson_upper95(rules.total()) / hours, 2) if hours else None,
        "speech_share_of_nonspeech": speech_share(calls),
        "rules": dict(rules),
        "calls_raised": sum(call.raised for call in calls),
        "calls": len(calls),
    }


def speech_share(calls: Sequence[Heard]) -> float | None:
    """Of what is known to be no speech; None where nothing is."""
    known = sum(call.silent_seconds for call in calls)
    return round(sum(call.taken_for_speech_seconds for call in calls) / known, 4) if known else None


def _table(figures: dict[str, dict[str, Any]]) -> Table:
    table = Table("set", "calls", "hours", "prompts", "95 % under, an hour", "taken for speech", "raised", box=None)
    keys = ("calls", "hours", "prompts", "upper95_per_hour", "speech_share_of_nonspeech", "calls_raised")
    for name, figure in figures.items():
        table.add_row(name, *(shown(figure[key]) for key in keys))
    table.caption = "goals: no prompt, at most 0.02 taken for speech; beside speech that is of the silent channel"
    return table


def _kinds(found: dict[str, list[Heard]]) -> Table:
    """Where prompts came, and each kind of sound."""
    table = Table("of them", "seconds", "taken for speech", "prompts", box=None)
    for name, calls in found.items():
        for kind in dict.fromkeys(call.sounds.name for call in calls):
            those = [call for call in calls if call.sounds.name == kind]
            rules = [rule for call in those for rule in call.rules]
            if rules or not those[0].sounds.is_speech:
                seconds = sum(call.seconds for call in those)
                table.add_row(f"{name}: {kind}", f"{seconds:.0f}", shown(speech_share(those)), ", ".join(rules))
    return table


if __name__ == "__main__":
    typer.run(main)
