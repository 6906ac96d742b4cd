"""Ended calls heard again: which ones, when, and what becomes of failures."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from monitor.core.events import Channel, Word
from monitor.service.rows import StoreUnavailable
from monitor.service.second_pass import (
    CUT_OFF,
    DueCall,
    HeardAgain,
    HeardTurn,
    Kind,
    SecondPass,
    SecondPasses,
    SecondPassFailed,
    SecondPassSettings,
)

TURNS = [HeardTurn(Channel.CUSTOMER, (Word("again", 1.0, 1.4),))]
LIVE = Kind("en", "vosk small")


class MemoryPasses:
    """Second passes of calls in a dictionary; ``changed`` after every write."""

    def __init__(self, **kinds: Kind) -> None:
        self.calls = kinds
        self.kept: dict[str, SecondPass] = {}
        self.away = 0
        self.changed = asyncio.Condition()

    async def kinds_due(self, calls, attempts):
        if self.away:
            self.away -= 1
            raise StoreUnavailable("the disk is full")
        return list({self.calls[call_id] for call_id in self._due(attempts)})

    async def next_due(self, kinds, calls, attempts):
        due = [call_id for call_id in self._due(attempts) if self.calls[call_id] in kinds]
        due.sort(key=lambda call_id: call_id in self.kept)
        return DueCall(due[0], self.calls[due[0]]) if due else None

    async def begin(self, call_id, words_from):
        attempts = self.kept[call_id].attempts if call_id in self.kept else 0
        await self._keep(call_id, SecondPass(words_from, attempts + 1, CUT_OFF, None))

    async def give_back(self, call_id):
        kept = self.kept[call_id]
        await self._keep(call_id, SecondPass(kept.words_from, kept.attempts - 1, kept.because, None))

    async def succeed(self, call_id, heard):
        attempts = self.kept[call_id].attempts
        await self._keep(call_id, SecondPass(heard.words_from, attempts, heard.because, heard.turns))

    async def fail(self, call_id, because):
        kept = self.kept[call_id]
        await self._keep(call_id, SecondPass(kept.words_from, kept.attempts, because, None))

    async def when(self, condition):
        async with self.changed:
            await self.changed.wait_for(condition)

    def succeeded(self, *calls: str) -> bool:
        return {call_id for call_id, each in self.kept.items() if each.turns is not None} == set(calls)

    def _due(self, attempts):
        return [
            call_id
            for call_id in self.calls
            if call_id not in self.kept or (self.kept[call_id].turns is None and self.kept[call_id].attempts < attempts)
        ]

    async def _keep(self, call_id, kept):
        async with self.changed:
            self.kept[call_id] = kept
            self.changed.notify_all()


class Ears:
    """Hears one turn in every call; ``fails`` says in which calls how."""

    def __init__(self, best: str | None = "vosk big", **fails: Exception) -> None:
        self.best = best
        self.fails = fails
        self.heard: list[str] = []
        self.may_go_on = None
        self.hold = asyncio.Event()
        self.hold.set()

    async def words_from(self, language):
        return self.best if language == "en" else None

    async def hear(self, call, may_go_on):
        self.heard.append(call.call_id)
        self.may_go_on = may_go_on
        await self.hold.wait()
        if call.call_id in self.fails:
            raise self.fails[call.call_id]
        return HeardAgain("vosk big", tuple(TURNS))


class Live(set):
    """Ids of live calls; ``asked`` once somebody looked."""

    def __init__(self, *ids: str) -> None:
        super().__init__(ids)
        self.asked = asyncio.Event()

    def __len__(self) -> int:
        self.asked.set()
        return super().__len__()

    def find(self, call_id):
        self.asked.set()
        return call_id if call_id in self else None


@asynccontextmanager
async def running(passes, ears, live=None, tell=lambda _: None, **settings):
    told = SecondPassSettings(on=True, look_seconds=0.001, **settings)
    work = SecondPasses(told, passes, ears, Live() if live is None else live, tell)
    task = asyncio.ensure_future(work.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def test_better_words_are_kept_with_their_source():
    passes, ears = MemoryPasses(a=LIVE, b=LIVE), Ears()
    async with running(passes, ears):
        await passes.when(lambda: passes.succeeded("a", "b"))
    assert passes.kept["a"] == SecondPass("vosk big", 1, "", tuple(TURNS))
    assert ears.heard == ["a", "b"]


async def test_each_end_is_told_once_it_is_stored_however_it_went():
    passes, ears, told = MemoryPasses(a=LIVE, b=LIVE), Ears(a=SecondPassFailed("it has no recording")), []
    async with running(passes, ears, tell=lambda call_id: told.append((call_id, passes.kept[call_id])), attempts=1):
        await passes.when(lambda: passes.succeeded("b"))
    assert told == [
        ("a", SecondPass("vosk big", 1, "it has no recording", None)),
        ("b", SecondPass("vosk big", 1, "", tuple(TURNS))),
    ]


async def test_calls_that_the_best_model_heard_live_or_no_model_hears_are_let_be():
    passes, ears = MemoryPasses(a=Kind("en", "vosk big"), b=Kind("hu", "none"), c=Kind("en", "none")), Ears()
    async with running(passes, ears):
        await passes.when(lambda: passes.succeeded("c"))
    assert ears.heard == ["c"]


@pytest.mark.parametrize(
    ("error", "because"),
    [(SecondPassFailed("it has no recording"), "it has no recording"), (ZeroDivisionError(), "broke off with ZeroDiv")],
)
async def test_a_failure_is_kept_with_its_reason_and_given_up_after_some_attempts(error, because):
    passes, ears = MemoryPasses(a=LIVE, b=LIVE), Ears(a=error)
    async with running(passes, ears, attempts=2):
        await passes.when(lambda: passes.succeeded("b") and passes.kept["a"].attempts == 2)
        await passes.when(lambda: because in passes.kept["a"].because)
    assert ears.heard == ["a", "b", "a"]


async def test_it_waits_while_calls_are_live():
    passes, ears, live = MemoryPasses(a=LIVE), Ears(), Live("other")
    async with running(passes, ears, live):
        await live.asked.wait()
        assert ears.heard == []
        live.clear()
        await passes.when(lambda: passes.succeeded("a"))
        live.add("other")
        assert not ears.may_go_on()


async def test_it_goes_on_beside_calls_where_that_is_set():
    passes, ears = MemoryPasses(a=LIVE), Ears()
    async with running(passes, ears, Live("other"), beside_calls=True):
        await passes.when(lambda: passes.succeeded("a"))
    assert ears.may_go_on()


async def test_a_call_whose_recording_is_not_finished_waits_even_then():
    passes, ears, live = MemoryPasses(a=LIVE), Ears(), Live("a")
    async with running(passes, ears, live, beside_calls=True):
        await live.asked.wait()
        assert ears.heard == []
        live.clear()
        await passes.when(lambda: passes.succeeded("a"))


async def test_a_stop_in_order_costs_no_attempt_and_the_next_start_hears_it():
    passes, ears = MemoryPasses(a=LIVE), Ears()
    ears.hold.clear()
    async with running(passes, ears):
        await passes.when(lambda: "a" in passes.kept)
    assert passes.kept["a"] == SecondPass("vosk big", 0, CUT_OFF, None)
    ears.hold.set()
    async with running(passes, ears):
        await passes.when(lambda: passes.succeeded("a"))
    assert passes.kept["a"].attempts == 1


async def test_a_store_that_is_away_is_asked_again():
    passes, ears = MemoryPasses(a=LIVE), Ears()
    passes.away = 2
    async with running(passes, ears):
        await passes.when(lambda: passes.succeeded("a"))
