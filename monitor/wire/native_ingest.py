"""The native ingest protocol: what a source may send, and what it is answered. See ``docs/ingest.md``.

First a text message that describes the call, then binary audio in chunks of any size.
Text after the first message is a line of a words file, a notice, or the end.
"""

import re
from typing import Any

import msgspec

from monitor.core.call_info import LONGEST_DELAY_SECONDS, CallInfo
from monitor.core.events import Channel, Word
from monitor.core.nearest import nearest

LARGEST_AUDIO = 1024 * 1024
LARGEST_TEXT = 64 * 1024
LONGEST_NAME = 100
POLICY, TOO_BIG, TRY_LATER = 1008, 1009, 1013
CALL_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+=~-]{0,127}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
NOTICES = (
    "ring",
    "answered",
    "hold",
    "resume",
    "help",
    "unfit_caller",
    "supervisor_coming",
    "supervisor_joined",
    "after_hot_call",
)


class Start(msgspec.Struct, frozen=True):
    """The first message, checked."""

    info: CallInfo


class Audio(msgspec.Struct, frozen=True):
    """Bytes of audio in the call's encoding; a sample may be cut in two."""

    data: bytes


class WordsLine(msgspec.Struct, frozen=True):
    """One line of a words file; seconds on the call's clock."""

    channel: Channel
    text: str
    start: float
    end: float
    confidence: float = 1.0

    def words(self) -> tuple[Word, ...]:
        """Its words one by one; where the line holds several, its time is shared out by their letters."""
        texts = self.text.split()
        letters, each, at = sum(map(len, texts)), [], 0
        for text in texts:
            start = self.start + (self.end - self.start) * at / letters
            at += len(text)
            each.append(Word(text, start, self.start + (self.end - self.start) * at / letters, self.confidence))
        return tuple(each)


class NoticeLine(msgspec.Struct, frozen=True):
    """Something the telephone system or a person knows, at seconds on the call's clock."""

    notice: str
    at: float


class End(msgspec.Struct, frozen=True):
    """The source says that the call is over."""


class Refuse(msgspec.Struct, frozen=True):
    """The connection can't go on: tell the source, then close with ``code``."""

    message: str
    code: int = POLICY


class Ignore(msgspec.Struct, frozen=True):
    """A message that is left out; the call goes on."""

    message: str


Received = Start | Audio | WordsLine | NoticeLine | End | Refuse | Ignore


class AcceptedAnswer(msgspec.Struct, frozen=True, tag="accepted", tag_field="type"):
    """The call is live. ``words_from`` says whether the source's words are used (``file``) or the service hears."""

    call_id: str
    words_from: str


class IgnoredAnswer(msgspec.Struct, frozen=True, tag="ignored", tag_field="type"):
    """A message was left out; sent for the first one only."""

    message: str


class ErrorAnswer(msgspec.Struct, frozen=True, tag="error", tag_field="type"):
    """What is wrong; the connection closes after it. What was received before is kept."""

    message: str


class EndedAnswer(msgspec.Struct, frozen=True, tag="ended", tag_field="type"):
    """The call is over, its recording written."""

    call_id: str
    seconds: float
    reason: str


Answer = AcceptedAnswer | IgnoredAnswer | ErrorAnswer | EndedAnswer


def encode(answer: Answer) -> str:
    """Answer -> JSON text."""
    return msgspec.json.encode(answer).decode()


def decode_answer(text: str | bytes) -> Answer:
    """JSON text -> answer, for clients; raises ``msgspec.ValidationError``."""
    answer: Answer = msgspec.json.decode(text, type=Answer)
    return answer


