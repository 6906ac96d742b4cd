"""A call that was heard again, on review's page of the real service."""

import pytest
from msgspec.structs import replace
from playwright.async_api import expect

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, Channel, Word
from monitor.edges.second_pass_store import StoredSecondPasses
from monitor.edges.store import Store
from monitor.service.second_pass import HeardTurn
from tests.running import Running
from tests.service.events import call_started, utterance

pytestmark = pytest.mark.browser


async def stored(data, call_id: str, turns: list[HeardTurn] | None, because: str = "") -> None:
    """An ended call with one live utterance, heard again or not."""
    store = await Store.open(data)
    passes = StoredSecondPasses(store)
    await store.begin_call(
        CallInfo(call_id=call_id, agent="Mira Test"),
        call_started(call_id, words_from="vosk vosk-model-small-en-us-0.15"),
    )
    seconds = {"duration_seconds": 9.0, "agent_speech_seconds": 2.0, "customer_speech_seconds": 0.0}
    await store.write(
        [replace(utterance(1.0, "hello deer customer"), call_id=call_id), CallEnded(at=9.0, call_id=call_id, **seconds)]
    )
    await passes.begin(call_id, "whisper small")
    if turns is None:
        await passes.fail(call_id, because)
    else:
        await passes.succeed(call_id, turns)
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


async def test_a_failure_says_why_and_the_live_words_serve(tmp_path, opened):
    await stored(tmp_path, "c-2", None, "it has no recording")
    async with Running(tmp_path) as service:
        page = await opened(f"{service.url}/review?call=c-2")
        await expect(page.get_by_text("Could not be heard again: it has no recording.")).to_be_visible()
        await expect(page.get_by_text("deer")).to_be_visible()
