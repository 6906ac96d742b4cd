"""A call in a language that nothing here hears: every page says so, and all that needs no words goes on."""

from pathlib import Path

import httpx
import pytest
from playwright.async_api import expect

from monitor.core.call_info import CallInfo
from tests.browser import spoken_call
from tests.browser.stepped_call import stepped
from tests.running import Running

pytestmark = pytest.mark.browser

AGENT = "Juno Example"
UNHEARD = "Words are not heard in Hungarian. Voice, pace and turns still work."


def alone(folder: Path) -> Path:
    """The hot call without its words file."""
    path = spoken_call.write(folder, "hot", spoken_call.HOT)
    return path.rename(folder / "unheard.flac")


async def test_a_language_without_a_model_is_named_on_every_page_and_the_voices_count(tmp_path, opened):
    call = alone(tmp_path)
    async with Running(tmp_path / "data", CALL_MONITOR_SITE_LANGUAGE="hu") as service:
        agent = await opened(f"{service.url}/agent?agent={AGENT}")
        floor = await opened(f"{service.url}/floor")
        async with stepped(call, CallInfo(call_id="hu-1", agent=AGENT), service.url) as playing:
            await playing.until(expect(agent.get_by_text(UNHEARD)).to_be_visible())
            await expect(agent.get_by_text("call-monitor models list")).to_be_visible()
            row = floor.locator("[data-call]")
            await expect(row).to_contain_text("Words are not heard")
            await row.click()
            await expect(floor.get_by_text(UNHEARD).first).to_be_visible()
            await agent.screenshot(path=tmp_path / "agent.png")
            await floor.screenshot(path=tmp_path / "floor.png")
            await playing.end()
        review = await opened(f"{service.url}/review?call=hu-1")
        await expect(review.get_by_text("Words were not heard in Hungarian")).to_be_visible()
        await review.screenshot(path=tmp_path / "review.png")
        async with httpx.AsyncClient() as client:
            events = (await client.get(f"{service.url}/api/calls/hu-1")).json()["events"]
    kinds = {event["type"] for event in events}
    assert {"speech", "fault"} <= kinds
    assert "utterance" not in kinds