class NativeIngest:
    """One connection. Every message received yields exactly one value; after ``Refuse`` or ``End`` nothing counts."""

    def __init__(self) -> None:
        self._started = False
        self._over = False

    def receive(self, message: str | bytes) -> Received:
        """Take one WebSocket message: ``str`` for text, ``bytes`` for binary."""
        if self._over:
            return Ignore("the call is over: nothing more is taken on this connection")
        received = self._binary(message) if isinstance(message, bytes) else self._text(message)
        self._started = self._started or isinstance(received, Start)
        self._over = isinstance(received, Refuse | End)
        return received

    def _binary(self, data: bytes) -> Received:
        if not self._started:
            return Refuse("audio came before the first message: send the call's description as JSON text first")
        if len(data) > LARGEST_AUDIO:
            return Refuse(
                f"a chunk of {len(data)} bytes is too large: send at most {LARGEST_AUDIO} bytes a message; "
                "what came before it is kept",
                TOO_BIG,
            )
        return Audio(data)

    def _text(self, text: str) -> Received:
        if len(text) > LARGEST_TEXT:
            return Refuse(f"a text message of {len(text)} characters is too large: {LARGEST_TEXT} at most", TOO_BIG)
        try:
            value = msgspec.json.decode(text)
        except msgspec.DecodeError:
            value = None
        if not isinstance(value, dict):
            return self._not_an_object()
        return self._line(value) if self._started else _start(value)

    def _not_an_object(self) -> Received:
        if self._started:
            return Ignore("a text message is not a JSON object: send a words line, a notice or the end")
        return Refuse('the first message is not a JSON object: describe the call, as {"call_id": "…", "agent": "…"}')

    def _line(self, value: dict[str, Any]) -> Received:
        if value.get("end") is True:
            return End()
        return parse_line(value)


def parse_line(value: dict[str, Any]) -> WordsLine | NoticeLine | Ignore:
    """One decoded line of a words file; unknown keys are ignored."""
    kind: type[WordsLine] | type[NoticeLine] = NoticeLine if "notice" in value else WordsLine
    try:
        line = msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        what = "notice" if kind is NoticeLine else "words line"
        return Ignore(f"a {what} is left out: {_explain(error)}")
    if isinstance(line, NoticeLine):
        return line if line.notice in NOTICES else _unknown_notice(line.notice)
    if not 0 <= line.start <= line.end:
        return Ignore("a words line is left out: start must not be after end, nor negative")
    return line


def _unknown_notice(notice: str) -> Ignore:
    return Ignore(f"a notice is left out: {notice[:40]!r} is unknown; did you mean {nearest(notice, NOTICES)!r}?")


def _start(value: dict[str, Any]) -> Start | Refuse:
    known = CallInfo.__struct_fields__
    for key in value:
        if key not in known:
            return Refuse(f"the first message has an unknown field {key[:40]!r}; did you mean {nearest(key, known)!r}?")
    for key in ("call_id", "agent"):
        if key not in value:
            return Refuse(f"the first message lacks the field {key!r}")
    try:
        info = msgspec.convert(value, CallInfo)
    except msgspec.ValidationError as error:
        return Refuse(f"the first message is wrong: {_explain(error)}")
    wrong = _what_is_wrong(info)
    return Refuse(f"the first message is wrong: {wrong}") if wrong else Start(info)


def _what_is_wrong(info: CallInfo) -> str:
    if not CALL_ID.fullmatch(info.call_id):
        return "call_id must be 1 to 128 letters, digits or any of . _ @ + = ~ - and begin with a letter or digit"
    if info.language and not LANGUAGE.fullmatch(info.language):
        return "language must be a code such as 'en', 'de' or 'pt-BR'"
    if info.words not in ("", "file", "fallback"):
        return "words must be '', 'file' or 'fallback'"
    if not info.delay_seconds.fits:
        return f"delay_seconds must be 0 to {LONGEST_DELAY_SECONDS:g} for each side"
    for name in ("agent", "team", "direction", "source", "words_by"):
        text = getattr(info, name)
        if len(text) > LONGEST_NAME or (text and not text.isprintable()):
            return f"{name} must be at most {LONGEST_NAME} printable characters"
    return "" if info.agent.strip() else "agent must not be empty"


def _explain(error: msgspec.ValidationError) -> str:
    """``Expected `int`, got `str` - at `$.rate` `` -> ``field 'rate': expected int, got str``."""
    what, _, where = str(error).replace("`", "").partition(" - at $.")
    lacking = re.fullmatch(r"Object missing required field (\w+)", what)
    if lacking:
        return f"it lacks the field {lacking[1]!r}"
    what = what[:1].lower() + what[1:]
    return f"field {where!r}: {what}" if where else what
