"""How well and how soon words are heard: ``python -m benchmarks.words --data DIR [--engine vosk|whisper]``.

Takes sets with a column ``text``, and calls with a ``NAME.reference.jsonl`` beside them, of
which only the words with ``agree`` count. Each recording goes through the gate and the
engine as a live channel does; text is compared without case, marks and fillers, numbers
as they are read out. Where a set's language is not the model's, its words say nothing:
``wer`` is null, and only cost and delays are measured.

Beside the error stands how many words change when every sample gets one bit of noise: two
runs whose errors differ by less than that differ by chance.
"""

import sys
from typing import Annotated

import msgspec
import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.data_sets import DataError
from benchmarks.scoring import percentile, shown
from benchmarks.word_clock import Delays, Heard, Work, delays, hear
from benchmarks.word_engines import Library, Recognizers, load_engine, model
from benchmarks.word_errors import Errors, errors
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
from monitor.core.errors import CallMonitorError
from monitor.core.words.decode_gate import GateSettings
from monitor.edges.models.installed import InstalledModel
from monitor.edges.vosk.pool import PoolSettings
from monitor.settings import load

Figures = dict[str, float | int | str | None]
NOT_MEASURED = "not measured"
WIDTH = 150


class Run(msgspec.Struct, frozen=True):
    """What every set is measured with."""

    chosen: InstalledModel
    recognizers: Recognizers
    gate: GateSettings
    work: Work
    one_bit: bool
    library: Library | None


def main(
    data: DataOption,
    engine: EngineOption = "vosk",
    model_folder: ModelOption = None,
    hears: HearsOption = "",
    language: LanguageOption = "en",
    only: OnlyOption = None,
    most: MostOption = 0,
    one_bit: Annotated[bool, typer.Option(help="Hear all again with one bit of noise.")] = True,
    grammar: Annotated[bool, typer.Option(help="Vosk: nothing but the sets' own words can be heard.")] = False,
    config: ConfigOption = None,
    reference_run: Annotated[bool, typer.Option(help="Whisper: also by the library alone, whole recordings.")] = False,
) -> None:
    """Measure an engine on recordings whose words are known."""
    try:
        if reference_run and engine != "whisper":
            raise DataError("--reference-run compares with Whisper's own library: say --engine whisper too")
        if grammar and engine != "vosk":
            raise DataError("--grammar is Vosk's alone")
        settings = load(config).service.recogniser
        sets = {name: some(found, most) for name, found in spoken_sets(data, language, only).items()}
        chosen = model(engine, model_folder, hears)
        words = frozenset(word for found in sets.values() for each in found for word in each.words)
        figures = _measure(sets, chosen, settings, words if grammar else frozenset(), one_bit, reference_run)
    except CallMonitorError as error:
        sys.exit(f"benchmarks.words: {error}")
    Console(width=WIDTH).print(_table(figures))
    print(msgspec.json.encode({"sets": figures}).decode())


def _measure(
    sets: dict[str, list[Spoken]],
    chosen: InstalledModel,
    settings: PoolSettings,
    only: frozenset[str],
    one_bit: bool,
    reference_run: bool,
) -> dict[str, Figures]:
    loaded = load_engine(chosen, settings, only)
    try:
        library = Library(chosen.folder, settings.whisper.numbers) if reference_run else None
        recognizers = Recognizers(loaded, chosen.language, settings)
        run = Run(chosen, recognizers, loaded.intake.gate, Work(), one_bit, library)
        return {name: measure(spoken, run) for name, spoken in sets.items()}
    finally:
        loaded.close()


def measure(spoken: list[Spoken], run: Run) -> Figures:
    """Everything about one set."""
    found, alone, changed, heard = Errors(), Errors(), Errors(), []
    for each in spoken:
        samples, rate = each.samples()
        heard.append(hear(samples, rate, run.recognizers.at(rate), run.gate, run.work))
        words = plain_words(heard[-1].text, each.language)
        if run.chosen.hears(each.language):
            found.add(errors(each.words, each.certain, words))
            if run.library:
                text = run.library.text(samples[:, 0], rate, each.language)
                alone.add(errors(each.words, each.certain, plain_words(text, each.language)))
        if run.one_bit:
            again = hear(one_bit_of_noise(samples), rate, run.recognizers.at(rate), run.gate, run.work)
            changed.add(errors(words, (True,) * len(words), plain_words(again.text, each.language)))
    figures = summary(found, changed, heard, delays(heard))
    if run.library:
        figures["wer_library"] = alone.rate
    return {**figures, "memory_mb": round(run.work.megabytes()), "model": run.chosen.words_from}


def one_bit_of_noise(samples: NDArray[np.int16]) -> NDArray[np.int16]:
    """Each sample one up, one down or as it is, the same every time."""
    noise = np.random.default_rng(1).integers(-1, 2, samples.shape)
    return np.clip(samples.astype(np.int32) + noise, -32768, 32767).astype(np.int16)


def summary(found: Errors, changed: Errors, heard: list[Heard], waits: Delays) -> Figures:
    """A set's keys of the last line; ``rtf`` is CPU over the seconds of one channel."""
    seconds, decoded, cpu = (
        sum(getattr(each, name) for each in heard) for name in ("seconds", "decoded_seconds", "cpu_seconds")
    )
    return {
        "wer": found.rate,
        "substitutions": found.substitutions,
        "deletions": found.deletions,
        "insertions": found.insertions,
        "words": found.words,
        "one_bit_changes": changed.rate,
        "rtf": round(cpu / seconds, 3),
        "cpu_seconds_per_decoded_second": round(cpu / decoded, 3) if decoded else None,
        "stable_delay_p95_seconds": percentile(waits.to_stable, 95),
        "stable_changed_share": round(waits.changed / waits.stable, 3) if waits.stable else None,
        "final_delay_p95_seconds": percentile(waits.turn_to_final, 95),
        "speech_to_final_p95_seconds": percentile(waits.speech_to_final, 95),
        "word_to_final_p95_seconds": percentile(waits.to_final, 95),
        "recordings": len(heard),
    }


def some(spoken: list[Spoken], most: int) -> list[Spoken]:
    """From all over the set."""
    return spoken[:: max(1, len(spoken) // most)][:most] if most else spoken


def _table(figures: dict[str, Figures]) -> Table:
    columns = {
        "wer": "word errors",
        "wer_library": "library alone",
        "substitutions": "sub",
        "deletions": "del",
        "insertions": "ins",
        "words": "words",
        "one_bit_changes": "± 1 bit",
        "rtf": "CPU/s",
        "stable_delay_p95_seconds": "to stable p95",
        "stable_changed_share": "changed after",
        "final_delay_p95_seconds": "to final p95",
        "speech_to_final_p95_seconds": "from speech",
        "memory_mb": "MB",
    }
    table = Table("set", *columns.values(), box=None)
    for name, found in figures.items():
        cells = {key: found.get(key) for key in columns}
        texts = [NOT_MEASURED if key == "wer" and value is None else shown(value) for key, value in cells.items()]  # type: ignore[arg-type]
        table.add_row(name, *texts)
    table.caption = (
        "seconds; to stable: from a word's end; to final: from the end of a turn's last word, or of its speech"
    )
    return table


if __name__ == "__main__":
    typer.run(main)
