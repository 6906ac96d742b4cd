"""The engine's process fails in every way; the service loses a piece of speech at most, and says which."""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from monitor.edges.whisper.engine import UnitLost, WhisperEngine
from monitor.edges.whisper.messages import Unit
from monitor.edges.whisper.process import ProcessEnded, UnitRefused, WhisperProcess
from monitor.edges.whisper.settings import WhisperSettings
from tests.edges.whisper.stand_in import CRASH, CRASH_ONCE, EAT, HANG, REFUSE, SPIN, WAIT, unit

CAP_MB = 400


@pytest.fixture
def start(tmp_path: Path):
    """Makes engines whose process is the stand-in; ends them."""
    engines: list[WhisperEngine] = []

    def make(cap: int = CAP_MB, **settings: float) -> WhisperEngine:
        given = WhisperSettings(memory_mb=cap, **settings)
        command = [sys.executable, "-m", "tests.edges.whisper.stand_in", str(tmp_path), str(CAP_MB)]
        engines.append(WhisperEngine("whisper stand-in", lambda: WhisperProcess(command, given), given))
        return engines[-1]

    yield make
    (tmp_path / "go").touch()
    for engine in engines:
        engine.close()


def begun(notes: Path) -> list[str]:
    return (notes / "begun").read_text().splitlines() if (notes / "begun").exists() else []


def until_begun(notes: Path, count: int) -> None:
    while len(begun(notes)) < count:
        pass


def heard(engine: WhisperEngine, given: Unit | None = None) -> list[str]:
    return [word.text for word in engine.decode(given or unit())]


def test_a_unit_has_its_words(start):
    assert heard(start(), unit(seconds=3)) == ["la", "la", "la"]


def test_after_a_crash_it_is_started_anew_and_the_unit_tried_again(start, caplog):
    engine = start()
    first = engine.pid
    assert heard(engine, unit(CRASH_ONCE)) == ["la"]
    assert engine.pid != first
    assert "crashed" in caplog.text
    assert "started anew" in caplog.text


def test_a_unit_that_crashes_it_twice_is_lost_and_the_next_goes_on(start, tmp_path: Path):
    engine = start()
    with pytest.raises(UnitLost, match="failed 2 times"):
        engine.decode(unit(CRASH))
    assert len(begun(tmp_path)) == 2
    assert heard(engine) == ["la"]


def test_killed_from_outside_while_idle_nothing_is_lost(start):
    engine = start()
    os.kill(engine.pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(engine.pid)], 10)
    assert heard(engine) == ["la"]


def test_a_unit_over_which_it_hangs_is_given_up(start, caplog):
    engine = start(timeout_seconds=0.5)
    with pytest.raises(UnitLost):
        engine.decode(unit(HANG))
    assert "did not answer in time" in caplog.text


def test_a_unit_that_it_turns_over_for_ever_is_given_up(start, caplog):
    engine = start(timeout_seconds=0.5)
    with pytest.raises(UnitLost):
        engine.decode(unit(SPIN))
    assert "did not answer in time" in caplog.text


def test_stopped_by_the_system_it_is_replaced(start):
    engine = start(timeout_seconds=2)
    os.kill(engine.pid, signal.SIGSTOP)
    assert heard(engine, unit(seconds=20)) == ["la"] * 20  # more than the pipe holds


def test_memory_over_the_cap_ends_it(start, caplog):
    engine = start(cap=CAP_MB)
    with pytest.raises(UnitLost):
        engine.decode(unit(EAT))
    assert heard(engine) == ["la"]
    assert "crashed" in caplog.text or "memory" in caplog.text


def test_memory_over_the_cap_is_seen_from_outside_too(start, caplog):
    engine = start(cap=120)
    with pytest.raises(UnitLost):
        engine.decode(unit(EAT))
    assert "wanted more than its 120 MB (recogniser.whisper.memory_mb)" in caplog.text


def test_what_it_can_not_decode_is_lost_at_once_and_it_lives_on(start, tmp_path: Path):
    engine = start()
    first = engine.pid
    with pytest.raises(UnitLost, match="it is no speech"):
        engine.decode(unit(REFUSE))
    assert len(begun(tmp_path)) == 1
    assert engine.pid == first


def test_a_model_that_can_not_be_loaded_is_an_error_at_the_start(start, tmp_path: Path):
    (tmp_path / "unable").touch()
    with pytest.raises(UnitRefused, match="the model is damaged"):
        start()


def test_a_process_that_never_gets_ready_is_an_error_at_the_start():
    settings = WhisperSettings(start_seconds=0.3)
    with pytest.raises(ProcessEnded, match="did not answer in time"):
        WhisperProcess([sys.executable, "-c", "import time; time.sleep(3600)"], settings)


def test_one_that_says_nonsense_is_ended():
    settings = WhisperSettings(start_seconds=60)
    nonsense = "import sys; sys.stdout.buffer.write(b'\\x01\\0\\0\\0\\xc1'); sys.stdout.flush(); input()"
    with pytest.raises(ProcessEnded, match="answered nonsense"):
        WhisperProcess([sys.executable, "-c", nonsense], settings)


def test_a_start_that_fails_later_loses_units_and_is_not_tried_at_each(start, tmp_path: Path):
    engine = start()
    (tmp_path / "unable").touch()
    with pytest.raises(UnitLost, match="can't be started anew: the model is damaged"):
        engine.decode(unit(CRASH))
    with pytest.raises(UnitLost, match="can't be started at the moment"):
        engine.decode(unit())


def test_over_the_bound_the_oldest_that_waits_is_lost_and_the_order_kept(start, tmp_path: Path):
    engine = start(queue_units=2)
    with ThreadPoolExecutor(4) as threads:
        units = [threads.submit(heard, engine, unit(WAIT, 1))]
        until_begun(tmp_path, 1)
        for seconds in (2, 3, 4):
            units.append(threads.submit(heard, engine, unit(WAIT, seconds)))
            while len(engine._waiting) < min(2, len(units) - 1):
                pass
        with pytest.raises(UnitLost, match="waited too long"):
            units[1].result()
        (tmp_path / "go").touch()
        assert [len(each.result()) for each in (units[0], units[2], units[3])] == [1, 3, 4]
    assert begun(tmp_path) == ["6 1", "6 3", "6 4"]


def test_closing_it_frees_all_that_wait_and_leaves_no_process(start, tmp_path: Path):
    engine = start()
    process = psutil.Process(engine.pid)
    with ThreadPoolExecutor(2) as threads:
        waiting = [threads.submit(heard, engine, unit(WAIT)) for _ in range(2)]
        until_begun(tmp_path, 1)
        engine.close()
        for each in waiting:
            with pytest.raises(UnitLost, match="stopped"):
                each.result()
    assert not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    with pytest.raises(UnitLost, match="stopped"):
        engine.decode(unit())
