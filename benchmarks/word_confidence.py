"""What an engine's confidences are worth: ``python -m benchmarks.word_confidence --data DIR [--engine vosk|whisper]``.

Takes the same sets as ``benchmarks.words``, in the model's language. Every final word is right
or wrong by its place in the reference, counted where the reference is certain; shown is how
many of the words of each confidence are right, and how many of the wrong ones are spelled
like the right one, which is what phrases make of a word that is unsure.
"""

import sys
from collections.abc import Sequence
from itertools import pairwise

import jiwer
import msgspec
import typer
from rapidfuzz.distance import Levenshtein
from rich.console import Console
from rich.table import Table

from benchmarks.scoring import shown
from benchmarks.word_clock import Work, hear
from benchmarks.word_engines import Recognizers, load_engine, model
from benchmarks.word_options import (
    ConfigOption,
    DataOption,
    EngineOption,
    HearsOption,
    LanguageOption,
    ModelOption,
    MostOption,
    OnlyOption,
)
from benchmarks.word_sets import Spoken, spoken_sets
from benchmarks.word_text import plain_words
from benchmarks.words import some
from monitor.core.errors import CallMonitorError
from monitor.core.events import Word
from monitor.core.words.decode_gate import GateSettings
from monitor.settings import load

Figures = dict[str, float | int | None]
BORDERS = (0.0, 0.2, 0.4, 0.6, 0.8, 0.9, 1.0)
"""Of the bins; the last one has its upper border in it."""
ALIKE = 0.7
"""Letters in common from which phrases may take an unsure word for another (``monitor.core.words.likeness``)."""


class Judged(msgspec.Struct, frozen=True):
    """A heard word: what the engine said of it, and what the reference has in its place, empty for nothing."""

    confidence: float
    text: str
    reference: str

    @property
    def right(self) -> bool:
        return self.text == self.reference

    @property
    def alike(self) -> bool:
        """Spelled nearly as the right one."""
        return Levenshtein.normalized_similarity(self.text, self.reference) >= ALIKE


def main(
    data: DataOption,
    engine: EngineOption = "whisper",
    model_folder: ModelOption = None,
    hears: HearsOption = "",
    language: LanguageOption = "en",
    only: OnlyOption = None,
    most: MostOption = 0,
    config: ConfigOption = None,
) -> None:
    """Show how often words of each confidence are right."""
    try:
        settings = load(config).service.recogniser
        chosen = model(engine, model_folder, hears)
        sets = {
            name: [each for each in found if chosen.hears(each.language)]
            for name, found in spoken_sets(data, language, only).items()
        }
        loaded = load_engine(chosen, settings, frozenset())
        try:
            recognizers = Recognizers(loaded, chosen.language, settings)
            gate = loaded.intake.gate
            figures = {
                name: summary(_heard(some(found, most), recognizers, gate)) for name, found in sets.items() if found
            }
        finally:
            loaded.close()
    except CallMonitorError as error:
        sys.exit(f"benchmarks.word_confidence: {error}")
    Console(width=120).print(_table(figures))
    print(msgspec.json.encode({"sets": figures}).decode())


def _heard(found: Sequence[Spoken], recognizers: Recognizers, gate: GateSettings) -> list[Judged]:
    judged: list[Judged] = []
    for each in found:
        samples, rate = each.samples()
        heard = hear(samples, rate, recognizers.at(rate), gate, Work())
        words = [word for known in heard.transcripts if known.final for word in known.words]
        judged += judge(each.words, each.certain, words, each.language)
    return judged


def judge(reference: Sequence[str], certain: Sequence[bool], words: Sequence[Word], language: str) -> list[Judged]:
    """Every heard word that stands at certain words of the reference."""
    said = [(plain, word.confidence) for word in words for plain in plain_words(word.text, language)]
    if not said or not reference:
        return []
    judged: list[Judged] = []
    for chunk in jiwer.process_words(" ".join(reference), " ".join(text for text, _ in said)).alignments[0]:
        first, last = chunk.ref_start_idx, chunk.ref_end_idx
        here = said[chunk.hyp_start_idx : chunk.hyp_end_idx]
        if chunk.type == "insert" and all(certain[max(0, first - 1) : first + 1]):
            judged += [Judged(confidence, text, "") for text, confidence in here]
        elif chunk.type in ("equal", "substitute"):
            pairs = zip(reference[first:last], certain[first:last], here, strict=True)
            judged += [Judged(confidence, text, word) for word, sure, (text, confidence) in pairs if sure]
    return judged


def summary(judged: Sequence[Judged]) -> dict[str, Figures]:
    """By bin: words, the share that is right, and of the wrong ones the share that is spelled like the right one."""
    found = {}
    for low, high in pairwise(BORDERS):
        last = high == BORDERS[-1]
        inside = [each for each in judged if low <= each.confidence and (each.confidence < high or last)]
        wrong = [each for each in inside if not each.right]
        found[f"{low:g}-{high:g}"] = {
            "words": len(inside),
            "right": _share(len(inside) - len(wrong), len(inside)),
            "wrong_but_alike": _share(sum(each.alike for each in wrong), len(wrong)),
        }
    return found


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def _table(figures: dict[str, dict[str, Figures]]) -> Table:
    table = Table("set", "confidence", "words", "right", "wrong, but spelled like the right one", box=None)
    for name, bins in figures.items():
        for place, found in bins.items():
            table.add_row(name, place, *(shown(value) for value in found.values()))
    return table


if __name__ == "__main__":
    typer.run(main)
