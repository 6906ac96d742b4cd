"""One live call between its source, the core, the recording, the recogniser and the pages."""

import asyncio

import numpy as np
import pytest

from monitor.core.call_info import CallInfo
from monitor.core.events import CallEnded, Channel, Fault, Utterance, Word
from monitor.core.signal.frames import FRAME_DTYPE
from monitor.service.rows import AnswerRow, FrameBlock, NoticeRow
from monitor.wire.native_ingest import NoticeLine, WordsLine
from tests.service.fakes import Service

INFO = CallInfo(call_id="c-1", agent="Mira Test", paced=False, words="file")


def noise(seconds: float, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).integers(-3000, 3000, (int(seconds * 8000), 2), dtype=np.int16)


@pytest.mark.parametrize("size", [7, 3201, 500_000])
async def test_core_and_recording_get_every_sample_whatever_the_chunks(size):
    audio = noise(3.0)
    data = audio.tobytes()
    async with Service() as service:
        session = await service.calls.start(INFO)
        for first in range(0, len(data), size):
            await session.receive_audio(data[first : first + size])
        session.end("hung_up")
        ended = await session.ended
    assert ended.duration_seconds == 3.0
    assert np.array_equal(service.monitors["c-1"].heard(), audio)
    assert np.array_equal(service.recordings.files["c-1"].samples(), audio)
    assert service.recordings.files["c-1"].finished


async def test_events_and_frames_reach_the_store_and_the_end_comes_last():
    async with Service() as service:
        session = await service.calls.start(INFO)
        await session.receive_audio(noise(2.52).tobytes())
        session.end("hung_up")
        await session.ended
    blocks = service.store.of(FrameBlock)
    assert [(block.first_frame, block.count) for block in blocks] == [(0, 20), (20, 20), (40, 10)]
    assert all(len(block.frames) == block.count * 2 * FRAME_DTYPE.itemsize for block in blocks)
    assert isinstance(service.store.rows[-1], CallEnded)
    assert "c-1" in service.store.begun


async def test_ended_call_is_stored_already():
    async with Service() as service:
        session = await service.calls.start(INFO)
        session.end("hung_up")
        await session.ended
        assert isinstance(service.store.rows[-1], CallEnded)


async def test_words_and_notices_are_taken_in_step_with_the_audio():
    async with Service() as service:
        session = await service.calls.start(INFO)
        await session.receive_audio(noise(1.0).tobytes())
        session.receive_line(WordsLine(Channel.CUSTOMER, "again", 0.2, 0.8))
        await session.receive_audio(noise(1.0).tobytes())
        session.receive_line(NoticeLine("hold", 1.5))
        session.end("hung_up")
        await session.ended
    monitor = service.monitors["c-1"]
    assert monitor.words == [(Channel.CUSTOMER, (Word("again", 0.2, 0.8),), True, 1.0)]
    assert monitor.notices == [("hold", 1.5)]
    assert service.store.of(NoticeRow) == [NoticeRow("c-1", 1.5, "hold")]


async def test_notice_from_the_future_counts_from_now():
    async with Service() as service:
        session = await service.calls.start(INFO)
        session.receive_line(NoticeLine("hold", 99.0))
        session.end("hung_up")
        await session.ended
    assert service.monitors["c-1"].notices == [("hold", 0.0)]


async def test_source_words_are_left_out_where_the_service_hears():
    async with Service(languages=("en",)) as service:
        session = await service.calls.start(CallInfo(call_id="c-1", agent="a", paced=False, words="fallback"))
        assert session.words_from == "vosk tiny"
        session.receive_line(WordsLine(Channel.CUSTOMER, "again", 0.2, 0.8))
        await session.receive_audio(noise(1.0).tobytes())
        session.end("hung_up")
        await session.ended
    assert {words[0].text for _, words, _, _ in service.monitors["c-1"].words} == {"heard"}


