"""All live calls: who may start one, where to find it, how it ends.

CallRefused        the call can't be taken; the message says why
 +- TooManyCalls   the service is full, or stops: try later
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, Literal, Protocol

import msgspec

from monitor.core.call_info import CallInfo
from monitor.core.call_monitor import CallMonitor
from monitor.core.errors import CallMonitorError
from monitor.core.events import CHANNELS, CallStarted
from monitor.core.signal.audio import LineAudio
from monitor.service.channel_feed import ChannelFeed
from monitor.service.hearing import ChannelHearing
from monitor.service.recognition import RecognizerPool
from monitor.service.recording import CallRecording, RecordingFiles
from monitor.service.rows import AnswerRow, CallBegun, CallExists, StoreUnavailable
from monitor.service.session import CallSession, Outlets

logger = logging.getLogger(__name__)


class CallSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many calls at once, and how long the service waits for them when it stops."""

    most: Annotated[int, msgspec.Meta(ge=1)] = 200
    """Live at once; one more is refused."""
    drain_seconds: Annotated[float, msgspec.Meta(ge=0)] = 20.0
    """How long live calls get to be written out when the service stops."""


class CallRefused(CallMonitorError):
    """The call can't be taken as it is."""


class TooManyCalls(CallRefused):
    """No further call for now."""


class CallStore(Protocol):
    """Where a call is begun, so that its id is taken for good."""

    async def begin_call(self, info: CallInfo, started: CallStarted) -> None:
        """Raises ``CallExists`` or ``StoreUnavailable``."""


class Recognition(Protocol):
    """The recognisers of the service, by language."""

    def pool(self, language: str, rate: int) -> RecognizerPool | None:
        """Recognisers for a call; None where no model hears its language."""


