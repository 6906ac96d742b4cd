"""What was said, a line a turn, as search finds it: of each call the better words that are stored.

Live words go in as their turns close. A second hearing that heard anything takes their
place: it is what review shows too.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace
from sqlalchemy import bindparam, delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from monitor.core.events import Channel, Utterance, Word
from monitor.edges.database.schema import lines
from monitor.service.second_pass import HeardTurn

Columns = dict[str, object]

_DELETE_LINE = delete(lines).where(
    lines.c.call_id == bindparam("of_call"),
    lines.c.channel == bindparam("of_channel"),
    lines.c.start == bindparam("at_start"),
)
_read_starts = msgspec.msgpack.Decoder(tuple[float, ...])


class LiveLines:
    """Lines of the final utterances of a batch; a later one stands for an earlier one of its side and start."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, Channel, float], Utterance] = {}

    def add(self, utterance: Utterance) -> None:
        """Take it in; partial ones are never found."""
        if utterance.final:
            self._last[utterance.call_id, utterance.channel, utterance.start] = utterance

    async def store(self, connection: AsyncConnection) -> None:
        """Put them in place of what they correct; one without words leaves nothing."""
        if not self._last:
            return
        keys = [{"of_call": call, "of_channel": channel, "at_start": start} for call, channel, start in self._last]
        await connection.execute(_DELETE_LINE, keys)
        rows = (_line(each.call_id, each.channel, each.start, _as_read(each)) for each in self._last.values())
        await _insert(connection, rows)


async def better_lines(connection: AsyncConnection, call_id: str, turns: Sequence[HeardTurn]) -> None:
    """Put the turns of a second hearing in place of the call's lines; one that heard nothing leaves them."""
    if not turns:
        return
    await connection.execute(delete(lines).where(lines.c.call_id == call_id))
    await _insert(connection, (_line(call_id, turn.channel, turn.words[0].start, turn.words) for turn in turns))


def starts_of(packed: bytes) -> tuple[float, ...]:
    """When each word of a line begins, in seconds on the call's clock."""
    return _read_starts.decode(packed)


def _line(call_id: str, channel: Channel, start: float, words: Sequence[Word]) -> Columns:
    parts = list(_parts(words))
    return {
        "call_id": call_id,
        "channel": channel,
        "start": start,
        "text": " ".join(text for text, _ in parts),
        "starts": msgspec.msgpack.encode([at for _, at in parts]),
    }


def _as_read(utterance: Utterance) -> list[Word]:
    """Its words as review shows them: with numbers and spelled-out letters joined."""
    words = list(utterance.words) or [Word(utterance.text, utterance.start, utterance.end)]
    for joined in reversed(utterance.joined):
        said = slice(joined.first, joined.first + joined.count)
        words[said] = [replace(word, text=joined.text) for word in words[said][:1]]
    return words


def _parts(words: Sequence[Word]) -> Iterator[tuple[str, float]]:
    """Texts without white space: two words that a recogniser calls one, groups of a number."""
    for word in words:
        for text in word.text.split():
            yield text, word.start


async def _insert(connection: AsyncConnection, rows: Iterable[Columns]) -> None:
    spoken = [row for row in rows if row["text"]]
    if spoken:
        await connection.execute(insert(lines), spoken)
