"""A killed service: every committed event is found again, and all audio but the last second."""

import asyncio
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from monitor.edges.database.store import RECORDINGS, Store
from monitor.edges.sound.recordings import Recordings
from tests.edges.killed_service import CHUNK_SECONDS, RATE, chunk, stored_row
from tests.service.events import CALL, call_started

ROOT = Path(__file__).parents[2]


def killed_after(lines: int, data: Path) -> list[str]:
    """Start a service, kill it with SIGKILL once it said so many lines, and return all that it said."""
    command = [sys.executable, "-m", "tests.edges.killed_service", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        said = [service.stdout.readline().strip() for _ in range(lines)]
        service.kill()
        said += service.stdout.read().split("\n")[:-1]  # a line cut off half-way was not said
    assert service.returncode == -9
    return said


@pytest.mark.parametrize("lines", [2, 7, 60])
async def test_kill_in_a_call_loses_no_committed_event_and_at_most_a_second_of_audio(tmp_path, lines):
    said = await asyncio.to_thread(killed_after, lines, tmp_path)
    rows = sum(line.startswith("row") for line in said)
    chunks = sum(line.startswith("audio") for line in said)

    store = await Store.open(tmp_path)
    recordings = Recordings(tmp_path / RECORDINGS)
    events = await store.events(CALL)
    assert events[0] == call_started()
    prompts = [event for event in events if event.__struct_config__.tag == "prompt"]
    assert prompts[:rows] == [stored_row(number) for number in range(1, rows + 1)]
    assert len(events) == 1 + 2 * len(prompts), "the rows of a batch are there together"

    lengths = dict(recordings.recover())
    assert lengths.get(CALL, 0.0) >= chunks * CHUNK_SECONDS - 1.0
    if path := recordings.path(CALL):
        heard = soundfile.read(path, dtype="int16")[0]
        said_chunks = np.concatenate([chunk(number) for number in range(1, chunks + 2)])
        assert np.array_equal(heard, said_chunks[: len(heard)])
        assert len(heard) == lengths[CALL] * RATE

    assert await store.unfinished_calls() == [CALL]
    await store.end_crashed_call(CALL, lengths.get(CALL, 0.0))
    ended = await store.call(CALL)
    assert ended is not None
    assert (ended.ended, ended.has_recording) == ("crash", recordings.path(CALL) is not None)
    await store.close()
