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

_ALL = np.ones(BAND.stop - BAND.start)
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
    """How frames' energies lie, each of shape (n,)."""

    tonal: NDArray[np.bool_]
    """A frame by itself is of two partials at most, as a tone is."""
    centre_hz: Floats
    """Its centre of gravity."""


def measure(power: Floats, settings: ToneSettings) -> Partials:
    """``power_spectra`` of n frames -> what each looks like."""
    band = power[:, BAND]
    total = band @ _ALL + EPSILON
    centre_hz = band @ _HZ / total
    rest = np.zeros((len(band), band.shape[1] + 2 * PARTIAL_BINS))
    rest[:, PARTIAL_BINS:-PARTIAL_BINS] = band
    first, without_first = _take_strongest(rest)
    second, without_both = _take_strongest(rest)
    tonal = (without_both <= (1.0 - settings.least_share) * total) & (centre_hz >= settings.lowest_hz)
    if tonal.any():
        is_octave = np.abs(second - 2 * first - BAND.start) <= PARTIAL_BINS
        tonal &= is_octave * (without_first - without_both) < settings.octave_share * total
    return Partials(tonal, centre_hz)


def _take_strongest(rest: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Each row's strongest bin of ``BAND``, and the row's energy once its lobe is put to zero."""
    strongest = rest[:, PARTIAL_BINS:-PARTIAL_BINS].argmax(axis=1)
    rest[np.arange(len(rest))[:, None], strongest[:, None] + _LOBE] = 0.0
    return strongest, rest.sum(axis=1)


class Tones:
    """One channel's frames, one after another."""

    def __init__(self, settings: ToneSettings) -> None:
        self._steady_hz = settings.steady_hz
        self._before_hz: float | None = None
        """The centre of the frame before, where that was tonal."""

    def receive(self, tonal: bool, centre_hz: float) -> bool:
        """Is this frame a tone; its first frame is not known to be one."""
        before, self._before_hz = self._before_hz, centre_hz if tonal else None
        return tonal and before is not None and abs(centre_hz - before) <= self._steady_hz
