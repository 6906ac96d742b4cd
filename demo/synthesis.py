"""Text -> spectra, pitch and the time of every phoneme, by the offline synthesiser hibari-tts.

The synthesiser's network decides how long each phoneme lasts but gives only the spectra
out. Its durations are asked for as one more output of the same model file.
"""

from pathlib import Path
from typing import Any

import hibari
import msgspec
import numpy as np
import onnxruntime
from hibari import Hibari, dsp
from numpy.typing import NDArray

RATE: int = dsp.SR
FRAME_SAMPLES: int = dsp.HOP
DURATIONS = "/Clip_output_0"
FRAMES_PER_DURATION = 2
VOWELS = frozenset("AIOQWYaeiouæɐɑɒɔəɚɛɜɪɨʊʌᵊᵻ")  # noqa: RUF001
SPELLED = {"mhm": "mhˈm", "uh-huh": "ˌʌhˈʌ"}  # noqa: RUF001
"""Sounds that are no dictionary words, in the synthesiser's phonemes."""

Array = NDArray[np.float32]


class SpokenWord(msgspec.Struct, frozen=True):
    """A word of the text; seconds from the sound's begin."""

    text: str
    start: float
    end: float
    vowels: tuple[float, ...]
    """The middle of each syllable's vowel."""


class Sentence(msgspec.Struct, frozen=True):
    """What the network says of a sentence: five spectra (601, frames) and a pitch curve in Hz (frames,)."""

    harmonic: Array
    phase: Array
    noise: Array
    residual: Array
    residual_phase: Array
    pitch: Array
    words: tuple[SpokenWord, ...]


class Synthesiser:
    """The network with its durations."""

    def __init__(self) -> None:
        self._text = Hibari()
        model = Path(hibari.__file__).parent / "assets" / "hibari.onnx"
        self._session = onnxruntime.InferenceSession(_with_output(model.read_bytes(), DURATIONS), _options())

    def speak(self, text: str, speed: float = 1.0) -> Sentence:
        """One sentence, its phonemes ``speed`` times as short.

        Raises ``ValueError`` where a written word is not one spoken word, as with digits.
        """
        phonemes = self._phonemes(text)
        ids = np.asarray([self._text.ids(phonemes)], np.int64)
        outputs = self._session.run(None, {"ids": ids, "speed": np.asarray([speed], np.float32)})
        harmonic, phase, noise, residual, residual_phase, pitch = (output[0] for output in outputs[:-1])
        words = self._words(text.split(), phonemes, outputs[-1])
        return Sentence(harmonic, phase, noise, residual, residual_phase, pitch, words)

    def _phonemes(self, text: str) -> str:
        plain = text.strip(".,?! ").lower()
        if plain in SPELLED:
            return SPELLED[plain] + "."
        spoken = "".join(self._text.phonemize(text))
        if len(spoken.split()) != len(text.split()):
            raise ValueError(f"words and sounds don't pair up, write it out: {text!r} -> {spoken!r}")
        return spoken

    def _words(self, texts: list[str], phonemes: str, durations: Array) -> tuple[SpokenWord, ...]:
        known = [phoneme for phoneme in phonemes if phoneme in self._text.vocab]
        ends = np.cumsum(durations) * FRAMES_PER_DURATION * FRAME_SAMPLES / RATE
        starts = np.concatenate(([0.0], ends[:-1]))
        words: list[SpokenWord] = []
        sounds: list[tuple[str, float, float]] = []
        for place, phoneme in enumerate([*known, " "], start=1):
            if phoneme != " ":
                sounds.append((phoneme, float(starts[place]), float(ends[place])))
                continue
            words.append(_word(texts[len(words)], [each for each in sounds if each[0].isalpha()]))
            sounds = []
        return tuple(words)


def _word(text: str, sounds: list[tuple[str, float, float]]) -> SpokenWord:
    vowels = tuple((start + end) / 2 for phoneme, start, end in sounds if phoneme in VOWELS)
    return SpokenWord(text, sounds[0][1], sounds[-1][2], vowels or ((sounds[0][1] + sounds[-1][2]) / 2,))


def _options() -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options


def _with_output(model: bytes, name: str) -> bytes:
    """A model file whose graph has one more output.

    Protocol buffers merge a message that is given twice, so a second ``graph`` (field 7)
    that holds nothing but an ``output`` (field 12) adds it to the first.
    """
    return model + _field(7, _field(12, _field(1, name.encode())))


def _field(number: int, data: bytes) -> bytes:
    if len(data) > 127:
        raise ValueError("the output's name is too long")
    return bytes([number << 3 | 2, len(data)]) + data
