"""The index over what was said: SQLite's FTS5, and nothing outside this file knows it.

It finds words however they are cased or accented. Its text stands in ``schema.lines``,
from which triggers keep it in step, a deleted call's too. Another database needs
another ``INDEX``, ``FOUND_LINES``, ``expression``, ``matches`` and ``MARKED_TEXT``.
"""

import re
from unicodedata import normalize

from sqlalchemy import DDL, ColumnElement, column, event, func, literal_column, table

from monitor.core.errors import CallMonitorError
from monitor.edges.database import schema

INDEX = (
    "CREATE VIRTUAL TABLE lines_index USING fts5("
    "text, content='lines', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3')",
    "CREATE TRIGGER lines_index_insert AFTER INSERT ON lines BEGIN "
    "INSERT INTO lines_index (rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER lines_index_delete AFTER DELETE ON lines BEGIN "
    "INSERT INTO lines_index (lines_index, rowid, text) VALUES ('delete', old.id, old.text); END",
)
"""Lines are written and deleted, never changed."""

MARK = "\x1f"
"""Stands before and behind what matched; no line holds one, as it counts as white space."""

LONGEST_QUERY = 200

_index = table("lines_index", column("rowid"))
_whole_index: ColumnElement[str] = literal_column("lines_index")
FOUND_LINES = schema.lines.join(_index, _index.c.rowid == schema.lines.c.id)
"""What to select from with ``matches``."""
MARKED_TEXT: ColumnElement[str] = func.highlight(_whole_index, 0, MARK, MARK)
"""The text of a line that matches, with a ``MARK`` on both sides of each match."""

_term = re.compile(r'"([^"]*)"?|([^\s"]+)')
_PLAIN = str.maketrans(dict.fromkeys("“”„«»", '"') | {"\0": " "})

for _statement in INDEX:
    event.listen(schema.lines, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]


class NothingToLookFor(CallMonitorError):
    """What was typed has no word in it, or is too long."""


def expression(typed: str) -> str:
    """What a person typed as the index understands it; raises ``NothingToLookFor``.

    Every word must be in the line, in any order, and matches the beginnings of words; what
    stands in quotes matches as it is, word by word, and a quote that is not closed goes to the end.
    """
    if len(typed) > LONGEST_QUERY:
        raise NothingToLookFor(f"Search for at most {LONGEST_QUERY} characters.")
    found = _term.findall(normalize("NFC", typed.translate(_PLAIN)))
    terms = [
        f'"{phrase}"' if phrase else f'"{word}"*' for phrase, word in found if any(map(str.isalnum, phrase or word))
    ]
    if not terms:
        raise NothingToLookFor("Type a word that was said.")
    return " ".join(terms)


def matches(terms: str) -> ColumnElement[bool]:
    """Whether a line matches ``terms``, which come from ``expression``."""
    return _whole_index.op("MATCH", return_type=None)(terms)
