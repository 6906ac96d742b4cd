"""JSON in and out of the REST endpoints."""

from typing import TypeVar

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

LONGEST_BODY = 10_000

T = TypeVar("T", bound=msgspec.Struct)


def answer(value: msgspec.Struct, status: int = 200) -> Response:
    """A struct as JSON."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


async def asked(request: Request, kind: type[T]) -> T:
    """The request's body; 400 where it is not what is asked for, 413 where it is too long."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST_BODY:
            raise HTTPException(413, f"At most {LONGEST_BODY} bytes are taken.")
    try:
        return msgspec.json.decode(body, type=kind)
    except msgspec.MsgspecError as error:
        raise HTTPException(400, f"The body is wrong: {error}") from error
