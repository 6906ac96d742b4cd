"""What ``analyze`` is given on the command line -> the calls it is about."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from monitor.core.errors import CallMonitorError
from monitor.core.events import CHANNELS, Channel
from monitor.edges.sound.recorded_audio import EXTENSIONS
from monitor.edges.transcripts.call_words import WordsFile, all_in_folder, beside, in_folder
from monitor.edges.transcripts.words_file import SUFFIX


class InputError(CallMonitorError):
    """The inputs don't go together."""


class CallInput(msgspec.Struct, frozen=True):
    """One call's files. No audio: words alone. ``asked``: the words were named and serve in any case."""

    name: str
    audio: tuple[Path, ...] = ()
    words: tuple[WordsFile, ...] = ()
    asked: bool = False


def words_files(texts: Sequence[str]) -> tuple[WordsFile, ...]:
    """``--words`` as given: ``FILE``, a folder, or ``agent=FILE`` and ``customer=FILE``; raises ``InputError``."""
    files = tuple(_words_file(text) for text in texts)
    sides = [file.side for file in files]
    if len(files) > 1 and (None in sides or len(set(sides)) < len(sides)):
        raise InputError("--words is given once, or twice for the two sides: --words agent=FILE --words customer=FILE")
    for file in files:
        if not file.path.exists():
            raise InputError(f"{file.path} is not there")
        if file.side and file.path.is_dir():
            raise InputError(f"{file.path} is a folder: {file.side}= takes a file")
    return files


def find_calls(
    inputs: Sequence[Path], words: Sequence[WordsFile] = (), pair: tuple[Path, Path] | None = None
) -> list[CallInput]:
    """Calls by the order of the inputs, a folder's by name; raises ``InputError`` where two have one name."""
    if pair and inputs:
        raise InputError("give either recordings, or --agent and --customer")
    if pair:
        calls = [_with_words(CallInput(pair[0].stem, pair), words)]
    elif inputs:
        calls = [_with_words(CallInput(path.stem, (path,)), words) for path in _recordings(inputs)]
    elif words:
        calls = [CallInput(files[0].call, (), files, True) for files in _words_alone(words)]
    else:
        raise InputError("nothing to analyse: give a recording, a folder of them, or --words")
    _check(calls, words)
    return calls


def _words_file(text: str) -> WordsFile:
    side, is_sided, path = text.partition("=")
    if is_sided and side in CHANNELS:
        return WordsFile(Path(path), Channel(side))
    return WordsFile(Path(text))


def _recordings(inputs: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in inputs:
        if not path.is_dir():
            found.append(path)
            continue
        inside = [each for each in sorted(path.iterdir()) if each.suffix.lower() in EXTENSIONS and each.is_file()]
        if not inside:
            raise InputError(f"there is no recording in {path}; for words alone give --words {path}")
        found += inside
    return found


def _words_alone(words: Sequence[WordsFile]) -> list[tuple[WordsFile, ...]]:
    folder = words[0].path
    if not folder.is_dir():
        return [tuple(words)]
    found = all_in_folder(folder)
    if not found:
        raise InputError(f"there is no words file in {folder}: their names end in {SUFFIX}, or they are transcripts")
    return found


def _with_words(call: CallInput, words: Sequence[WordsFile]) -> CallInput:
    if not words:
        return msgspec.structs.replace(call, words=beside(*call.audio))
    folder = words[0].path
    if not folder.is_dir():
        return msgspec.structs.replace(call, words=tuple(words), asked=True)
    found = in_folder(folder, call.name)
    if not found:
        raise InputError(f"there are no words for {call.audio[0]}: {folder / (call.name + SUFFIX)} is not there")
    return msgspec.structs.replace(call, words=found, asked=True)


def _check(calls: list[CallInput], words: Sequence[WordsFile]) -> None:
    if words and not words[0].path.is_dir() and len(calls) > 1:
        raise InputError(
            f"{words[0].path} is one call's words, and there are {len(calls)} recordings: give a folder of words"
        )
    names: dict[str, CallInput] = {}
    for call in calls:
        if call.name in names:
            raise InputError(f"two inputs are named {call.name}: their events could not be told apart")
        names[call.name] = call
