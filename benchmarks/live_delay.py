"""How long a cue takes to a page: real service, real sockets, audio sent as it is spoken.

A cue's ``at`` is the moment on the call's clock at which its sustain time was over. The
sender notes when that moment of the audio was sent, a page's socket when the cue came.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import msgspec
import numpy as np
import soundfile
from numpy.typing import NDArray
from websockets.asyncio.client import connect

from benchmarks.data_sets import DataError
from monitor.core.call_info import CallInfo
from monitor.core.call_monitor import CallMonitor
from monitor.core.events import Cue, CueKind, CueState
from monitor.core.settings import CoreSettings
from monitor.edges.ingest.client import live_call
from monitor.edges.sound.recorded_audio import call_info, line_blocks, two_channel
from monitor.edges.sound.speech_detector import detectors

CHUNK_SECONDS = 0.02
LOOKED_AT = 16
ACOUSTIC = set(CueKind) - {CueKind.PHRASE, CueKind.HOLD}
START = "import sys; from monitor.cli import main; sys.argv = ['call-monitor', *sys.argv[1:]]; main()"


async def delays(recordings: Sequence[Path], settings: CoreSettings, calls: int, most_seconds: float) -> list[float]:
    """Seconds from a cue's moment in the audio to its arrival at the agent's page, of every cue that opened.

    Plays the beginnings with the most cues, so many calls at once; nothing where none has a cue.
    """
    chosen = liveliest(recordings, settings, calls, most_seconds)
    if not chosen:
        return []
    with tempfile.TemporaryDirectory(prefix="call-monitor-benchmark-") as data:
        async with _service(Path(data)) as url, asyncio.TaskGroup() as tasks:
            playing = [tasks.create_task(_play(url, path, number, most_seconds)) for number, path in enumerate(chosen)]
    return [delay for call in playing for delay in call.result()]


def liveliest(recordings: Sequence[Path], settings: CoreSettings, calls: int, most_seconds: float) -> list[Path]:
    """Of recordings from all over the data, those with most acoustic cues in their beginning; none has any: none."""
    looked_at = recordings[:: max(1, len(recordings) // LOOKED_AT)]
    counts = {path: _count(path, settings, most_seconds) for path in looked_at}
    return sorted((path for path in looked_at if counts[path]), key=lambda path: -counts[path])[:calls]


def _count(path: Path, settings: CoreSettings, most_seconds: float) -> int:
    call = two_channel(path)
    info = call_info(call, path.stem, "en")
    monitor, found = CallMonitor(info, settings, detectors()), 0
    for block in line_blocks(call, info):
        found += sum(_is_opened(event) for event in monitor.receive_audio(block))
        if monitor.now >= most_seconds:
            break
    return found


def _is_opened(event: object) -> bool:
    return isinstance(event, Cue) and event.state is CueState.OPENED and event.kind in ACOUSTIC


@asynccontextmanager
async def _service(data: Path) -> AsyncIterator[str]:
    """The service in a process of its own, on a free port."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", START, "serve", "--port", "0", "--data", str(data)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        line = (await process.stdout.readline()).decode()
        if not line.startswith("Live at "):
            raise DataError("the service does not start: try `call-monitor serve`")
        yield line.split()[2].rstrip(":")
    finally:
        process.terminate()
        await process.wait()


async def _play(url: str, path: Path, number: int, most_seconds: float) -> list[float]:
    """One call with its agent's page."""
    samples, rate = soundfile.read(path, frames=-1, dtype="int16")
    samples = samples[: round(most_seconds * rate)]
    info = CallInfo(call_id=f"benchmark-{number}", agent=f"Benchmark {number}", rate=rate, source="benchmark")
    page = url.replace("http", "ws", 1) + f"/ws/agent/{quote(info.agent)}"
    async with connect(page, compression=None, max_size=None) as browser, live_call(url, info) as call:
        began = asyncio.get_running_loop().time()
        reading = asyncio.ensure_future(_read(browser, began))
        await _speak(call.send, samples, rate, began)
        await call.end()
        return await reading


async def _speak(send, samples: NDArray[np.int16], rate: int, began: float) -> None:
    """Each chunk is sent once its last sample has been spoken."""
    size = round(rate * CHUNK_SECONDS)
    for place in range(0, len(samples), size):
        chunk = samples[place : place + size]
        spoken = began + (place + len(chunk)) / rate
        await asyncio.sleep(max(0.0, spoken - asyncio.get_running_loop().time()))
        await send(chunk.tobytes())


async def _read(browser, began: float) -> list[float]:
    """Arrivals of opened cues against their moments, until the call leaves the page."""
    found: list[float] = []
    live = False
    async for text in browser:
        arrived = asyncio.get_running_loop().time() - began
        message = msgspec.json.decode(text)
        event = message.get("event", {})
        if event.get("type") == "cue" and event["state"] == "opened" and event["kind"] in ACOUSTIC:
            found.append(arrived - event["at"])
        if message["type"] == "agent_snapshot":
            if live and message["call"] is None:
                break
            live = live or message["call"] is not None
    return found
