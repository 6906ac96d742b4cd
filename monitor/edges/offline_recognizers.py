"""Recognisers for recordings: loaded when the first recording needs them, used again for the next."""

from monitor.edges.engines import LoadedModel, load
from monitor.edges.models.installed import InstalledModel
from monitor.edges.vosk.settings import VoskSettings
from monitor.edges.whisper.settings import WhisperSettings
from monitor.service.recognition import Intake, Recognizer


class OfflineRecognizers:
    """For calls in one language, by one model; None where none hears it."""

    def __init__(
        self,
        installed: InstalledModel | None,
        language: str,
        whisper: WhisperSettings | None = None,
        vosk: VoskSettings | None = None,
    ) -> None:
        self._installed = installed
        self._language = language
        self._whisper = whisper or WhisperSettings()
        self._vosk = vosk
        self._model: LoadedModel | None = None
        self._pairs: dict[int, tuple[Recognizer, Recognizer]] = {}

    @property
    def installed(self) -> InstalledModel | None:
        """The model that hears the language; None where none is installed."""
        return self._installed

    @property
    def intake(self) -> Intake:
        """How the recognisers take audio; raises ``ModelError``. Only where a model is installed."""
        return self._loaded().intake

    def pair(self, rate: int) -> tuple[Recognizer, Recognizer]:
        """Two that know no speaker; raises ``ModelError``. Only where a model is installed."""
        model = self._loaded()
        if rate in self._pairs:
            for recognizer in self._pairs[rate]:
                recognizer.reset()
        else:
            self._pairs[rate] = model.recognizer(rate, self._language), model.recognizer(rate, self._language)
        return self._pairs[rate]

    def close(self) -> None:
        """Let go of the model."""
        if self._model is not None:
            self._model.close()
        self._model = None
        self._pairs = {}

    def _loaded(self) -> LoadedModel:
        assert self._installed is not None
        if self._model is None:
            self._model = load(self._installed, self._whisper, self._vosk)
        return self._model
