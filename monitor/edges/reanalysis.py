"""Stored calls through the core again, one after another."""

from collections.abc import Callable, Iterator

from monitor.core.events import AnyEvent
from monitor.core.settings import CoreSettings
from monitor.edges.sound.speech_detector import detectors
from monitor.edges.stored_call import StoredCall
from monitor.service.offline import analyse


class Reanalysis:
    """What all calls of one run share: settings and detectors."""

    def __init__(self, core: Callable[[str, str], CoreSettings], *, detail: bool = False) -> None:
        """``core``: what a call in this language and team is judged by."""
        self._core = core
        self._detail = detail
        self._detectors = detectors()

    def events(self, call: StoredCall) -> Iterator[AnyEvent]:
        """All events of one call; raises ``RecordingError`` where its recording breaks off."""
        for detector in self._detectors:
            detector.reset()
        settings = self._core(call.info.language, call.info.team)
        return analyse(call.offline, settings, self._detectors, detail=self._detail)
