"""What review's pages read and write over HTTP: ended calls, their events, their sound."""

import asyncio
from collections.abc import Callable
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from monitor.edges.database.errors import UnknownCall
from monitor.edges.database.second_pass_store import StoredSecondPasses
from monitor.edges.database.store import Store
from monitor.edges.database.word_index import NothingToLookFor
from monitor.edges.database.word_search import find
from monitor.edges.sound.recordings import Recordings, file_stem
from monitor.edges.web.bodies import answer, asked
from monitor.edges.web.peaks import peaks
from monitor.edges.web.transcripts import live_words, second_transcript, second_words, words_file
from monitor.service.calls import CallRegistry
from monitor.service.rows import NoticeRow, StoreUnavailable
from monitor.wire.browser import ServiceState
from monitor.wire.review import CallDetail, EndedCalls, FlagRequest

MOST_CALLS = 500
MOST_POINTS = 20_000
LONGEST_REASON = 500


class Review:
    """REST over the store and the recordings."""

    def __init__(
        self, store: Store, recordings: Recordings, calls: CallRegistry, state: Callable[[], ServiceState]
    ) -> None:
        self._store = store
        self._second_passes = StoredSecondPasses(store)
        self._recordings = recordings
        self._calls = calls
        self._state = state

    def routes(self) -> list[BaseRoute]:
        """Everything below ``/api``."""
        return [
            Route("/api/state", self.state),
            Route("/api/calls", self.ended),
            Route("/api/search", self.search),
            Route("/api/calls/{call_id}", self.call),
            Route("/api/calls/{call_id}/words", self.words),
            Route("/api/calls/{call_id}/audio", self.audio),
            Route("/api/calls/{call_id}/peaks", self.peaks),
            Route("/api/calls/{call_id}/flags", self.flag, methods=["POST"]),
        ]

    async def state(self, request: Request) -> Response:
        """What works and what does not."""
        return answer(self._state())

    async def ended(self, request: Request) -> Response:
        """``?limit=50&before=CALL_ID``: ended calls, flagged first, then the newest."""
        limit = _number(request, "limit", 50, MOST_CALLS)
        try:
            listed = await self._store.ended_calls(limit, request.query_params.get("before"))
        except UnknownCall as error:
            raise HTTPException(404, str(error)) from error
        return answer(EndedCalls(calls=tuple(listed)))

    async def search(self, request: Request) -> Response:
        """``?words=…&limit=50``: ended calls in which they were said, with the lines."""
        limit = _number(request, "limit", 50, MOST_CALLS)
        try:
            return answer(await find(self._store, request.query_params.get("words", ""), limit))
        except NothingToLookFor as error:
            raise HTTPException(400, str(error)) from error
        except StoreUnavailable as error:
            return _said(str(error), 503)

    async def call(self, request: Request) -> Response:
        """One ended call with its events."""
        call_id = request.path_params["call_id"]
        call = await self._store.call(call_id)
        if call is None:
            raise HTTPException(404, "No ended call has this id.")
        second = await self._second_passes.of_call(call_id)
        return answer(
            CallDetail(
                call=call,
                events=tuple(await self._store.events(call_id)),
                second_pass=second_transcript(call_id, second) if second else None,
            )
        )

    async def words(self, request: Request) -> Response:
        """``?source=live`` or ``second``: the call's words and notices as a words file, for a new analysis."""
        call_id, source = request.path_params["call_id"], request.query_params.get("source", "live")
        if source not in ("live", "second"):
            raise HTTPException(400, "source must be live or second.")
        if await self._store.info(call_id) is None:
            raise HTTPException(404, "No stored call has this id.")
        second = await self._second_passes.of_call(call_id) if source == "second" else None
        if source == "second" and (second is None or second.turns is None):
            raise HTTPException(404, "This call was not heard again.")
        spoken = live_words(await self._store.words(call_id)) if second is None else second_words(second)
        text = words_file(spoken, await self._store.kept(call_id, NoticeRow))
        named = {"content-disposition": f'attachment; filename="{file_stem(call_id)}.words.jsonl"'}
        return Response(text, media_type="application/jsonl", headers=named)

    async def audio(self, request: Request) -> Response:
        """The recording, in byte ranges where asked for."""
        return FileResponse(await self._recording(request), media_type="audio/flac")

    async def peaks(self, request: Request) -> Response:
        """``?points=2000``: the recording's outline."""
        path = await self._recording(request)
        return answer(await asyncio.to_thread(peaks, path, _number(request, "points", 2000, MOST_POINTS)))

    async def flag(self, request: Request) -> Response:
        """``{"reason": "…"}``: a person flags a call, live or ended."""
        call_id, reason = request.path_params["call_id"], await _reason(request)
        live = self._calls.find(call_id)
        if live:
            flag = live.flag(reason)
            return answer(flag, 201) if flag else _said("The call is flagged for this reason already.", 409)
        try:
            return answer(await self._store.add_flag(call_id, reason), 201)
        except UnknownCall as error:
            raise HTTPException(404, str(error)) from error
        except StoreUnavailable as error:
            return _said(str(error), 503)

    async def _recording(self, request: Request) -> Any:
        path = await asyncio.to_thread(self._recordings.path, request.path_params["call_id"])
        if path is None:
            raise HTTPException(404, "This call has no recording.")
        return path


def _said(text: str, status: int) -> Response:
    return PlainTextResponse(text, status)


def _number(request: Request, name: str, default: int, most: int) -> int:
    text = request.query_params.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise HTTPException(400, f"{name} must be a whole number from 1 to {most}.")
    return int(text)


async def _reason(request: Request) -> str:
    reason = (await asked(request, FlagRequest)).reason.strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise HTTPException(400, f"Give a reason of 1 to {LONGEST_REASON} characters.")
    return reason
