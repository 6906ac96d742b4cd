"""The real Whisper engine with the smallest model: words of a carried call, within its share of the machine."""

import os
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import psutil
import pytest

from monitor.edges.engines import WhisperModel, load
from monitor.edges.models.installed import InstalledModel, installed_models
from monitor.edges.vosk.recognizer import ModelError
from monitor.edges.whisper.messages import Unit
from monitor.edges.whisper.process import ProcessEnded, UnitRefused, WhisperProcess, worker_command
from monitor.edges.whisper.settings import WhisperSettings
from tests.edges.whisper.tiny import SAID, SETTINGS, SPAN, afternoon, plain, tiny, tiny_folder
from tests.hearing import blocks, finals, hear

pytestmark = pytest.mark.whisper


@pytest.fixture(scope="module")
def model():
    it = tiny()
    yield it
    it.close()


@pytest.mark.parametrize("rate", [8000, 16000])
def test_it_hears_a_call(model: WhisperModel, rate: int):
    heard = hear(model.recognizer(rate, "en"), afternoon(rate), rate)
    assert plain(finals(heard)) == plain(SAID)
    words = heard[-1].words
    assert words[0].start == pytest.approx(SPAN[0], abs=0.15)
    assert words[-1].end == pytest.approx(SPAN[1], abs=0.25)


def test_a_long_turn_is_cut_where_it_pauses_and_loses_no_word(model: WhisperModel):
    recognizer = model.recognizer(8000, "en")
    said = np.concatenate([afternoon(8000)[: round(5.6 * 8000)]] * 3)
    heard = [recognizer.accept(block) for block in blocks(said)] + [recognizer.finish_turn()]
    pieces = [each for each in heard if each]
    assert len(pieces) > 1
    assert plain(finals(pieces)) == plain(SAID) * 3
    starts = [word.start for each in pieces for word in each.words]
    assert starts == sorted(starts)


@pytest.mark.parametrize("level", [3, 300, 3000])
def test_it_invents_no_words_in_noise(model: WhisperModel, level: int):
    noise = np.random.default_rng(4).normal(0, level, 8000 * 6).astype(np.int16)
    assert finals(hear(model.recognizer(8000, "en"), noise)) == ""


def test_it_invents_no_words_in_a_tone(model: WhisperModel):
    tone = (8000 * np.sin(np.arange(8000 * 6) * 425 * 2 * np.pi / 8000)).astype(np.int16)
    assert finals(hear(model.recognizer(8000, "en"), tone)) == ""


def test_killed_in_the_middle_of_decoding_it_hears_all_the_same(model: WhisperModel):
    unit = Unit(afternoon(8000).tobytes(), 8000, "en")
    process = psutil.Process(model.engine.pid)
    before = sum(process.cpu_times()[:2])
    with ThreadPoolExecutor(1) as threads:
        words = threads.submit(model.engine.decode, unit)
        while sum(process.cpu_times()[:2]) < before + 0.1:
            pass
        os.kill(process.pid, signal.SIGKILL)
        assert plain(" ".join(word.text for word in words.result())) == plain(SAID)
    assert model.engine.pid != process.pid


def test_it_stays_within_its_memory_and_gives_way(model: WhisperModel):
    hear(model.recognizer(8000, "en"), afternoon(8000))
    process = psutil.Process(model.engine.pid)
    assert process.nice() == psutil.Process().nice() + SETTINGS.niceness or process.nice() == 19
    assert process.memory_info().rss / 1e6 < SETTINGS.memory_mb


def test_a_cap_too_small_for_the_model_is_told_before_and_kept():
    small = WhisperSettings(memory_mb=120, start_seconds=100)
    with pytest.raises(ModelError, match=r"needs about 326 MB of memory, and recogniser\.whisper\.memory_mb"):
        tiny(small)
    with pytest.raises(ProcessEnded, match="wanted more than its 120 MB"):
        WhisperProcess(worker_command(tiny_folder(), small), small)


def copied(folder: Path) -> Path:
    shutil.copytree(tiny_folder(), folder)
    return folder


def test_a_model_that_is_cut_off_is_named_and_no_process_started(tmp_path: Path):
    weights = copied(tmp_path / "whisper-tiny.en") / "model.bin"
    with weights.open("r+b") as file:
        file.truncate(40_000_000)
    [found] = installed_models(tmp_path)
    with pytest.raises(ModelError, match=r"whisper-tiny\.en is damaged: model.bin is cut off"):
        load(found, SETTINGS)


def test_what_the_library_can_not_load_is_told_in_its_words(tmp_path: Path):
    weights = copied(tmp_path / "whisper-tiny.en") / "model.bin"
    weights.write_bytes(b"\6\0\0\0" + bytes(1000))
    with pytest.raises(UnitRefused):
        WhisperProcess(worker_command(weights.parent, SETTINGS), SETTINGS)


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("monitor.edges.engines.find_spec", lambda _: None)
    with pytest.raises(ModelError, match=r"pip install 'call-monitor\[whisper\]'"):
        load(InstalledModel("whisper-tiny.en", "en", tiny_folder(), None, "whisper"), SETTINGS)


def test_a_model_too_big_for_the_machine_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("monitor.edges.engines.memory_mb", lambda _: 10**9)
    with pytest.raises(ModelError, match="this machine has"):
        tiny(WhisperSettings(memory_mb=10**9))
