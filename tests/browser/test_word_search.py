"""Search over what was said, on review's page of the real service."""

import asyncio
import re

import pytest
from msgspec.structs import replace
from playwright.async_api import expect

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, Channel, Flag, Word
from monitor.edges.database.second_pass_store import StoredSecondPasses
from monitor.edges.database.store import RECORDINGS, Store
from monitor.edges.sound.recordings import Recordings
from monitor.service.second_pass import HeardAgain, HeardTurn
from tests.running import Running
from tests.service.events import call_started, utterance
from tests.service.test_session import noise

pytestmark = pytest.mark.browser

SECONDS = 40.0


async def stored(data) -> None:
    """Two ended calls: ``live`` with live words, ``again`` heard again with better ones and with a recording."""
    await asyncio.to_thread(recorded, data, "again")
    store = await Store.open(data)
    await call(store, "live", "Theo Sample", [(3.0, "I will speak to your manager about the refund")])
    await call(store, "again", "Mira Test", [(4.0, "hello deer"), (20.0, "the reform please"), (30.0, "no reform")])
    await store.write([Flag(at=5.0, call_id="again", id="f", reason="raised for a minute")])
    passes = StoredSecondPasses(store)
    await passes.begin("again", "whisper small")
    turns = turn(4.0, "Hello, dear."), turn(20.0, "The refund, please."), turn(30.0, "No refund!")
    await passes.succeed("again", HeardAgain("whisper small", turns))
    await store.close()


def recorded(data, call_id: str) -> None:
    file = Recordings(data / RECORDINGS).start(call_id, 8000)
    file.append(noise(SECONDS))
    file.finish()


def turn(start: float, text: str) -> HeardTurn:
    words = (Word(word, start + place, start + place + 0.8) for place, word in enumerate(text.split()))
    return HeardTurn(Channel.CUSTOMER, tuple(words))


async def call(store: Store, call_id: str, agent: str, lines: list[tuple[float, str]]) -> None:
    started = call_started(call_id, agent, words_from="vosk vosk-model-small-en-us-0.15")
    await store.begin_call(CallInfo(call_id=call_id, agent=agent), started)
    ended = CallEnded(
        at=SECONDS, call_id=call_id, duration_seconds=SECONDS, agent_speech_seconds=2.0, customer_speech_seconds=9.0
    )
    said = [replace(utterance(at, text, channel=Channel.CUSTOMER), call_id=call_id) for at, text in lines]
    await store.write([*said, ended])


async def test_words_are_found_and_a_press_opens_the_call_at_that_second(tmp_path, opened):
    await stored(tmp_path)
    async with Running(tmp_path) as service:
        page = await opened(f"{service.url}/review")
        found = page.get_by_role("list", name="Lines in which it was said")
        await page.get_by_role("searchbox").fill("refund")
        await expect(found).to_have_count(2)
        await expect(found.first.get_by_role("link")).to_have_text(
            [re.compile("The refund, please"), re.compile("No refund!")]
        )
        await expect(found.first.locator("mark").first).to_have_text("refund")
        await expect(found.last).to_contain_text("speak to your manager about the refund")
        await found.first.get_by_role("link", name="please").click()
        await expect(page).to_have_url(f"{service.url}/review?call=again&at=21")
        await expect(page.locator(".deck .at")).to_contain_text("0:21")
        await expect(page.locator(".words .word")).to_have_text("refund,")
        await page.get_by_role("button", name="Live by").click()
        await found.first.get_by_role("link", name="No refund!").click()
        await expect(page.locator(".words .word")).to_have_text("refund!")
        await expect(page.locator(".deck .at")).to_contain_text("0:31")
        await page.go_back()
        await expect(page.locator(".words .word")).to_have_text("refund,")


async def test_an_address_with_a_moment_opens_there(tmp_path, opened):
    await stored(tmp_path)
    async with Running(tmp_path) as service:
        page = await opened(f"{service.url}/review?call=live&at=6")
        await expect(page.locator(".words .word")).to_have_text("to")
        await expect(page.locator(".deck .at")).to_contain_text("0:06")


async def test_phrases_names_and_nothing_found(tmp_path, opened):
    await stored(tmp_path)
    async with Running(tmp_path) as service:
        page = await opened(f"{service.url}/review")
        calls, search = page.locator(".list .call"), page.get_by_role("searchbox")
        await search.fill('"speak to your')
        await expect(calls).to_have_count(1)
        await expect(calls).to_contain_text("Theo Sample")
        await search.fill("mira")
        await expect(calls).to_contain_text(["Mira Test"])
        await search.fill("reform")
        await expect(page.get_by_text("No call matches.")).to_be_visible()
        await search.fill("??")
        await expect(page.get_by_text("Type a word that was said, or a name.")).to_be_visible()
        await search.fill("")
        await expect(calls).to_have_count(2)
