"""The words that a Vosk model knows: only these can ever be heard.

Big models keep them in ``graph/words.txt``, a word and its number a line; small ones in the
symbol table inside ``graph/Gr.fst``, in OpenFst's binary layout: a header, then name, sizes
and entries, every string with its length before it, all numbers little-endian.
"""

import struct
from pathlib import Path

from monitor.edges.models.errors import ModelInstallError

WORDS = Path("graph/words.txt")
GRAMMAR = Path("graph/Gr.fst")
FST_MAGIC = 2125659606
SYMBOLS_MAGIC = 2125658996
HAS_SYMBOLS = 0b11
"""Flags of an FST with a table of input or output symbols, which follows its header."""
NO_WORDS = "<#!["
"""First letters of what is no word: <eps>, #0, !SIL, [noise]."""


class _Bytes:
    """Reads one value after the other."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def number(self, kind: str) -> int:
        (value,) = struct.unpack_from(f"<{kind}", self._data, self._at)
        self._at += struct.calcsize(f"<{kind}")
        return int(value)

    def text(self) -> str:
        count = self.number("i")
        if count < 0 or self._at + count > len(self._data):
            raise ValueError("a string is longer than the file")
        self._at += count
        return self._data[self._at - count : self._at].decode("utf-8", "replace")


def vocabulary(model: Path) -> frozenset[str]:
    """Every word of a model's folder; raises ``ModelInstallError`` where it doesn't tell them."""
    try:
        if (model / WORDS).is_file():
            lines = (model / WORDS).read_text(encoding="utf-8", errors="replace").splitlines()
            found = [line.split()[0] for line in lines if line.strip()]
        else:
            found = _symbols((model / GRAMMAR).read_bytes())
    except (OSError, struct.error, ValueError) as error:
        raise ModelInstallError(
            f"the words of the model in {model} can't be read: neither {WORDS} nor {GRAMMAR} tells them. "
            "Check it with `call-monitor models verify`"
        ) from error
    return frozenset(word for word in found if word[:1] not in NO_WORDS)


def _symbols(fst: bytes) -> list[str]:
    read = _Bytes(fst)
    if read.number("i") != FST_MAGIC:
        raise ValueError("no FST")
    read.text(), read.text(), read.number("i")  # what kind of FST it is, in which version
    flags = read.number("i")
    for _ in range(4):  # properties, start, states, arcs
        read.number("q")
    if not flags & HAS_SYMBOLS or read.number("i") != SYMBOLS_MAGIC:
        raise ValueError("an FST without symbols")
    read.text(), read.number("q")
    return [_symbol(read) for _ in range(read.number("q"))]


def _symbol(read: _Bytes) -> str:
    text = read.text()
    read.number("q")
    return text
