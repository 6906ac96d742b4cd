"""How commands print their results."""

from enum import StrEnum


class OutputFormat(StrEnum):
    """A table for people, JSON lines for programs."""

    TABLE = "table"
    JSONL = "jsonl"
