"""Recordings: nothing that was heard is lost, and nothing outside the folder is touched."""

import errno
import logging

import numpy as np
import pytest
import soundfile

from monitor.core.errors import CallMonitorError
from monitor.edges.sound import flac
from monitor.edges.sound.recording_file import HELD_SECONDS, RecordingError
from monitor.edges.sound.recordings import Recordings, file_stem
from tests.edges.hindrances import no_file_longer_than, without_privileges

RATE = 8000


def audio(seconds: float, rate: int = RATE, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(-32768, 32768, (int(seconds * rate), 2)).astype(np.int16)


def append(file, samples: np.ndarray, size: int = 800) -> None:
    for first in range(0, len(samples), size):
        file.append(samples[first : first + size])


def left_by_a_crash(recordings: Recordings, call_id: str, samples: np.ndarray) -> None:
    """Leave a recording as a killed process does."""
    file = recordings.start(call_id, RATE)
    append(file, samples)
    file._close()


def decoded(path) -> np.ndarray:
    return soundfile.read(path, dtype="int16", always_2d=True)[0]


def names(folder) -> list[str]:
    return sorted(path.suffix for path in folder.iterdir())


@pytest.fixture
def recordings(tmp_path):
    return Recordings(tmp_path / "recordings")


@pytest.mark.parametrize("rate", [8000, 16000])
@pytest.mark.parametrize("size", [1, 799, 100_000])
def test_ended_recording_is_two_channel_flac_equal_to_what_was_appended(recordings, tmp_path, rate, size):
    samples = audio(1.3, rate)
    file = recordings.start("c-1", rate)
    append(file, samples, size)
    path = file.finish()
    assert np.array_equal(decoded(path), samples)
    assert soundfile.info(path).samplerate == rate
    assert recordings.path("c-1") == path
    assert recordings.seconds("c-1") == pytest.approx(1.3)
    assert names(tmp_path / "recordings") == [".flac"]


def test_running_recording_is_on_disk_but_for_the_last_half_second(recordings, tmp_path):
    file = recordings.start("c-1", RATE)
    append(file, audio(3.3))
    (pcm,) = (tmp_path / "recordings").glob("*.pcm")
    assert pcm.stat().st_size >= (3.3 - 0.5) * RATE * 4
    assert recordings.path("c-1") is None
    file.finish()


def test_call_without_audio_leaves_nothing(recordings, tmp_path):
    assert recordings.start("c-1", RATE).finish() is None
    assert recordings.path("c-1") is None
    assert recordings.seconds("c-1") == 0.0
    assert names(tmp_path / "recordings") == []


def test_recording_is_never_written_over(recordings):
    running = recordings.start("c-1", RATE)
    append(running, audio(1))
    with pytest.raises(RecordingError, match="has a recording already"):
        recordings.start("c-1", RATE)
    path = running.finish()
    with pytest.raises(RecordingError, match="has a recording already"):
        recordings.start("c-1", RATE)
    assert np.array_equal(decoded(path), audio(1))


IDS = ["../../etc/passwd", "/etc/passwd", "..", "", "CON", "a\\b", "a/b", "A", "a", "ü\u202e日本", "x" * 5000, "n\0ul"]


def test_ids_from_outside_are_safe_and_distinct_file_names(recordings, tmp_path):
    for seed, call_id in enumerate(IDS):
        file = recordings.start(call_id, RATE)
        append(file, audio(0.6, seed=seed))
        file.finish()
    for seed, call_id in enumerate(IDS):
        assert np.array_equal(decoded(recordings.path(call_id)), audio(0.6, seed=seed))
    assert len({file_stem(call_id).casefold() for call_id in IDS}) == len(IDS)
    assert max(len(file_stem(call_id)) for call_id in IDS) < 100
    assert [path.name for path in tmp_path.iterdir()] == ["recordings"]


def test_left_over_of_a_crash_is_finished_at_the_next_start(recordings, tmp_path):
    for call_id in ("../c-1", "c-2"):
        left_by_a_crash(recordings, call_id, audio(2))
    again = Recordings(tmp_path / "recordings")
    assert sorted(again.recover()) == [("../c-1", 2.0), ("c-2", 2.0)]
    assert np.array_equal(decoded(again.path("../c-1")), audio(2))
    assert names(tmp_path / "recordings") == [".flac", ".flac"]
    assert again.recover() == []


def test_sample_that_a_crash_cut_in_two_is_left_out(recordings, tmp_path):
    left_by_a_crash(recordings, "c-1", audio(1))
    (pcm,) = (tmp_path / "recordings").glob("*.pcm")
    pcm.write_bytes(pcm.read_bytes() + b"abc")
    again = Recordings(tmp_path / "recordings")
    assert again.recover() == [("c-1", 1.0)]
    assert np.array_equal(decoded(again.path("c-1")), audio(1))


@pytest.mark.parametrize("left", ["note alone", "flac not whole", "flac whole"])
def test_crash_at_any_step_of_finishing_is_made_good(recordings, tmp_path, left):
    folder = tmp_path / "recordings"
    left_by_a_crash(recordings, "c-1", audio(1))
    (pcm,) = folder.glob("*.pcm")
    match left:
        case "note alone":
            flac.encode(pcm, RATE, pcm.with_suffix(".flac"))
            pcm.unlink()
        case "flac not whole":
            pcm.with_suffix(".part").write_bytes(b"fLaC half of it")
        case "flac whole":
            flac.encode(pcm, RATE, pcm.with_suffix(".flac"))
    again = Recordings(folder)
    assert again.recover() == ([] if left == "note alone" else [("c-1", 1.0)])
    assert np.array_equal(decoded(again.path("c-1")), audio(1))
    assert names(folder) == [".flac"]


def test_recovery_leaves_running_calls_and_what_it_can_not_read_alone(recordings, tmp_path, caplog):
    running = recordings.start("c-1", RATE)
    append(running, audio(1))
    (tmp_path / "recordings" / "odd.json").write_text("{")
    (tmp_path / "recordings" / "odd.pcm").write_bytes(b"1234")
    assert recordings.recover() == []
    assert "odd.json" in caplog.text
    append(running, audio(1, seed=2))
    assert np.array_equal(decoded(running.finish()), np.concatenate([audio(1), audio(1, seed=2)]))
    assert (tmp_path / "recordings" / "odd.pcm").exists()


def test_recording_that_can_not_be_read_has_no_length(recordings, caplog):
    file = recordings.start("c-1", RATE)
    append(file, audio(1))
    file.finish().write_bytes(b"no FLAC")
    assert recordings.seconds("c-1") == 0.0
    assert "call c-1: its recording can't be read" in caplog.text


def test_recovery_without_any_recording_finds_none(recordings):
    assert recordings.recover() == []


def test_short_trouble_with_the_disk_loses_nothing(recordings, caplog):
    file = recordings.start("c-1", RATE)
    samples = audio(10)
    append(file, samples[: 2 * RATE])
    with no_file_longer_than(3 * RATE * 4 + 1), caplog.at_level(logging.ERROR):
        append(file, samples[2 * RATE : 7 * RATE])
    (said,) = [record.getMessage() for record in caplog.records]
    assert said.startswith("call c-1: The disk of ")
    assert said.endswith(" is full: free some space there; the recording waits in memory for now")
    append(file, samples[7 * RATE :])
    assert np.array_equal(decoded(file.finish()), samples)


def test_long_trouble_with_the_disk_ends_the_recording_and_keeps_what_there_is(recordings):
    file = recordings.start("c-1", RATE)
    samples = audio(HELD_SECONDS + 5)
    with no_file_longer_than(2 * RATE * 4), pytest.raises(RecordingError, match="full: free some space"):
        append(file, samples)
    kept = decoded(file.finish())
    assert len(kept) >= HELD_SECONDS * RATE
    assert np.array_equal(kept, samples[: len(kept)])


def test_recording_that_can_not_be_finished_is_kept_and_finished_later(recordings, tmp_path, caplog):
    file = recordings.start("c-1", RATE)
    append(file, audio(3.2))
    with no_file_longer_than(RATE * 4), pytest.raises(RecordingError) as raised:
        file.finish()
    assert isinstance(raised.value, CallMonitorError)
    assert isinstance(raised.value, OSError)
    assert "free some space" in raised.value.strerror
    assert "the last 0.2 s could not be recorded" in caplog.text
    assert names(tmp_path / "recordings") == [".json", ".pcm"]
    assert recordings.path("c-1") is None
    assert recordings.recover() == [("c-1", 3.0)]
    assert np.array_equal(decoded(recordings.path("c-1")), audio(3.2)[: 3 * RATE])


def test_call_that_starts_on_a_full_disk_is_recorded_once_there_is_space(recordings, tmp_path, caplog):
    with no_file_longer_than(0):
        file = recordings.start("c-1", RATE)
        append(file, audio(5))
        assert names(tmp_path / "recordings") == []
    assert caplog.text.count("free some space") == 1
    append(file, audio(1, seed=2))
    assert np.array_equal(decoded(file.finish()), np.concatenate([audio(5), audio(1, seed=2)]))


def test_call_that_ran_on_a_full_disk_leaves_nothing(recordings, tmp_path):
    with no_file_longer_than(0):
        file = recordings.start("c-1", RATE)
        append(file, audio(1))
        with pytest.raises(RecordingError, match="free some space"):
            file.finish()
    assert names(tmp_path / "recordings") == []
    assert recordings.recover() == []


def test_recovery_that_fails_tells_the_length_and_tries_again_the_next_time(recordings, tmp_path, caplog):
    left_by_a_crash(recordings, "c-1", audio(3))
    again = Recordings(tmp_path / "recordings")
    with no_file_longer_than(RATE):
        assert again.recover() == [("c-1", 3.0)]
    assert "check the disk and its free space" in caplog.text
    assert again.path("c-1") is None
    assert again.recover() == [("c-1", 3.0)]
    assert np.array_equal(decoded(again.path("c-1")), audio(3))


def test_read_only_folder_is_said(tmp_path):
    tmp_path.chmod(0o555)
    with without_privileges(), pytest.raises(RecordingError, match="make it writable") as raised:
        Recordings(tmp_path / "recordings").start("c-1", RATE)
    assert raised.value.errno == errno.EACCES


def test_flac_that_differs_from_what_was_recorded_is_not_trusted(recordings, tmp_path, monkeypatch):
    file = recordings.start("c-1", RATE)
    append(file, audio(1))
    with monkeypatch.context() as patch:
        patch.setattr(flac, "_encode", lambda pcm, rate, part: soundfile.write(part, audio(1)[1:], rate, format="FLAC"))
        with pytest.raises(RecordingError, match="does not hold what was recorded"):
            file.finish()
    assert names(tmp_path / "recordings") == [".json", ".pcm"]
    assert np.array_equal(decoded(file.finish()), audio(1))
