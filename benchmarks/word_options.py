"""Options that the measures of words share."""

from pathlib import Path
from typing import Annotated

import typer

from benchmarks.word_engines import Engine

DataOption = Annotated[Path, typer.Option(help="Folder of data sets.")]
EngineOption = Annotated[Engine, typer.Option(help="Which engine.")]
ModelOption = Annotated[Path | None, typer.Option("--model", help="Its model; else the tests' own.")]
HearsOption = Annotated[str, typer.Option(help="Language of the model, where its name doesn't tell.")]
LanguageOption = Annotated[str, typer.Option(help="Language of sets whose labels don't tell.")]
OnlyOption = Annotated[list[str] | None, typer.Option(help="Sets by name; all if left out.")]
MostOption = Annotated[int, typer.Option(help="Recordings a set, from all over it; 0 for all.")]
ConfigOption = Annotated[Path | None, typer.Option(help="Folder of settings that override the shipped ones.")]
