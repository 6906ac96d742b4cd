"""Recordings and words files through the core, one call after another."""

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from monitor.core.call_info import CallInfo
from monitor.core.events import AnyEvent
from monitor.core.settings import CoreSettings
from monitor.core.signal.audio import line_rate
from monitor.edges.analysis_inputs import CallInput
from monitor.edges.models.installed import best_for, installed_models, models_folder
from monitor.edges.offline_recognizers import OfflineRecognizers
from monitor.edges.sound.recorded_audio import call_info, line_blocks, two_channel, two_mono
from monitor.edges.sound.speech_detector import detectors
from monitor.edges.transcripts.call_words import own_alone, read_call_words
from monitor.edges.vosk.pool import PoolSettings
from monitor.service.offline import Line, OfflineCall, analyse
from monitor.wire.native_ingest import NoticeLine


class Analysis:
    """What all calls of one run share: settings, language, detectors, recognisers."""

    def __init__(
        self,
        settings: CoreSettings,
        language: str,
        recognisers: PoolSettings,
        *,
        agent_channel: int = 0,
        words_format: str | None = None,
        detail: bool = False,
    ) -> None:
        self._settings = settings
        self._language = language
        self._agent_channel = agent_channel
        self._words_format = words_format
        self._detail = detail
        model = best_for(language, installed_models(models_folder(recognisers.folder)))
        self._recognizers = OfflineRecognizers(model, language, recognisers.whisper, recognisers.vosk)
        self._detectors = detectors()

    def events(self, given: CallInput) -> Iterator[AnyEvent]:
        """All events of one call; raises ``CallMonitorError`` for files that can't be used, before or while reading."""
        for detector in self._detectors:
            detector.reset()
        return analyse(self._call(given), self._settings, self._detectors, detail=self._detail)

    def close(self) -> None:
        """No more calls come."""
        self._recognizers.close()

    def _call(self, given: CallInput) -> OfflineCall:
        files = given.words if given.asked or self._recognizers.installed is None else own_alone(given.words)
        words = read_call_words(files, self._agent_channel, self._words_format, asked=given.asked)
        if not given.audio:
            info = CallInfo(call_id=given.name, agent="", language=self._language, source="words", paced=False)
            return OfflineCall(
                info=info, started_at=_made_at(given), words_from=words.source, audio=None, lines=words.lines
            )
        recorded = two_mono(*given.audio) if len(given.audio) == 2 else two_channel(given.audio[0], self._agent_channel)
        info = call_info(recorded, given.name, self._language)
        call = OfflineCall(
            info=info,
            started_at=_made_at(given),
            words_from=words.source,
            audio=line_blocks(recorded, info),
            lines=words.lines,
        )
        return call if given.asked else self._heard(call)

    def _heard(self, call: OfflineCall) -> OfflineCall:
        """The same with words by a recogniser, where one hears the language; notices of a words file stay."""
        model = self._recognizers.installed
        if model is None:
            return call
        notices: tuple[Line, ...] = tuple(line for line in call.lines if isinstance(line, NoticeLine))
        pair = self._recognizers.pair(line_rate(call.info.rate))
        gate = self._recognizers.intake.gate
        return msgspec.structs.replace(call, words_from=model.words_from, lines=notices, recognizers=pair, gate=gate)


def _made_at(given: CallInput) -> str:
    """When the file was written, as the call's time: the same for every run."""
    path = given.audio[0] if given.audio else given.words[0].path
    return datetime.fromtimestamp(path.stat().st_mtime, UTC).isoformat(timespec="seconds")
