"""A service in the middle of a call, to be killed: says what is stored and recorded once it is."""

import asyncio
import sys
from itertools import count
from pathlib import Path

import numpy as np

from monitor.core.call_info import CallInfo
from monitor.core.events import Prompt
from monitor.edges.database.store import RECORDINGS, Store
from monitor.edges.sound.recordings import Recordings
from tests.service.events import CALL, call_started, prompt, utterance

CHUNK_SECONDS = 0.1
RATE = 8000


async def main(data: Path) -> None:
    store = await Store.open(data)
    await store.begin_call(CallInfo(call_id=CALL, agent="Mira Test"), call_started())
    file = Recordings(data / RECORDINGS).start(CALL, RATE)
    for number in count(1):
        await store.write([stored_row(number), utterance(float(number), "some words")])
        say(f"row {number}")
        await asyncio.to_thread(file.append, chunk(number))
        say(f"audio {number}")


def stored_row(number: int) -> Prompt:
    return prompt(float(number), prompt_id=f"p{number}")


def chunk(number: int) -> np.ndarray:
    return np.full((int(CHUNK_SECONDS * RATE), 2), number, np.int16)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
