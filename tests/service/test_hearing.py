"""A channel's way through its recogniser: what is decoded, what is skipped, what happens when it fails."""

import asyncio
import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.core.events import Channel, Word
from monitor.core.signal.frames import empty_frames
from monitor.service.hearing import ChannelHearing
from monitor.service.recognition import Intake, RecognizerError, Transcript
from tests.hearing import FakePool, FakeRecognizer

RATE = 8000
FRAME = RATE // 20
EVERY_HOP = 0b11111


class Said:
    """Keeps what a hearing delivers, and its faults."""

    def __init__(self) -> None:
        self.words: list[tuple[tuple[Word, ...], bool]] = []
        self.faults: list[tuple[str, str]] = []

    def deliver(self, channel: Channel, words: tuple[Word, ...], final: bool, stable: int | None) -> None:
        assert channel is Channel.CUSTOMER
        self.words.append((words, final))

    def fault(self, kind: str, channel: Channel, state: str) -> None:
        assert channel is Channel.CUSTOMER
        self.faults.append((kind, state))

    def finals(self) -> list[tuple[float, float]]:
        return [(word.start, word.end) for words, final in self.words if final for word in words]


def stretch(seconds: float, *spans: tuple[float, float]) -> tuple[np.ndarray, np.ndarray]:
    """Samples that are loud in the spans, and frames in which the channel speaks there."""
    count = round(seconds * 20)
    samples, frames = np.zeros(count * FRAME, np.int16), empty_frames(count)[:, 0]
    for start, end in spans:
        samples[round(start * RATE) : round(end * RATE)] = 5000
        frames["active"][round(start * 20) : round(end * 20)] = EVERY_HOP
    return samples, frames


def hearing(pool: FakePool, said: Said) -> ChannelHearing:
    return ChannelHearing(Channel.CUSTOMER, pool, RATE, said.deliver, said.fault)


async def test_words_come_at_their_times_in_the_call():
    said, pool = Said(), FakePool()
    it = hearing(pool, said)
    samples, frames = stretch(12, (4.0, 4.4), (9.0, 9.2))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(it.run())
        for first in range(0, len(frames), 2):
            it.receive(samples[first * FRAME : (first + 2) * FRAME], frames[first : first + 2])
            await it.room()
        it.close()
    assert said.finals() == [(4.0, 4.2), (4.2, 4.4), (9.0, 9.2)]
    assert said.faults == []
    assert [final for _, final in said.words] == [False, False, True, False, True]


async def test_the_recogniser_is_given_back_after_the_end():
    pool = FakePool()
    it = hearing(pool, Said())
    it.close()
    await it.run()
    assert len(pool.back) == 1


async def test_what_is_left_at_the_end_is_decoded():
    said, pool = Said(), FakePool()
    it = hearing(pool, said)
    it.receive(*stretch(1.0, (0.6, 1.0)))
    it.close()
    await it.run()
    assert said.finals() == [(0.6, 0.8), (0.8, 1.0)]


async def test_a_recogniser_that_falls_behind_skips_and_says_so():
    said, pool = Said(), FakePool()
    it = hearing(pool, said)
    samples, frames = stretch(10, (0.0, 10.0))
    it.receive(samples, frames)  # nobody decodes yet: only 3 s may wait
    assert said.faults == [("gap", "on")]
    assert it.skipped_seconds == pytest.approx(10 - Intake().waiting_seconds)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(it.run())
        await it.room()
        it.receive(*stretch(1, (0.0, 1.0)))
        it.close()
    assert said.faults == [("gap", "on"), ("gap", "off")]
    starts = [start for start, _ in said.finals()]
    assert starts == sorted(starts)
    assert not [start for start in starts if 3.0 <= start < 10.0]
    assert max(starts) == pytest.approx(10.8)


async def test_what_is_said_before_a_gap_does_not_run_on_into_what_comes_after():
    said, pool = Said(), FakePool()
    it = hearing(pool, said)
    it.receive(*stretch(10, (0.0, 10.0)))
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(it.run())
        await it.room()
        it.receive(*stretch(1, (0.0, 1.0)))
        it.close()
    turns = [words for words, final in said.words if final]
    assert len(turns) == 2
    assert turns[0][-1].end <= 3.0
    assert turns[1][0].start >= 10.0


