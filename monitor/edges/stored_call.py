"""A stored call as a new analysis needs it: its recording, what it was told beside it, and the live record."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np
from numpy.typing import NDArray

from monitor.core.call_info import CallInfo, Encoding
from monitor.core.errors import CallMonitorError
from monitor.core.events import AnyEvent, Fault
from monitor.core.signal.audio import line_rate
from monitor.edges.database.errors import UnknownCall
from monitor.edges.database.second_pass_store import StoredSecondPasses
from monitor.edges.database.store import DATABASE, RECORDINGS, Store
from monitor.edges.sound.recorded_audio import line_blocks, two_channel
from monitor.edges.sound.recordings import Recordings
from monitor.edges.web.transcripts import second_words
from monitor.service.offline import Line, OfflineCall
from monitor.service.rows import AnswerRow, LossRow, NoticeRow
from monitor.service.session import from_outside
from monitor.wire.native_ingest import WordsLine
from monitor.wire.review import EndedCall

logger = logging.getLogger(__name__)

Words = Literal["live", "second"]
"""The words that were heard live, or those of the second hearing."""


class NotAgain(CallMonitorError):
    """A stored call can't be judged again; the message says why."""


class StoredCall(msgspec.Struct, frozen=True):
    """A call to be judged again, and the events of the first time."""

    info: CallInfo
    offline: OfflineCall
    live: tuple[AnyEvent, ...]


async def stored_call(data: Path, call_id: str, words: Words) -> StoredCall:
    """Read a call from the data folder of a service, which may be running.

    Raises ``UnknownCall``, ``NotAgain``, ``StoreUnavailable`` or ``RecordingError``.
    """
    if not (data / DATABASE).is_file():
        raise NotAgain(f"there are no calls in {data}: name the data folder of the service with --data")
    recordings = Recordings(data / RECORDINGS)
    store = await Store.open(data, recordings, exclusive=False)
    try:
        return await _read(store, recordings, call_id, words)
    finally:
        await store.close()


async def _read(store: Store, recordings: Recordings, call_id: str, words: Words) -> StoredCall:
    info = await store.info(call_id)
    if info is None:
        raise UnknownCall(f"no stored call has the id {call_id}: review's address line shows a call's id (?call=ID)")
    call = await store.call(call_id)
    if call is None:
        raise NotAgain(f"the call {call_id} is still live: wait until it has ended")
    recording = recordings.path(call_id)
    if recording is None:
        raise NotAgain(
            f"no recording of the call {call_id} is kept, so it can't be judged again; review shows its live record"
        )
    events = tuple(await store.events(call_id))
    words_from, spoken = await _second(store, call_id) if words == "second" else await _live(store, call)
    told = await _told(store, call_id, events)
    return StoredCall(info, _offline(call, info, recording, words_from, (*spoken, *told)), events)


async def _live(store: Store, call: EndedCall) -> tuple[str, Sequence[Line]]:
    if any(loss.kind == "words" for loss in await store.kept(call.call_id, LossRow)):
        logger.warning("call %s: not all that was heard live was stored, its store could not keep up", call.call_id)
    return call.words_from, await store.words(call.call_id)


async def _second(store: Store, call_id: str) -> tuple[str, Sequence[Line]]:
    second = await StoredSecondPasses(store).of_call(call_id)
    if second is None:
        raise NotAgain(
            f"the call {call_id} has not been heard again yet: the service does that once second_pass.on is set; "
            "--words live takes the words that were heard live"
        )
    if second.turns is None:
        raise NotAgain(
            f"the call {call_id} could not be heard again: {second.because}; "
            "--words live takes the words that were heard live"
        )
    return second.words_from, second_words(second)


async def _told(store: Store, call_id: str, events: Iterable[AnyEvent]) -> list[Line]:
    faults = [event for event in events if isinstance(event, Fault) and from_outside(event)]
    return [*await store.kept(call_id, NoticeRow), *await store.kept(call_id, AnswerRow), *faults]


def _offline(call: EndedCall, info: CallInfo, recording: Path, words_from: str, lines: tuple[Line, ...]) -> OfflineCall:
    recorded = two_channel(recording)
    if recorded.seconds < call.seconds - 1:
        logger.warning(
            "call %s: %.0f of its %.0f s were recorded, the rest is not judged again",
            call.call_id,
            recorded.seconds,
            call.seconds,
        )
    as_kept = {"encoding": Encoding.PCM_F32LE, "rate": recorded.rate, "channels": recorded.channels}
    audio = line_blocks(recorded, msgspec.structs.replace(info, **as_kept))
    return OfflineCall(
        info=info,
        started_at=call.started_at,
        words_from=words_from,
        audio=cut_at(audio, [line.at for line in lines if not isinstance(line, WordsLine)], line_rate(info.rate)),
        lines=lines,
        reason=call.ended,
    )


def cut_at(audio: Iterable[NDArray[np.int16]], moments: Iterable[float], rate: int) -> Iterator[NDArray[np.int16]]:
    """The same samples, shape (n, 2); a block ends at each moment, in seconds: what was told then, is again."""
    places = np.unique(np.rint(np.array(list(moments), np.float64) * rate).astype(np.int64))
    first = 0
    for samples in audio:
        inside = places[(places > first) & (places < first + len(samples))] - first
        yield from np.split(samples, inside)
        first += len(samples)
