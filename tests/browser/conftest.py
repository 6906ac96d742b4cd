"""A real browser on the real service; pages must not complain in its console."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

expect.set_options(timeout=30_000)

SERVICE_AWAY = ("WebSocket connection", "ERR_CONNECTION_REFUSED")
"""What Chromium itself writes while the service is away, as it is once a test has stopped it."""

Opened = Callable[[str], Awaitable[Page]]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        one = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield one
        await one.close()


@pytest.fixture
async def opened(browser: Browser) -> AsyncIterator[Opened]:
    """Opens pages side by side, each like a person of its own; their complaints fail the test at its end."""
    complaints: list[str] = []
    async with AsyncExitStack() as stack:

        async def open_page(url: str) -> Page:
            context = await browser.new_context(viewport={"width": 1366, "height": 800})
            stack.push_async_callback(context.close)
            page = await context.new_page()
            page.set_default_timeout(30_000)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
            await page.goto(url)
            return page

        yield open_page
    assert [each for each in complaints if not any(away in each for away in SERVICE_AWAY)] == []
