"""Recognisers handed from call to call, and kept warm."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from monitor.edges.vosk.pool import PoolSettings, WarmPool
from monitor.edges.vosk.warm_audio import warm_audio
from monitor.service.recognition import RecognizerError
from tests.hearing import FakeRecognizer

SETTINGS = PoolSettings(warmed=2, most_idle=3, warm_seconds=1.0)


class Counted(FakeRecognizer):
    """Counts the blocks it decodes."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = 0

    def accept(self, block: bytes):
        self.blocks += 1
        return super().accept(block)


@pytest.fixture
def threads():
    with ThreadPoolExecutor(1) as executor:
        yield executor


def pool(threads, make=Counted, settings=SETTINGS) -> WarmPool:
    return WarmPool("vosk fake", make, threads, settings, 8000)


async def keep_warm(it: WarmPool, threads, count: int) -> None:
    """Let it warm until so many were."""
    warmed = asyncio.Semaphore(0)
    task = asyncio.create_task(it.keep_warm(threads, threading.Event(), warmed.release))
    for _ in range(count):
        await warmed.acquire()
    task.cancel()
    await asyncio.wait([task])


async def test_a_recogniser_goes_from_call_to_call_and_forgets_the_speaker(threads):
    it = pool(threads)
    first = await it.lend()
    assert first.resets == 0
    it.give_back(first)
    assert await it.lend() is first
    assert first.resets == 1


async def test_two_channels_never_share_one(threads):
    it = pool(threads)
    assert await it.lend() is not await it.lend()


async def test_new_ones_are_warmed_up_to_the_number_wanted(threads):
    it = pool(threads)
    await keep_warm(it, threads, 2)
    assert it.warm == 2
    lent = await it.lend()
    assert lent.blocks == round(SETTINGS.warm_seconds / SETTINGS.vosk.block_seconds)
    assert lent.resets == 1


async def test_where_one_was_lent_another_is_warmed(threads):
    it = pool(threads)
    await keep_warm(it, threads, 2)
    await it.lend()
    await keep_warm(it, threads, 1)
    assert it.warm == 2


async def test_more_than_may_idle_are_let_go(threads):
    it = pool(threads)
    for recognizer in [await it.lend() for _ in range(5)]:
        it.give_back(recognizer)
    assert it.warm == 3


async def test_stopping_does_not_wait_for_a_warming_to_end(threads):
    it = pool(threads, settings=PoolSettings(warmed=1, warm_seconds=60.0))
    stop = threading.Event()
    stop.set()
    warmed = asyncio.Event()
    task = asyncio.create_task(it.keep_warm(threads, stop, warmed.set))
    await warmed.wait()
    task.cancel()
    await asyncio.wait([task])
    assert (await it.lend()).blocks == 0


class Broken(FakeRecognizer):
    def accept(self, block: bytes):
        raise RecognizerError("out of memory")


async def test_a_warming_that_fails_leaves_the_pool_usable(threads, caplog):
    it = pool(threads, Broken)
    await it.keep_warm(threads, threading.Event(), lambda: None)
    assert "new ones start cold" in caplog.text
    assert isinstance(await it.lend(), Broken)


@pytest.mark.parametrize("rate", [8000, 16000])
def test_warm_audio_is_loud_has_pauses_and_is_always_the_same(rate: int):
    sound = warm_audio(3.0, rate)
    assert sound.shape == (3 * rate,)
    assert np.array_equal(sound, warm_audio(3.0, rate))
    levels = np.abs(sound.reshape(-1, rate // 50)).max(axis=1)
    assert 0.3 < np.mean(levels > 800) < 0.98
