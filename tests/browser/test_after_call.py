"""The agent's page once a hot call is over: its notes, their receipt, and how they go."""

import re

import pytest
from playwright.async_api import expect

from monitor.core.call_info import CallInfo
from monitor.edges.ingest.play import play, playable
from tests.browser import spoken_call
from tests.running import Running

pytestmark = pytest.mark.browser

AGENT = "Juno Example"
TELL, ASK = "Tell your supervisor plainly what happened.", "Ask how it was solved."


async def test_notes_stand_after_a_hot_call_until_they_are_put_away_or_the_next_one_begins(tmp_path, opened):
    hot = playable(spoken_call.write(tmp_path, "hot", spoken_call.SOLVED))
    calm = playable(spoken_call.write(tmp_path, "calm", spoken_call.CALM[:2]))
    async with Running(tmp_path / "data") as service:
        page = await opened(f"{service.url}/agent?agent={AGENT}")
        await play(hot, CallInfo(call_id="hot-1", agent=AGENT, words="file"), service.url, 8.0)
        tell = page.get_by_role("heading", name=TELL)
        ask = page.get_by_role("heading", name=ASK)
        await expect(tell).to_be_visible()
        await expect(ask).to_be_visible()
        await expect(page.get_by_text("That call is over.")).to_be_visible()
        why = page.locator(".prompt.after .why")
        await expect(why.first).to_have_text(re.compile(r"^The call was hot for \d+ s in all, at most raised\.$"))

        await page.keyboard.press("y")
        await expect(page.get_by_text("Hot in all")).to_be_visible()
        await page.reload()
        await expect(tell).to_be_visible()
        await page.keyboard.press("g")
        await expect(tell).to_be_hidden()
        await expect(ask).to_be_visible()
        await page.reload()
        await expect(ask).to_be_visible()
        await expect(tell).to_be_hidden()

        await play(calm, CallInfo(call_id="calm-1", agent=AGENT, words="file"), service.url, 8.0)
        await expect(page.get_by_text("That call is over.")).to_be_visible()
        await expect(ask).to_be_hidden()

        review = await opened(f"{service.url}/review?call=hot-1")
        await expect(review.get_by_text(TELL).first).to_be_visible()
