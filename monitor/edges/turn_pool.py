"""Recognisers that need no warming, and wait in threads of their own while a turn is decoded elsewhere."""

from concurrent.futures import Executor

from monitor.edges.engines import LoadedModel
from monitor.service.recognition import Recognizer


class TurnPool:
    """The service's ``RecognizerPool`` for an engine that decodes whole turns."""

    warm = 1
    """There is always one: it costs nothing to make."""

    def __init__(self, words_from: str, model: LoadedModel, language: str, rate: int, threads: Executor) -> None:
        self.words_from = words_from
        self.threads = threads
        self.intake = model.intake
        self._model = model
        self._language = language
        self._rate = rate

    async def lend(self) -> Recognizer:
        """A new one."""
        return self._model.recognizer(self._rate, self._language)

    def give_back(self, recognizer: Recognizer) -> None:
        """Nothing in it is worth keeping."""
