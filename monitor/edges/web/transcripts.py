"""Stored words as pages and words files have them: those heard live, or those of the second hearing."""

from collections.abc import Iterable, Sequence

import msgspec

from monitor.core.events import Channel, Utterance, Word
from monitor.edges.transcripts.words_file import Line, moment
from monitor.service.rows import NoticeRow, WordsRow
from monitor.service.second_pass import SecondPass
from monitor.wire.native_ingest import NOTICES, NoticeLine, WordsLine
from monitor.wire.review import SecondTranscript


def second_transcript(call_id: str, second: SecondPass) -> SecondTranscript:
    """The second hearing for the page, by its start."""
    utterances = tuple(
        Utterance(
            at=turn.words[-1].end,
            call_id=call_id,
            channel=turn.channel,
            start=turn.words[0].start,
            end=turn.words[-1].end,
            text=" ".join(word.text for word in turn.words),
            words=turn.words,
            final=True,
        )
        for turn in second.turns or ()
    )
    told = {"because" if second.turns is None else "instead": second.because}
    return SecondTranscript(words_from=second.words_from, utterances=utterances, **told)


def live_words(rows: Iterable[WordsRow]) -> list[WordsLine]:
    """Final words as the call was judged by them."""
    return [line for row in rows if row.final for line in _lines(row.channel, row.words)]


def second_words(second: SecondPass) -> list[WordsLine]:
    """Words of the second hearing."""
    return [line for turn in second.turns or () for line in _lines(turn.channel, turn.words)]


def words_file(words: Iterable[WordsLine], notices: Iterable[NoticeRow]) -> bytes:
    """JSON lines by the moment they became known, as ``analyze --words`` takes them: notices of its kinds alone."""
    told = (NoticeLine(notice.kind, notice.at) for notice in notices if notice.kind in NOTICES)
    lines: list[Line] = [*words, *told]
    return b"".join(msgspec.json.encode(line) + b"\n" for line in sorted(lines, key=moment))


def _lines(channel: Channel, words: Sequence[Word]) -> Iterable[WordsLine]:
    return (WordsLine(channel, word.text, word.start, word.end, word.confidence) for word in words)
