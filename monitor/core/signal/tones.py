"""Tones of the network and of keys: ring, busy, dial and error tones, beeps, DTMF. None is anybody's speech.

Each is one or two steady sines (ITU-T E.180, Q.23), the lowest at 350 Hz or above. So a frame is tonal when
two partials hold nearly all of its energy, and a tone when the frame before it was tonal
too and its centre of gravity has hardly moved. A voice has more partials, and they glide
(docs/science.md).
"""

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from monitor.core.signal.pitch import BIN_HZ

PARTIAL_BINS = 3
"""To each side of a partial's peak: the window's main lobe."""
BAND = slice(8, 248)
"""Bins looked at, 0.1-3.9 kHz."""
EPSILON = 1e-12

Floats = NDArray[np.float64]

_HZ = BIN_HZ * np.arange(BAND.start, BAND.stop)
_LOBE = np.arange(2 * PARTIAL_BINS + 1)


class ToneSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is a tone."""

    least_share: float = 0.98
    """Of a frame's energy, in its two strongest partials: a vowel has more. Holds in noise 17 dB under the tone."""
    octave_share: float = 0.005
    """A second partial an octave up and stronger than this is a voice's: no tone of the network has one."""
    steady_hz: float = 10.0
    """The centre of gravity of a tone moves no further from frame to frame: by 2 Hz in noise 25 dB under it."""
    lowest_hz: float = 330.0
    """A centre of gravity under it is a hum or a dark vowel; the lowest tone of ITU-T E.180 is 350 Hz."""


class Partials(NamedTuple):
    """How a frame's energy lies."""

    share: float
    """0-1, of the two strongest partials."""
    octave_share: float
    """0-1, of the second one where it is an octave above the first, else 0."""
    centre_hz: float
    """Its centre of gravity."""


SPREAD = Partials(0.0, 0.0, 0.0)
"""Of a frame that is too quiet to be looked at."""


def measure(power: Floats) -> list[Partials]:
    """``power_spectra`` of n frames -> what each looks like."""
    band = power[:, BAND]
    total = band.sum(axis=1) + EPSILON
    centre = band @ _HZ / total
    rest = np.zeros((len(band), band.shape[1] + 2 * PARTIAL_BINS))
    rest[:, PARTIAL_BINS:-PARTIAL_BINS] = band
    first, without_first = _take_strongest(rest)
    second, without_both = _take_strongest(rest)
    octave = np.abs(second - 2 * first - BAND.start) <= PARTIAL_BINS
    shares = 1.0 - without_both / total, octave * (without_first - without_both) / total, centre
    return [Partials(*each) for each in zip(*(of.tolist() for of in shares), strict=True)]


def _take_strongest(rest: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Each row's strongest bin of ``BAND``, and the row's energy once its lobe is put to zero."""
    strongest = rest[:, PARTIAL_BINS:-PARTIAL_BINS].argmax(axis=1)
    rest[np.arange(len(rest))[:, None], strongest[:, None] + _LOBE] = 0.0
    return strongest, rest.sum(axis=1)


class Tones:
    """One channel's frames, one after another."""

    def __init__(self, settings: ToneSettings) -> None:
        self._settings = settings
        self._before_hz: float | None = None
        """The centre of the frame before, where that was tonal."""

    def is_tonal(self, partials: Partials) -> bool:
        """A frame by itself: of two partials at most, as a tone is."""
        settings = self._settings
        return (
            partials.share >= settings.least_share
            and partials.octave_share < settings.octave_share
            and partials.centre_hz >= settings.lowest_hz
        )

    def receive(self, partials: Partials) -> bool:
        """Is this frame a tone; its first frame is not known to be one."""
        before, tonal = self._before_hz, self.is_tonal(partials)
        self._before_hz = partials.centre_hz if tonal else None
        return tonal and before is not None and abs(partials.centre_hz - before) <= self._settings.steady_hz
