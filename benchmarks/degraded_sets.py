"""Copies of data sets as they would sound over a worse line, and what a folder has for making them."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from shutil import copyfile

import msgspec
import numpy as np
import soundfile

from benchmarks.clips import load
from benchmarks.data_sets import DataSet, Row
from benchmarks.degradations import (
    Degradation,
    Floats,
    alaw,
    babble,
    echo,
    gain_control,
    mulaw,
    packet_loss,
    pink,
    room,
    synthetic_room,
    with_noise,
)
from monitor.core.signal.audio import NARROW_RATE

KINDS = ("class", "kind", "label")
"""Columns that say what a recording without speech is."""
STREET = ("street", "traffic", "noise", "engine", "helicopter")
ROOMS = ("rir", "impulse response")
TALKERS = 8
NOISE_SECONDS = 30.0
SNRS_DB = (20, 10, 5)
LOSSES = (1, 3, 5)
ECHO_DB = -15.0


class Material(msgspec.Struct, frozen=True):
    """What a folder has: recordings of talkers, of noise, and of a room's response."""

    talkers: list[tuple[str, Floats]]
    """With the set each is from."""
    street: Floats
    response: Floats


def material(sets: Sequence[DataSet]) -> Material:
    """Pink noise and a synthetic room where no recording is there."""
    street = [load(path)[:, 0] for path in _of_kind(sets, STREET)]
    rooms = [load(path)[:, 0] for path in _of_kind(sets, ROOMS)]
    talkers = [(each.name, load(path)[:, 0]) for each in sets for path in _voices(each)]
    noise = np.concatenate([_even(one) for one in street]) if street else pink(NOISE_SECONDS)
    return Material(talkers, noise[: round(2 * NOISE_SECONDS * NARROW_RATE)], rooms[0] if rooms else synthetic_room())


def conditions(found: Material, name: str) -> dict[str, Degradation]:
    """All of them, for one set: its babble is of the other sets' talkers where there are any."""
    others = [voice for own, voice in found.talkers if own != name] or [voice for _, voice in found.talkers]
    step = max(1, len(others) // TALKERS)
    noises = {"street": found.street}
    if others:
        noises["babble"] = babble(others[::step][:TALKERS], NOISE_SECONDS)
    return {
        **{f"{kind}_{snr}db": with_noise(noise, snr) for kind, noise in noises.items() for snr in SNRS_DB},
        "room": room(found.response),
        "mulaw": mulaw,
        "alaw": alaw,
        **{f"loss_{percent}": packet_loss(percent / 100) for percent in LOSSES},
        f"loss_{LOSSES[-1]}_repeated": packet_loss(LOSSES[-1] / 100, repeats=True),
        "gain_control": gain_control,
        f"echo_{-ECHO_DB:.0f}db": echo(ECHO_DB),
    }


def some(each: DataSet, most: int, wanted: Callable[[Row], bool] = lambda row: True) -> DataSet:
    """The same set with at most so many of its rows, from all over the list."""
    rows = [row for row in each.rows if wanted(row) and each.recording(row) is not None]
    count = min(most, len(rows))
    return msgspec.structs.replace(each, rows=tuple(rows[place * len(rows) // count] for place in range(count)))


def degraded(each: DataSet, line: Degradation, folder: Path) -> DataSet:
    """A copy at 8 kHz in this folder; recordings keep their names, other tables are the same."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in each.folder.glob("*.csv"):
        copyfile(table, folder / table.name)
    for row in each.rows:
        path = each.recording(row)
        if path is not None:
            target = folder / path.relative_to(each.folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            samples = np.clip(line(load(path)), -1.0, 1.0)
            soundfile.write(target, samples, NARROW_RATE, format="WAV", subtype="PCM_16")
    return msgspec.structs.replace(each, folder=folder)


def _of_kind(sets: Sequence[DataSet], words: Sequence[str]) -> Iterator[Path]:
    for each in sets:
        for row in each.rows:
            said = " ".join(row.get(column) or "" for column in KINDS).lower()
            path = each.recording(row)
            if path is not None and any(word in said for word in words):
                yield path


def _voices(each: DataSet) -> Iterator[Path]:
    """Some clips of a set of speech."""
    if not (each.has("text") or each.has("emotion")):
        return
    for row in some(each, TALKERS).rows:
        path = each.recording(row)
        if path is not None and soundfile.info(path).channels == 1:
            yield path


def _even(noise: Floats) -> Floats:
    """Each recording as loud as the others."""
    return np.asarray(noise / max(float(np.sqrt(np.mean(noise**2))), 1e-9))