async def test_after_a_gap_it_waits_until_half_is_worked_off():
    it = hearing(FakePool(), Said())
    it.receive(*stretch(5, (0.0, 5.0)))
    skipped = it.skipped_seconds
    it._blocks = 8  # as decoding would leave it: no room yet
    it.receive(*stretch(0.2, (0.0, 0.2)))
    assert it.skipped_seconds == pytest.approx(skipped + 0.2)


async def test_a_source_that_can_wait_loses_nothing():
    said, pool = Said(), FakePool()
    it = hearing(pool, said)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(it.run())
        for _ in range(60):
            it.receive(*stretch(0.2, (0.0, 0.2)))
            await it.room()
        it.close()
    assert it.skipped_seconds == 0
    assert len(said.finals()) == 60


class Broken(FakeRecognizer):
    def accept(self, block: bytes) -> Transcript | None:
        raise RecognizerError("the engine ran out of memory")


async def test_a_failing_recogniser_costs_the_words_and_not_the_call():
    said, pool = Said(), FakePool(Broken)
    it = hearing(pool, said)
    it.receive(*stretch(2, (0.0, 2.0)))
    await it.run()
    assert said.faults == [("recogniser_failed", "on")]
    assert pool.back == []
    it.receive(*stretch(2, (0.0, 2.0)))
    await asyncio.wait_for(it.room(), 5)
    it.close()


class Forgetful(FakeRecognizer):
    """Loses every other turn, as an engine does whose process failed."""

    def __init__(self) -> None:
        super().__init__()
        self.turns = 0

    def finish_turn(self) -> Transcript | None:
        heard = super().finish_turn()
        self.turns += heard is not None
        return Transcript((), final=True, lost=True) if heard and self.turns % 2 else heard


async def test_a_turn_that_the_engine_lost_is_a_gap_until_it_hears_again():
    said = Said()
    it = hearing(FakePool(Forgetful), said)
    it.receive(*stretch(3, (0.0, 0.4), (1.4, 1.8)))
    it.close()
    await it.run()
    assert said.faults == [("gap", "on"), ("gap", "off")]
    assert said.finals()[0][0] >= 1.4


class Slow(FakeRecognizer):
    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on, self.ended = threading.Event(), threading.Event(), threading.Event()

    def accept(self, block: bytes) -> Transcript | None:
        self.begun.set()
        assert self.go_on.wait(10)
        self.ended.set()
        return None


async def test_a_cancelled_hearing_gives_its_recogniser_back_only_when_the_thread_is_out_of_it():
    slow = Slow()
    pool = FakePool(lambda: slow)
    it = hearing(pool, Said())
    it.receive(*stretch(1, (0.0, 1.0)))
    task = asyncio.create_task(it.run())
    await asyncio.to_thread(slow.begun.wait, 10)
    task.cancel()
    await asyncio.sleep(0)
    assert pool.back == []
    slow.go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert slow.ended.is_set()
    assert pool.back == [slow]


@settings(max_examples=30, deadline=None)
@given(cuts=st.lists(st.integers(1, 30), min_size=1, max_size=12), start=st.integers(0, 60), length=st.integers(1, 40))
def test_any_chunking_yields_the_same_words(cuts: list[int], start: int, length: int) -> None:
    samples, frames = stretch(6, (start / 20, (start + length) / 20))

    async def heard(counts: list[int]) -> list[tuple[tuple[Word, ...], bool]]:
        said = Said()
        it = hearing(FakePool(), said)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(it.run())
            place = turn = 0
            while place < len(frames):
                count = counts[turn % len(counts)]
                it.receive(samples[place * FRAME : (place + count) * FRAME], frames[place : place + count])
                await it.room()
                place, turn = place + count, turn + 1
            it.close()
        return said.words

    # Chunks of at most 1.5 s, so that nothing has to be skipped.
    assert asyncio.run(heard(cuts)) == asyncio.run(heard([4]))
