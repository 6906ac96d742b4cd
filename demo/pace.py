"""Quicker or slower speech, to the percent; pitch and formants stay.

The synthesiser's own speed keeps vowels and consonants apart but rounds every phoneme to
25 ms, so a quick voice is hardly quick. What it leaves is made up by reading the
spectra's frames at another pace.
"""

import numpy as np
from numpy.typing import NDArray

from demo.synthesis import Sentence, SpokenWord, Synthesiser

UNVOICED_HZ = 60.0


def at_pace(synthesiser: Synthesiser, text: str, pace: float) -> Sentence:
    """A sentence with ``pace`` times as many syllables a second as at the synthesiser's usual speed."""
    usual = synthesiser.speak(text, 1.0)
    quicker = synthesiser.speak(text, pace)
    return _paced(quicker, _seconds(quicker) / (_seconds(usual) / pace))


def _seconds(sentence: Sentence) -> float:
    return sentence.words[-1].end - sentence.words[0].start


def _paced(sentence: Sentence, pace: float) -> Sentence:
    frames = len(sentence.pitch)
    places = np.linspace(0, frames - 1, round(frames / pace))
    nearest = np.round(places).astype(int)
    return Sentence(
        harmonic=_between(sentence.harmonic, places),
        phase=_between(sentence.phase, places),
        noise=_between(sentence.noise, places),
        residual=_between(sentence.residual, places),
        residual_phase=sentence.residual_phase[:, nearest],
        pitch=_pitch_between(sentence.pitch, places),
        words=tuple(_sooner(word, pace) for word in sentence.words),
    )


def _between(spectrum: NDArray[np.float32], places: NDArray[np.float64]) -> NDArray[np.float32]:
    first = np.minimum(places.astype(int), spectrum.shape[1] - 2)
    share = (places - first).astype(np.float32)
    return np.asarray(spectrum[:, first] * (1 - share) + spectrum[:, first + 1] * share, np.float32)


def _pitch_between(pitch: NDArray[np.float32], places: NDArray[np.float64]) -> NDArray[np.float32]:
    """Between two voiced frames in between, elsewhere the nearer one's: voicing has no half."""
    first = np.minimum(places.astype(int), len(pitch) - 2)
    voiced = np.minimum(pitch[first], pitch[first + 1]) > UNVOICED_HZ
    between = np.interp(places, np.arange(len(pitch)), pitch)
    return np.where(voiced, between, pitch[np.round(places).astype(int)]).astype(np.float32)


def _sooner(word: SpokenWord, pace: float) -> SpokenWord:
    vowels = tuple(vowel / pace for vowel in word.vowels)
    return SpokenWord(word.text, word.start / pace, word.end / pace, vowels)
