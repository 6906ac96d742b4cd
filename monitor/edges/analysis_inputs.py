"""What ``analyze`` is given on the command line -> the calls it is about."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from monitor.core.errors import CallMonitorError
from monitor.edges.recorded_audio import EXTENSIONS
from monitor.edges.words_file import SUFFIX, beside, call_name


class InputError(CallMonitorError):
    """The inputs don't go together."""


class CallInput(msgspec.Struct, frozen=True):
    """One call's files. No audio: words alone. ``asked``: the words were named and serve in any case."""

    name: str
    audio: tuple[Path, ...] = ()
    words: Path | None = None
    asked: bool = False


def find_calls(inputs: Sequence[Path], words: Path | None, pair: tuple[Path, Path] | None = None) -> list[CallInput]:
    """Calls by the order of the inputs, a folder's by name; raises ``InputError`` where two have one name."""
    if pair and inputs:
        raise InputError("give either recordings, or --agent and --customer")
    if pair:
        calls = [_with_words(CallInput(pair[0].stem, pair), words)]
    elif inputs:
        calls = [_with_words(CallInput(path.stem, (path,)), words) for path in _recordings(inputs)]
    elif words:
        calls = [CallInput(call_name(path), (), path, True) for path in _words_files(words)]
    else:
        raise InputError("nothing to analyse: give a recording, a folder of them, or --words")
    _check(calls, words)
    return calls


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


def _words_files(words: Path) -> list[Path]:
    if not words.is_dir():
        return [words]
    found = sorted(words.glob("*.jsonl"))
    found = [path for path in found if path.name.endswith(SUFFIX)] or found
    if not found:
        raise InputError(f"there is no words file in {words}: their names end in {SUFFIX}")
    return found


def _with_words(call: CallInput, words: Path | None) -> CallInput:
    if words is None:
        near = beside(call.audio[0])
        return msgspec.structs.replace(call, words=near) if near else call
    if not words.is_dir():
        return msgspec.structs.replace(call, words=words, asked=True)
    for name in (f"{call.name}{SUFFIX}", f"{call.name}.jsonl"):
        if (words / name).is_file():
            return msgspec.structs.replace(call, words=words / name, asked=True)
    raise InputError(f"there are no words for {call.audio[0]}: {words / (call.name + SUFFIX)} is not there")


def _check(calls: list[CallInput], words: Path | None) -> None:
    if words and not words.exists():
        raise InputError(f"{words} is not there")
    if words and not words.is_dir() and len(calls) > 1:
        raise InputError(f"{words} is one call's words, and there are {len(calls)} recordings: give a folder of words")
    names: dict[str, CallInput] = {}
    for call in calls:
        if call.name in names:
            raise InputError(f"two inputs are named {call.name}: their events could not be told apart")
        names[call.name] = call
