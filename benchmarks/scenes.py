"""Rules on written calls: ``python -m benchmarks.scenes --data DIR``.

DIR (or a folder in it) holds ``*.jsonl``, one scene a line: ``id``, ``language``,
``turns`` (``[who, words]``, ``["pause", seconds]``, ``["notice", kind]``), ``expect`` and
``forbid`` (rule ids; ``["*"]`` forbids all but the checklist), ``ticks`` and ``missing``.
Reported a file and language: recall over ``expect``, false fires over ``forbid``, calm
calls with any prompt, fires beyond the expected ones a scene, ticks that are right. A
rule has fired when its prompt became due. ``--noise`` mishears a share of the words.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.scoring import shown
from benchmarks.written_calls import Scene, misheard, play
from monitor.core.errors import CallMonitorError
from monitor.core.events import Checklist, Prompt, PromptState
from monitor.core.prompting.playbook import Section
from monitor.settings import Settings, load


class ScenesError(CallMonitorError):
    """The folder holds no scenes."""


class Outcome(msgspec.Struct, frozen=True):
    """What one scene came to."""

    scene: Scene
    fired: set[str]
    ticked: set[str]


def main(
    data: Annotated[Path, typer.Option(help="Folder of scenes files.")],
    noise: Annotated[float, typer.Option(help="Share of the words that are misheard.", min=0, max=1)] = 0.0,
    seed: Annotated[int, typer.Option(help="Of what is misheard.")] = 1,
) -> None:
    """Play every scene through the shipped playbook."""
    try:
        settings = load(None, {})
        found = {name: list(outcomes(scenes, settings, noise, seed)) for name, scenes in scene_sets(data).items()}
    except CallMonitorError as error:
        sys.exit(f"benchmarks.scenes: {error}")
    checklist = frozenset(rule.id for rule in settings.playbook if rule.section is Section.SHAPE)
    sets = {name: summary(each, checklist) for name, each in found.items()}
    table = Table("set", *next(iter(sets.values())), box=None)
    for name, figures in sets.items():
        table.add_row(name, *(shown(value) for value in figures.values()))
    Console(width=140).print(table)
    Console(width=140).print(_rules([outcome for each in found.values() for outcome in each]))
    print(msgspec.json.encode({"noise": noise, "sets": sets}).decode())


def scene_sets(data: Path) -> dict[str, list[Scene]]:
    """Scenes by file and language; raises ``ScenesError`` naming the line that is none."""
    sets: dict[str, list[Scene]] = defaultdict(list)
    for path in sorted([*data.glob("*.jsonl"), *data.glob("*/*.jsonl")]):
        lines = path.read_text(encoding="utf-8").splitlines()
        if not lines or '"turns"' not in lines[0]:
            continue
        for number, line in enumerate(lines, 1):
            if line.strip():
                sets_name = f"{path.stem} {_decoded(path, number, line).language}"
                sets[sets_name].append(_decoded(path, number, line))
    if not sets:
        raise ScenesError(
            f"{data} holds no scenes: give a folder with *.jsonl files, a scene a line (docs/benchmarks.md)"
        )
    return dict(sets)


def _decoded(path: Path, number: int, line: str) -> Scene:
    try:
        return msgspec.json.decode(line, type=Scene)
    except msgspec.MsgspecError as error:
        raise ScenesError(f"{path}:{number}: {error}") from error


def outcomes(scenes: list[Scene], settings: Settings, noise: float, seed: int) -> Iterator[Outcome]:
    """Each scene played, with so many of its words misheard."""
    heard = misheard(scenes, noise, seed) if noise else scenes
    for scene, said in zip(scenes, heard, strict=True):
        events = play(said, settings.core(scene.language))
        fired = {each.rule for each in events if isinstance(each, Prompt) and each.state is PromptState.DUE}
        items = {each.item: each.state for each in events if isinstance(each, Checklist)}
        yield Outcome(scene, fired, {item for item, state in items.items() if state == "done"})


def summary(found: list[Outcome], checklist: frozenset[str]) -> dict[str, Any]:
    """One set's figures; None where the set asks nothing of the kind."""
    recall = [rule in each.fired for each in found for rule in each.scene.expect]
    false = [rule in each.fired for each in found for rule in each.scene.forbid if rule != "*"]
    calm = [bool(each.fired - checklist) for each in found if "*" in each.scene.forbid]
    extra = [len(each.fired - checklist - set(each.scene.expect)) for each in found if each.scene.expect]
    ticks = [item in each.ticked for each in found for item in each.scene.ticks]
    ticks += [item not in each.ticked for each in found for item in each.scene.missing]
    return {
        "scenes": len(found),
        "recall": _mean(recall),
        "false_fires": _mean(false),
        "calm_with_prompt": _mean(calm),
        "extra_fires_per_scene": _mean(extra),
        "ticks_right": _mean(ticks),
    }


def _mean(values: list[bool] | list[int]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None


def _rules(found: list[Outcome]) -> Table:
    """Each rule over all sets, the weakest first."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for each in found:
        for rule in each.scene.expect:
            rows[rule].update(expected=1, found=rule in each.fired)
        for rule in each.scene.forbid:
            rows[rule].update(forbidden=1, false=rule in each.fired)
    table = Table("rule", "found", "of", "false", "of", box=None)
    for rule, row in sorted(rows.items(), key=lambda item: item[1]["found"] / max(1, item[1]["expected"])):
        if rule != "*":
            table.add_row(rule, *(str(row[key]) for key in ("found", "expected", "false", "forbidden")))
    return table


if __name__ == "__main__":
    typer.run(main)
