"""From a live call to the pages: the whisper, the floor, the replay."""

import re
import signal

import pytest
from playwright.async_api import Page, expect

from monitor.core.call_info import CallInfo
from tests.browser import spoken_call
from tests.browser.spoken_call import CALM, HOT
from tests.browser.stepped_call import stepped
from tests.running import Running

pytestmark = pytest.mark.browser

AGENT, OTHER = "Juno Example", "Kit Sample"
RAISED = re.compile(f"^(Watch|Raised|Escalated), {AGENT}")


def info(call_id: str, agent: str) -> CallInfo:
    return CallInfo(call_id=call_id, agent=agent, team="Returns", words="file")


async def test_prompt_appears_the_row_rises_and_review_replays_the_call(tmp_path, opened):
    hot_call, calm_call = (spoken_call.write(tmp_path, "hot", HOT), spoken_call.write(tmp_path, "calm", CALM))
    async with Running(tmp_path / "data") as service:
        agent = await opened(f"{service.url}/agent?agent={AGENT}")
        floor = await opened(f"{service.url}/floor")
        await expect(agent.get_by_text("Ready when the phone rings.")).to_be_visible()
        await expect(floor.get_by_text("No calls now.")).to_be_visible()

        async with (
            stepped(calm_call, info("calm-1", OTHER), service.url) as calm,
            stepped(hot_call, info("hot-1", AGENT), service.url) as hot,
        ):
            rows = floor.locator("[data-call]")
            await calm.until(expect(rows).to_have_count(2))
            await hot.until(expect(agent.get_by_role("heading", name="Don't dismiss the feeling.")).to_be_visible())
            await expect(agent.get_by_role("log")).to_contain_text("calm down", ignore_case=True)
            await expect(agent.get_by_text("Words come from a file")).to_be_visible()
            await hot.until(expect(rows.first).to_have_attribute("aria-label", RAISED))

            await hot.until(expect(agent.get_by_role("heading", name="Offer to call a supervisor.")).to_be_visible())
            await agent.keyboard.press("h")
            await expect(floor.get_by_text(f"{AGENT} asks for help").first).to_be_visible()
            await hot.end()
            await calm.end()
        await expect(agent.get_by_text("That call is over.")).to_be_visible()
        await expect(floor.get_by_text("No calls now.")).to_be_visible()
        await replay(await opened(f"{service.url}/review"))


async def replay(review: Page) -> None:
    """Open the flagged call, play it, and walk through its prompts."""
    calls = review.get_by_role("navigation", name="Ended calls")
    await expect(calls.get_by_role("heading")).to_have_text(["Flagged", "Other calls"])
    await calls.get_by_role("link", name=re.compile(AGENT)).click()
    await expect(review.get_by_text("Asked for a supervisor").first).to_be_visible()
    happened = review.locator("section", has=review.get_by_role("heading", name="What happened"))
    await expect(happened).to_contain_text("Don't dismiss the feeling.")
    await expect(happened).to_contain_text("Offer to call a supervisor.")
    await expect(review.get_by_text("calm down").first).to_be_visible()
    clock = review.locator(".deck time")
    await review.get_by_role("button", name="Play", exact=False).first.click()
    await expect(review.get_by_role("button", name="Pause")).to_be_visible()
    await expect(clock).not_to_have_text("0:00.0")
    await review.keyboard.press(" ")
    before = await clock.inner_text()
    await review.keyboard.press("p")
    await expect(clock).not_to_have_text(before)


async def test_call_of_an_empty_store_is_none(tmp_path, opened):
    async with Running(tmp_path / "data") as service:
        review = await opened(f"{service.url}/review")
        await expect(review.get_by_role("heading", name="No call has ended yet.")).to_be_visible()
        floor = await opened(f"{service.url}/floor")
        await expect(floor.get_by_text("No calls now.")).to_be_visible()


async def test_answered_prompt_leaves_and_its_answer_is_kept(tmp_path, opened):
    hot_call = spoken_call.write(tmp_path, "hot", HOT)
    async with Running(tmp_path / "data") as service:
        agent = await opened(f"{service.url}/agent?agent={AGENT}")
        async with stepped(hot_call, info("hot-1", AGENT), service.url) as hot:
            prompt = agent.get_by_role("heading", name="Don't dismiss the feeling.")
            await hot.until(expect(prompt).to_be_visible())
            await agent.keyboard.press("g")
            await expect(prompt).to_be_hidden()
            await hot.end()
        review = await opened(f"{service.url}/review?call=hot-1")
        await expect(review.get_by_text("Got it").first).to_be_visible()


async def test_lost_service_is_shown_and_its_return_brings_the_page_back(tmp_path, opened):
    async with Running(tmp_path / "data") as service:
        port = service.url.rsplit(":", 1)[1]
        agent = await opened(f"{service.url}/agent?agent={AGENT}")
        floor = await opened(f"{service.url}/floor")
        await expect(agent.get_by_text("Ready when the phone rings.")).to_be_visible()
        await service.end(signal.SIGKILL)
        await expect(floor.get_by_text("Not live since").first).to_be_visible()
        await expect(agent.get_by_text("No connection").first).to_be_visible()
    async with Running(tmp_path / "data", port=port):
        await expect(floor.get_by_text("No calls now.")).to_be_visible()
        await expect(floor.get_by_text("Not live since")).to_have_count(0)
        await expect(agent.get_by_text("Ready when the phone rings.")).to_be_visible()
