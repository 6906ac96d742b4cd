"""Word errors by jiwer: substituted, deleted, inserted, counted on the words that are certain."""

from collections.abc import Sequence

import jiwer
import msgspec


class Errors(msgspec.Struct):
    """Counts over some recordings."""

    words: int = 0
    substitutions: int = 0
    deletions: int = 0
    insertions: int = 0

    @property
    def rate(self) -> float | None:
        """Of the reference's words; None of nothing."""
        if not self.words:
            return None
        return round((self.substitutions + self.deletions + self.insertions) / self.words, 4)

    def add(self, other: "Errors") -> None:
        """Count another recording's too."""
        self.words += other.words
        self.substitutions += other.substitutions
        self.deletions += other.deletions
        self.insertions += other.insertions


def errors(reference: Sequence[str], certain: Sequence[bool], heard: Sequence[str]) -> Errors:
    """Of one recording. A word that was inserted counts where its neighbours in the reference are certain."""
    counted = Errors(words=sum(certain))
    if not reference:
        return Errors(insertions=len(heard))
    if not heard:
        return Errors(words=sum(certain), deletions=sum(certain))
    aligned = jiwer.process_words(" ".join(reference), " ".join(heard)).alignments[0]
    for chunk in aligned:
        first, last = chunk.ref_start_idx, chunk.ref_end_idx
        if chunk.type == "insert" and all(certain[max(0, first - 1) : first + 1]):
            counted.insertions += chunk.hyp_end_idx - chunk.hyp_start_idx
        elif chunk.type == "substitute":
            counted.substitutions += sum(certain[first:last])
        elif chunk.type == "delete":
            counted.deletions += sum(certain[first:last])
    return counted
