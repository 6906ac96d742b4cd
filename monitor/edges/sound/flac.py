"""16-bit two-channel PCM -> FLAC, proven to be the same before it is trusted."""

import errno
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

CHANNELS = 2
SAMPLE_BYTES = 2
FRAME_BYTES = CHANNELS * SAMPLE_BYTES
BLOCK_FRAMES = 1 << 16


def encode(pcm: Path, rate: int, flac: Path) -> int:
    """Write ``flac`` from headerless PCM and return its frames; raises ``OSError`` and leaves no ``flac`` then.

    Reads and writes in blocks. ``flac`` appears under its name only when it is whole, on disk and equal to the PCM.
    """
    part = flac.with_suffix(".part")
    try:
        frames = _encode(pcm, rate, part)
        if not _same(pcm, part):
            raise OSError(errno.EIO, f"{part} does not hold what was recorded", str(part))
        _to_disk(part)
        part.replace(flac)
    except soundfile.SoundFileError as error:
        raise _os_error(error, pcm, part) from error
    finally:
        part.unlink(missing_ok=True)
    return frames


def pcm_blocks(pcm: Path) -> Iterator[NDArray[np.int16]]:
    """Samples of shape (n, 2); a frame that a crash cut off at the end is left out."""
    with pcm.open("rb") as file:
        while block := file.read(BLOCK_FRAMES * FRAME_BYTES):
            whole = len(block) - len(block) % FRAME_BYTES
            if whole:
                yield np.frombuffer(block[:whole], "<i2").reshape(-1, CHANNELS)


def _encode(pcm: Path, rate: int, part: Path) -> int:
    frames = 0
    with soundfile.SoundFile(part, "w", rate, CHANNELS, "PCM_16", format="FLAC") as sound:
        for block in pcm_blocks(pcm):
            sound.write(block)
            frames += len(block)
    return frames


def _same(pcm: Path, part: Path) -> bool:
    with soundfile.SoundFile(part) as sound:
        same = all(np.array_equal(block, sound.read(len(block), "int16", always_2d=True)) for block in pcm_blocks(pcm))
        return same and not len(sound.read(1))


def _os_error(error: soundfile.SoundFileError, pcm: Path, part: Path) -> OSError:
    """libsndfile says ``System error`` alone; FLAC of noise is no smaller than its PCM."""
    full = shutil.disk_usage(part.parent).free < pcm.stat().st_size
    return OSError(errno.ENOSPC if full else errno.EIO, str(error), str(part))


def _to_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
