"""What the line costs and how fast it is: ``python -m benchmarks.pipeline --data DIR``.

Takes any two-channel recordings: folders of DIR with a ``labels.csv`` whose column
``path`` or ``file`` names them. All figures come from one run; the ratio is of CPU
seconds measured in turns, call by call.
"""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import msgspec
import typer
from rich.console import Console
from rich.table import Table

from benchmarks.costs import CoreCost, LineCost, core_cost, line_cost
from benchmarks.data_sets import two_channel_recordings
from benchmarks.live_delay import delays
from benchmarks.scoring import percentile
from monitor.core.errors import CallMonitorError
from monitor.settings import load


def main(
    data: Annotated[Path, typer.Option(help="Folder of data sets.")],
    core_seconds: Annotated[float, typer.Option(help="Seconds of calls for the core's cost.")] = 600.0,
    line_seconds: Annotated[float, typer.Option(help="Seconds of calls for the whole line.")] = 120.0,
    live_seconds: Annotated[float, typer.Option(help="Seconds of each live call, in real time.")] = 60.0,
    live_calls: Annotated[int, typer.Option(help="Live calls at once.")] = 4,
) -> None:
    """Measure the line on recordings."""
    try:
        recordings = two_channel_recordings(data)
        settings = load(None, {}).core("en")
        core = core_cost(recordings, settings, core_seconds)
        line = line_cost(recordings, settings, line_seconds)
        waits = asyncio.run(delays(recordings, settings, live_calls, live_seconds))
    except CallMonitorError as error:
        sys.exit(f"benchmarks.pipeline: {error}")
    figures = summary(core, line, waits)
    Console().print(_table(figures, core, line))
    print(msgspec.json.encode(figures).decode())


def summary(core: CoreCost, line: LineCost, waits: list[float]) -> dict[str, float | None]:
    """The last line; delays are null where no recording opened an acoustic cue."""
    channel_seconds = 2 * core.seconds
    return {
        "features_ms_per_channel_second": round(1000 * core.core / channel_seconds, 3),
        "rules_ms_per_channel_second": round(1000 * core.rules / channel_seconds, 3),
        "vad_ms_per_channel_second": round(1000 * core.detector / channel_seconds, 3),
        "vad_share_of_audio": round(core.asked_seconds / channel_seconds, 3),
        "line_over_bare_recogniser": round(line.line / line.bare, 3),
        "cue_to_browser_p95_seconds": percentile(waits, 95),
        "cue_to_browser_median_seconds": percentile(waits, 50),
        "cues": len(waits),
        "line_cpu_seconds_per_call_second": round(line.line / line.call_seconds, 3),
    }


def _table(figures: dict[str, float | None], core: CoreCost, line: LineCost) -> Table:
    table = Table("what", "seen", "goal", box=None)
    rows = (
        ("features and turn-taking, ms CPU a channel-second", "features_ms_per_channel_second", "at most 1.5"),
        ("rules beside it, ms CPU a channel-second", "rules_ms_per_channel_second", ""),
        ("voice detector beside it, ms CPU a channel-second", "vad_ms_per_channel_second", ""),
        ("share of the audio that the detector was asked about", "vad_share_of_audio", ""),
        ("whole line over bare recogniser, same speech", "line_over_bare_recogniser", "at most 1.15"),
        ("cue to page, 95 % within, s", "cue_to_browser_p95_seconds", "at most 0.3"),
        ("cue to page, median, s", "cue_to_browser_median_seconds", ""),
    )
    for what, key, goal in rows:
        table.add_row(what, str(figures[key]), goal)
    table.caption = (
        f"core on {core.seconds:.0f} s of calls; line on {line.call_seconds:.0f} s, of which "
        f"{line.decoded_seconds:.0f} s of channels were decoded; {figures['cues']} cues live"
    )
    return table


if __name__ == "__main__":
    typer.run(main)
