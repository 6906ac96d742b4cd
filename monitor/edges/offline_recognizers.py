"""Recognisers for recordings: loaded when the first recording needs them, used again for the next."""

from pathlib import Path

import vosk

from monitor.edges.installed_models import InstalledModel, best_for, installed_models
from monitor.edges.recognizer import VoskRecognizer, load_model


class OfflineRecognizers:
    """For calls in one language."""

    def __init__(self, folder: Path, language: str) -> None:
        self._installed = best_for(language, installed_models(folder))
        self._model: vosk.Model | None = None
        self._pairs: dict[int, tuple[VoskRecognizer, VoskRecognizer]] = {}

    @property
    def installed(self) -> InstalledModel | None:
        """The model that hears the language; None where none is installed."""
        return self._installed

    def pair(self, rate: int) -> tuple[VoskRecognizer, VoskRecognizer]:
        """Two that know no speaker; raises ``ModelError``. Only where a model is installed."""
        assert self._installed is not None
        if self._model is None:
            self._model = load_model(self._installed.folder)
        if rate in self._pairs:
            for recognizer in self._pairs[rate]:
                recognizer.reset()
        else:
            self._pairs[rate] = VoskRecognizer(self._model, rate), VoskRecognizer(self._model, rate)
        return self._pairs[rate]
