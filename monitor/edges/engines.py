"""The speech engines behind one seam: an installed model is loaded, and recognisers are made of it."""

from importlib.util import find_spec
from typing import Protocol

from monitor.edges.models.installed import InstalledModel
from monitor.edges.models.memory import free_mb, too_large
from monitor.edges.models.parts import model_faults
from monitor.edges.vosk.recognizer import ModelError, VoskRecognizer, load_model
from monitor.edges.vosk.settings import VoskSettings
from monitor.edges.whisper.engine import WhisperEngine
from monitor.edges.whisper.model import memory_mb, whisper_code, whisper_faults
from monitor.edges.whisper.process import ProcessEnded, UnitRefused, WhisperProcess, worker_command
from monitor.edges.whisper.recognizer import WhisperRecognizer, whisper_intake
from monitor.edges.whisper.settings import WhisperSettings
from monitor.service.recognition import Intake, Recognizer

EXTRA = "faster_whisper"
"""The package of ``call-monitor[whisper]``."""


class LoadedModel(Protocol):
    """A model in memory."""

    @property
    def intake(self) -> Intake:
        """How its recognisers take audio."""

    def recognizer(self, rate: int, language: str) -> Recognizer:
        """A new one for a channel of a call in this language, at 8000 or 16000 samples a second. Blocking."""

    def close(self) -> None:
        """Let go of what it holds; its recognisers must not be used any more."""


class VoskModel:
    """A Vosk model, in the service's own memory."""

    def __init__(self, model: InstalledModel, settings: VoskSettings) -> None:
        _refuse_vosk(model, settings)
        self._model = load_model(model.folder, settings)
        self._settings = settings
        self.intake = Intake(settings.gate)

    def recognizer(self, rate: int, language: str) -> VoskRecognizer:
        """See ``LoadedModel``; it hears the one language it has."""
        return VoskRecognizer(self._model, rate, self._settings)

    def close(self) -> None:
        """Its memory goes with it."""


class WhisperModel:
    """A Whisper model, in a process of its own."""

    def __init__(self, model: InstalledModel, settings: WhisperSettings) -> None:
        _refuse_unusable(model, settings)
        command = worker_command(model.folder, settings)
        try:
            self.engine = WhisperEngine(model.words_from, lambda: WhisperProcess(command, settings), settings)
        except (ProcessEnded, UnitRefused) as error:
            raise ModelError(
                f"the speech model in {model.folder} can't be loaded: {error}. Check it with `call-monitor models "
                "verify`, or remove it and install it again"
            ) from error
        self._settings = settings
        self.intake = whisper_intake(settings)

    def recognizer(self, rate: int, language: str) -> WhisperRecognizer:
        """See ``LoadedModel``."""
        return WhisperRecognizer(self.engine, rate, whisper_code(language) or "en", self._settings)

    def close(self) -> None:
        """End the process."""
        self.engine.close()


def load(model: InstalledModel, whisper: WhisperSettings, vosk: VoskSettings | None = None) -> LoadedModel:
    """Load a model: seconds of work and hundreds of MB. Raises ``ModelError``. Blocking."""
    return WhisperModel(model, whisper) if model.engine == "whisper" else VoskModel(model, vosk or VoskSettings())


def _refuse_vosk(model: InstalledModel, settings: VoskSettings) -> None:
    """Name what is missing, and what it would take, before the engine is asked."""
    faults = model_faults(model.folder)
    if faults:
        raise ModelError(f"the speech model in {model.folder} is damaged: {', '.join(faults)}; install it again")
    large = "" if settings.load_anyway else too_large(model, free_mb())
    if large:
        raise ModelError(large)


def _refuse_unusable(model: InstalledModel, settings: WhisperSettings) -> None:
    """Say what is the matter before memory and time are spent."""
    if find_spec(EXTRA) is None:
        raise ModelError(
            f"{model.name} is a Whisper model, and the engine for it is not installed: "
            "`pip install 'call-monitor[whisper]'` brings it"
        )
    faults = whisper_faults(model.folder)
    if faults:
        raise ModelError(f"the speech model in {model.folder} is damaged: {', '.join(faults)}; install it again")
    needed = memory_mb(model.folder)
    if needed > settings.memory_mb:
        raise ModelError(
            f"{model.name} needs about {needed} MB of memory, and recogniser.whisper.memory_mb allows "
            f"{settings.memory_mb}: raise it in service.toml, or install a smaller model"
        )
    free = free_mb()
    if needed > free:
        raise ModelError(
            f"{model.name} needs about {needed} MB of memory, and this machine has {free} MB free: "
            "install a smaller model"
        )
