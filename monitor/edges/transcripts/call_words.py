"""The words of one call from the files they are in: a words file of ours, or transcripts of other recognisers."""

import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from monitor.core.events import CHANNELS, Channel
from monitor.edges.transcripts.said import TranscriptError
from monitor.edges.transcripts.transcript_file import is_transcript, read_transcript, text_of
from monitor.edges.transcripts.words_file import SUFFIX, Line, WordsFileError, call_name, moment, read_words

logger = logging.getLogger(__name__)

EXTENSIONS = (".json", ".vtt", ".srt")
"""Of transcripts; what is in them decides."""
OWN = "words"
"""What ``--words-format`` calls a words file of ours."""


class WordsFile(msgspec.Struct, frozen=True):
    """One file of words; ``side``: all of them are that one's."""

    path: Path
    side: Channel | None = None

    @property
    def call(self) -> str:
        """The name of the call it is of."""
        name = call_name(self.path)
        return name.removesuffix(f".{self.side}") if self.side else name


class CallWords(msgspec.Struct, frozen=True):
    """Lines by the moment they become known, and what ``words_from`` says of them."""

    source: str = "none"
    lines: tuple[Line, ...] = ()

    @property
    def words_by(self) -> str:
        """What wrote them; empty for words files of ours."""
        return self.source.removeprefix("file").strip() if self.lines else ""


def own_alone(files: Sequence[WordsFile]) -> tuple[WordsFile, ...]:
    """Words files of ours among them: they alone may hold notices."""
    return tuple(file for file in files if file.path.suffix == ".jsonl")


def read_call_words(
    files: Sequence[WordsFile], agent_channel: int = 0, form: str | None = None, *, asked: bool = True
) -> CallWords:
    """All words of a call; ``agent_channel`` is for transcripts that count channels, ``form`` overrules their content.

    A transcript that wasn't asked for and is of no use is a warning in the log. Raises ``WordsFileError``
    or ``TranscriptError``.
    """
    if not files:
        return CallWords()
    try:
        read = [_read(file, agent_channel, form) for file in files]
    except TranscriptError as error:
        if asked:
            raise
        logger.warning("no words: %s", error)
        return CallWords()
    names = sorted({each.source for each in read if each.source})
    lines = sorted((line for each in read for line in each.lines), key=moment)
    return CallWords(" ".join(["file", ", ".join(names)]).strip() if lines else "none", tuple(lines))


def beside(*audio: Path) -> tuple[WordsFile, ...]:
    """The words beside a two-channel recording, or beside the agent's and the customer's; empty where none are."""
    first = audio[0]
    own = first.with_name(first.stem + SUFFIX)
    if own.is_file():
        return (WordsFile(own),)
    if len(audio) == 2:
        return _both(zip(CHANNELS, (_of_name(each.parent, each.stem) for each in audio), strict=True))
    return _transcripts(first.parent, first.stem) or _transcripts(first.parent, first.name)


def in_folder(folder: Path, name: str) -> tuple[WordsFile, ...]:
    """A call's words in a folder of words; empty where there are none."""
    own = (folder / f"{name}{SUFFIX}", folder / f"{name}.jsonl")
    found = next((path for path in own if path.is_file()), None)
    return (WordsFile(found),) if found else _transcripts(folder, name)


def all_in_folder(folder: Path) -> list[tuple[WordsFile, ...]]:
    """Every call's words by name: words files of ours, or where there are none, transcripts."""
    own = sorted(folder.glob("*.jsonl"))
    own = [path for path in own if path.name.endswith(SUFFIX)] or own
    if own:
        return [(WordsFile(path),) for path in own]
    names = {path.stem.removesuffix(".agent").removesuffix(".customer") for path in _with_extension(folder.iterdir())}
    return [files for name in sorted(names) if (files := _transcripts(folder, name))]


def _read(file: WordsFile, agent_channel: int, form: str | None) -> CallWords:
    if form == OWN or (form is None and _is_own(file.path)):
        if file.side:
            raise WordsFileError(
                f"{file.path} is a words file, which says itself who speaks: give it without {file.side}="
            )
        return CallWords("", tuple(read_words(file.path)))
    found = read_transcript(file.path, agent_channel, file.side, form)
    return CallWords(found.name, found.lines)


def _is_own(path: Path) -> bool:
    if path.suffix == ".jsonl":
        return True
    try:
        first = msgspec.json.decode(text_of(path).split(b"\n", 1)[0], type=dict[str, msgspec.Raw])
    except (TranscriptError, msgspec.DecodeError):
        return False
    return "notice" in first or {"channel", "text", "start"} <= first.keys()


def _transcripts(folder: Path, name: str) -> tuple[WordsFile, ...]:
    """``NAME.json``, or ``NAME.agent.json`` and ``NAME.customer.json``."""
    one = _of_name(folder, name)
    return (WordsFile(one),) if one else _both((side, _of_name(folder, f"{name}.{side}")) for side in CHANNELS)


def _both(files: Iterable[tuple[Channel, Path | None]]) -> tuple[WordsFile, ...]:
    return tuple(WordsFile(path, side) for side, path in files if path)


def _of_name(folder: Path, name: str) -> Path | None:
    paths = (folder / f"{name}{extension}" for extension in EXTENSIONS)
    return next((path for path in paths if path.is_file() and is_transcript(path)), None)


def _with_extension(paths: Iterable[Path]) -> list[Path]:
    return [path for path in paths if path.suffix in EXTENSIONS]