async def test_each_channel_has_its_own_recogniser_and_it_gets_that_channels_audio():
    audio = noise(1.0)
    async with Service(languages=("en",)) as service:
        session = await service.calls.start(CallInfo(call_id="c-1", agent="a", paced=False))
        await session.receive_audio(audio.tobytes())
        session.end("hung_up")
        await session.ended
    lent = service.recognition.pools["en"].lent
    assert [b"".join(recognizer.blocks)[:16000] for recognizer in lent] == [audio[:, side].tobytes() for side in (0, 1)]


@pytest.mark.parametrize(("words", "words_from"), [("file", "file"), ("fallback", "vosk tiny"), ("", "vosk tiny")])
async def test_words_come_from_the_recogniser_unless_the_file_is_asked_for(words, words_from):
    async with Service(languages=("en",)) as service:
        session = await service.calls.start(CallInfo(call_id="c-1", agent="a", words=words))
        assert session.words_from == words_from


async def test_recognised_words_reach_the_store():
    async with Service() as service:
        session = await service.calls.start(INFO)
        session.receive_words(Channel.AGENT, (Word("hello", 0.0, 0.5),), True)
        session.end("hung_up")
        await session.ended
    assert [said.text for said in service.store.of(Utterance)] == ["hello"]


async def test_dropped_audio_of_a_live_source_becomes_a_gap_of_its_length():
    info = CallInfo(call_id="c-1", agent="a", paced=True)
    audio = noise(5.0)
    async with Service() as service:
        session = await service.calls.start(info)
        for second in range(5):
            await session.receive_audio(audio[second * 8000 : (second + 1) * 8000].tobytes())
        session.end("hung_up")
        ended = await session.ended
    monitor = service.monitors["c-1"]
    assert ended.duration_seconds == 5.0
    assert session.dropped_seconds == 3.0
    assert not monitor.heard()[: 3 * 8000].any()
    assert np.array_equal(monitor.heard()[3 * 8000 :], audio[3 * 8000 :])
    assert monitor.faults[:2] == [("gap", "on", 0.0), ("gap", "off", 3.0)]


async def test_full_disk_ends_the_recording_and_not_the_call():
    async with Service() as service:
        session = await service.calls.start(INFO)
        service.recordings.files["c-1"].fails = True
        for _ in range(40):
            await session.receive_audio(noise(0.5).tobytes())
        session.end("hung_up")
        ended = await session.ended
    assert (ended.reason, ended.duration_seconds) == ("hung_up", 20.0)
    assert [fault.kind for fault in service.store.of(Fault)] == ["recording"]


async def test_read_only_folder_is_a_fault_of_the_call_from_its_start():
    async with Service() as service:
        service.recordings.refuses = True
        session = await service.calls.start(INFO)
        session.end("hung_up")
        await session.ended
    assert [fault.kind for fault in service.store.of(Fault)] == ["recording"]


async def test_answer_reaches_core_and_store():
    async with Service() as service:
        session = await service.calls.start(INFO)
        session.answer("p1", "got_it")
        session.end("hung_up")
        await session.ended
    assert service.monitors["c-1"].answers == [("p1", "got_it")]
    assert service.store.of(AnswerRow) == [AnswerRow("c-1", "p1", "got_it", 0.0)]


async def test_long_chunk_leaves_the_loop_free_between_its_slices():
    async with Service() as service:
        session = await service.calls.start(INFO)
        await session.receive_audio(noise(30.0).tobytes())
        turns = 0
        while not service.monitors["c-1"].now >= 29.9:
            await asyncio.sleep(0)
            turns += 1
        assert turns > 100


class Stuck:
    """A recogniser's queue that never gets shorter."""

    hearings = ()

    def receive(self, samples, frames):
        pass

    async def room(self):
        await asyncio.Event().wait()

    def close(self):
        pass


async def test_a_file_goes_on_where_the_recogniser_makes_no_room(monkeypatch):
    monkeypatch.setattr("monitor.service.session.LONGEST_WAIT_SECONDS", 0.01)
    async with Service() as service:
        session = await service.calls.start(INFO)
        session.hear_with(Stuck())
        await session.receive_audio(noise(1.0).tobytes())
        session.end("hung_up")
        assert (await session.ended).duration_seconds == 1.0
