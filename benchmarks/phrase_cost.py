"""What matching phrases costs: ``python -m benchmarks.phrase_cost --data DIR``.

DIR holds written calls as ``benchmarks.scenes`` takes them. Each turn is matched as one
utterance with what the speaker said before it, by a matcher that has heard no word yet.
"""

import sys
import time
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.scenes import scene_sets
from benchmarks.scoring import percentile, shown
from benchmarks.written_calls import Scene, misheard, timed_words
from monitor.core.errors import CallMonitorError
from monitor.core.events import CHANNELS, Channel, Word
from monitor.core.words.phrases import PhraseMatcher
from monitor.settings import Settings, load

RECENT_WORDS = 40
"""So many words the line looks back over in running speech."""


def main(
    data: Annotated[Path, typer.Option(help="Folder of scenes files.")],
    noise: Annotated[float, typer.Option(help="Share of the words that are misheard.", min=0, max=1)] = 0.3,
) -> None:
    """Match every turn, and tell the processor time of each in milliseconds."""
    try:
        settings = load(None, {})
        costs = {name: _costs(scenes, settings, noise) for name, scenes in scene_sets(data).items()}
    except CallMonitorError as error:
        sys.exit(f"benchmarks.phrase_cost: {error}")
    sets = {name: summary(each) for name, each in costs.items()}
    table = Table("set", *next(iter(sets.values())), box=None)
    for name, figures in sets.items():
        table.add_row(name, *(shown(value) for value in figures.values()))
    Console(width=140).print(table)
    print(msgspec.json.encode({"noise": noise, "sets": sets}).decode())


def summary(costs: list[float]) -> dict[str, float | None]:
    """One set's figures; the goal is 2 ms at the 95th percentile."""
    return {
        "utterances": len(costs),
        "ms_median": percentile(costs, 50),
        "ms_p95": percentile(costs, 95),
        "ms_p99": percentile(costs, 99),
    }


def _costs(scenes: list[Scene], settings: Settings, noise: float) -> list[float]:
    """Milliseconds of processor time by utterance."""
    found = []
    for scene in misheard(scenes, noise, seed=1) if noise else scenes:
        core = settings.core(scene.language)
        matcher = PhraseMatcher(core.language, core.thresholds.phrases)
        said: dict[Channel, list[Word]] = {channel: [] for channel in CHANNELS}
        for channel, turn in _turns(scene):
            said[channel] += turn
            before = time.process_time()
            matcher.match(channel, said[channel][-RECENT_WORDS:])
            found.append(1000 * (time.process_time() - before))
    return found


def _turns(scene: Scene) -> Iterator[tuple[Channel, list[Word]]]:
    """Words of each turn with who said them."""
    spoken = ((Channel(who), what) for _, who, what in timed_words(scene) if isinstance(what, Word))
    for channel, turn in groupby(spoken, key=itemgetter(0)):
        yield channel, [word for _, word in turn]


if __name__ == "__main__":
    typer.run(main)