class CallRegistry:
    """Starts, finds and ends calls. ``run`` must be running before the first one starts."""

    def __init__(
        self,
        settings: CallSettings,
        make_monitor: Callable[[CallInfo], CallMonitor],
        recognition: Recognition,
        store: CallStore,
        recordings: RecordingFiles,
        outlets: Outlets,
        language_of: Callable[[CallInfo], str] = lambda _: "en",
    ) -> None:
        """``language_of`` knows the language of a call whose source does not say it."""
        self.failed = 0
        """Calls that broke off because of a fault in the service, since its start."""
        self._settings = settings
        self._make_monitor = make_monitor
        self._recognition = recognition
        self._store = store
        self._recordings = recordings
        self._outlets = outlets
        self._language_of = language_of
        self._sessions: dict[str, CallSession] = {}
        self._starting: set[str] = set()
        self._tasks: asyncio.TaskGroup | None = None
        self._stopping = False

    def __len__(self) -> int:
        return len(self._sessions)

    def find(self, call_id: str) -> CallSession | None:
        """A live call; None where there is none of this id."""
        return self._sessions.get(call_id)

    def answer(self, agent: str, call_id: str, prompt_id: str, verdict: Literal["got_it", "not_helpful"]) -> None:
        """An agent's answer to a prompt of their live call, or to a note on their last one; no other counts."""
        session = self._sessions.get(call_id)
        if session is not None:
            if session.info.agent == agent:
                session.answer(prompt_id, verdict)
            return
        seconds = self._outlets.board.put_away(agent, call_id, prompt_id)
        if seconds is not None:
            self._outlets.writer.submit(AnswerRow(call_id, prompt_id, verdict, seconds))

    async def run(self, ready: asyncio.Event) -> None:
        """Keep the calls' tasks until cancelled; sets ``ready`` once calls may start."""
        async with asyncio.TaskGroup() as self._tasks:
            ready.set()
            await asyncio.get_running_loop().create_future()

    async def start(self, info: CallInfo) -> CallSession:
        """A new live call; raises ``CallRefused`` or ``AudioFormatError``, and then nothing is left of it."""
        self._admit(info)
        if not info.language:
            info = msgspec.structs.replace(info, language=self._language_of(info))
        self._starting.add(info.call_id)
        try:
            return await self._start(info)
        finally:
            self._starting.discard(info.call_id)

    async def end_all(self, reason: str) -> None:
        """Take no more calls, end the live ones and wait until their recordings are finished."""
        self._stopping = True
        sessions = list(self._sessions.values())
        for session in sessions:
            session.end(reason)
        if sessions:
            _, late = await asyncio.wait({session.ended for session in sessions}, timeout=self._settings.drain_seconds)
            if late:
                logger.error("%s calls did not end in time; their recordings are finished at the next start", len(late))

    def _admit(self, info: CallInfo) -> None:
        if self._stopping:
            raise TooManyCalls("the service is stopping: try again when it is back")
        if info.call_id in self._sessions or info.call_id in self._starting:
            raise CallRefused(f"a call with the id {info.call_id} is live already: end it first, or use another id")
        if len(self._sessions) + len(self._starting) >= self._settings.most:
            raise TooManyCalls(
                f"{self._settings.most} calls are live, which is all this service takes: try again later, "
                "or raise calls.most in service.toml"
            )

    async def _start(self, info: CallInfo) -> CallSession:
        line = LineAudio(info)
        monitor = self._make_monitor(info)
        pool = None if info.words == "file" else self._recognition.pool(info.language, line.rate)
        words_from = pool.words_from if pool else _sent_words(info)
        first = list(monitor.start(datetime.now(UTC).isoformat(timespec="seconds"), words_from))
        await self._begin(info, first[0])
        recording = await self._record(info, line.rate)
        session = CallSession(info, line, monitor, words_from, recording, self._outlets)
        if pool:
            session.hear_with(_feed(session, pool, line.rate))
        self._sessions[info.call_id] = session
        session.emit(first)
        if recording is None:
            session.fault("recording", None)
        assert self._tasks is not None
        self._tasks.create_task(self._live(session))
        logger.info("call %s: started, words from %s; %s live", info.call_id, words_from, len(self._sessions))
        return session

    async def _begin(self, info: CallInfo, started: object) -> None:
        assert isinstance(started, CallStarted)
        try:
            await self._store.begin_call(info, started)
        except CallExists as error:
            raise CallRefused(
                f"a stored call has the id {info.call_id} already: every call needs an id of its own"
            ) from error
        except StoreUnavailable as error:
            logger.error("call %s: not stored yet: %s", info.call_id, error)
            self._outlets.writer.submit(CallBegun(info, started))

    async def _record(self, info: CallInfo, rate: int) -> CallRecording | None:
        try:
            file = await asyncio.to_thread(self._recordings.start, info.call_id, rate)
        except (OSError, CallMonitorError) as error:
            logger.error("call %s: not recorded: %s", info.call_id, error)
            return None
        return CallRecording(info.call_id, file, rate)

    async def _live(self, session: CallSession) -> None:
        call_id = session.info.call_id
        try:
            await session.run()
        except Exception:
            # The call guard: whatever a call fails with, the others go on.
            self.failed += 1
            logger.exception("call %s: broke off", call_id)
        finally:
            session.give_up()
            self._sessions.pop(call_id, None)
            if session.dropped_seconds:
                logger.warning(
                    "call %s: %.1f s of audio came too fast and were dropped", call_id, session.dropped_seconds
                )
            logger.info("call %s: ended; %s live", call_id, len(self._sessions))


def _sent_words(info: CallInfo) -> str:
    """What ``words_from`` says where the service doesn't hear for itself."""
    return f"file {info.words_by}".strip() if info.words else "none"


def _feed(session: CallSession, pool: RecognizerPool, rate: int) -> ChannelFeed:
    hearings = [ChannelHearing(channel, pool, rate, session.receive_words, session.fault) for channel in CHANNELS]
    return ChannelFeed(hearings)
