"""Who may start a call, and how calls end."""

import asyncio

import pytest

from monitor.core.call_info import CallInfo
from monitor.core.errors import AudioFormatError
from monitor.core.events import CallEnded
from monitor.service.calls import CallRefused, TooManyCalls
from monitor.service.rows import CallBegun
from tests.service.fakes import Service
from tests.service.test_session import noise


def info(call_id: str, **more) -> CallInfo:
    return CallInfo(call_id=call_id, agent="Mira Test", **more)


async def test_second_call_of_the_same_id_is_refused_and_the_first_goes_on():
    async with Service() as service:
        first = await service.calls.start(info("c-1"))
        with pytest.raises(CallRefused, match="c-1 is live already"):
            await service.calls.start(info("c-1"))
        await first.receive_audio(noise(1.0).tobytes())
        first.end("hung_up")
        assert (await first.ended).duration_seconds == 1.0


@pytest.mark.parametrize(("told", "language"), [("", "hu"), ("de-AT", "de-AT")])
async def test_call_that_says_no_language_is_in_that_of_its_agent(told: str, language: str):
    async with Service(language_of=lambda call: {"Mira Test": "hu"}[call.agent]) as service:
        session = await service.calls.start(info("c-1", language=told))
        assert session.info.language == language
        assert service.recognition.asked[-1] == language


async def test_two_clients_that_start_the_same_id_at_once_get_one_call():
    async with Service() as service:
        results = await asyncio.gather(*(service.calls.start(info("c-1")) for _ in range(2)), return_exceptions=True)
        assert sorted(type(result).__name__ for result in results) == ["CallRefused", "CallSession"]


async def test_id_of_a_stored_call_is_refused():
    async with Service() as service:
        session = await service.calls.start(info("c-1"))
        session.end("hung_up")
        await session.ended
        with pytest.raises(CallRefused, match="a stored call has the id c-1"):
            await service.calls.start(info("c-1"))


async def test_full_service_says_so_and_what_to_do():
    async with Service(most=1) as service:
        await service.calls.start(info("c-1"))
        with pytest.raises(TooManyCalls, match=r"raise calls\.most"):
            await service.calls.start(info("c-2"))


async def test_wrong_rate_is_refused_and_its_id_stays_free():
    async with Service() as service:
        with pytest.raises(AudioFormatError, match="rate 100"):
            await service.calls.start(info("c-1", rate=100))
        await service.calls.start(info("c-1"))


async def test_call_that_fails_ends_as_failed_and_harms_no_other():
    async with Service(fail_at={"bad": 0.5}) as service:
        bad, good = await service.calls.start(info("bad")), await service.calls.start(info("good"))
        for session in (bad, good):
            await session.receive_audio(noise(1.0).tobytes())
        assert (await bad.ended).reason == "failed"
        good.end("hung_up")
        assert (await good.ended).reason == "hung_up"
        assert service.calls.failed == 1
    assert service.recordings.files["bad"].finished
    assert sorted((row.call_id, row.reason) for row in service.store.of(CallEnded)) == [
        ("bad", "failed"),
        ("good", "hung_up"),
    ]


async def test_stopping_ends_live_calls_and_takes_no_more():
    async with Service() as service:
        session = await service.calls.start(info("c-1"))
        await service.calls.end_all("service_stopped")
        assert session.ended.result().reason == "service_stopped"
        assert service.calls.find("c-1") is None
        with pytest.raises(TooManyCalls, match="stopping"):
            await service.calls.start(info("c-2"))


async def test_call_goes_on_while_the_store_is_away_and_waits_to_be_stored():
    async with Service() as service:
        service.store.away = True
        session = await service.calls.start(info("c-1"))
        session.end("hung_up")
        await session.ended
    assert [type(row) for row in service.store.rows] == [CallBegun, CallEnded]


async def test_call_is_on_the_floor_while_it_lives():
    async with Service() as service:
        session = await service.calls.start(info("c-1"))
        assert service.board.agents() == ["Mira Test"]
        session.end("hung_up")
        await session.ended
        assert service.board.agents() == []
