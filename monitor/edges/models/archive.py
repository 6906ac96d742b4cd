"""Unpacks a model's zip, and nothing but files inside the folder it is given."""

import shutil
import stat
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from monitor.edges.models.errors import ArchiveError

MOST_BYTES = 8 * 1024**3
MOST_RATIO = 30
"""Unpacked to packed; models reach 5."""
SLACK_BYTES = 1024**2
MOST_FILES = 1000
CHUNK = 1024**2
UNREADABLE = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
"""What zipfile raises for damaged, encrypted or unknown packing."""


def unpack(archive: Path, folder: Path) -> None:
    """Unpack into ``folder``, which exists and is empty; raises ``ArchiveError``.

    Sizes are counted while unpacking: what a zip says about itself is not believed.
    """
    try:
        with zipfile.ZipFile(archive) as packed:
            members = packed.infolist()
            most = _allowance(archive, members, folder)
            for member in members:
                if not member.is_dir():
                    most -= _unpack_one(packed, member, _inside(folder, member), most)
    except UNREADABLE as error:
        raise ArchiveError(f"{archive} is damaged or not a zip: {error}; get it again") from error
    except OSError as error:
        raise ArchiveError(f"{archive} can't be unpacked: {error.strerror or error}") from error


def _allowance(archive: Path, members: list[zipfile.ZipInfo], folder: Path) -> int:
    """How many bytes may be unpacked; refuses at once where the zip itself promises more."""
    if len(members) > MOST_FILES:
        raise ArchiveError(f"{archive} holds {len(members)} files: that is no speech model")
    most = min(MOST_BYTES, archive.stat().st_size * MOST_RATIO + SLACK_BYTES)
    promised = sum(member.file_size for member in members)
    if promised > most:
        raise ArchiveError(f"{archive} unpacks to {promised} bytes, more than a speech model would: it is refused")
    free = shutil.disk_usage(folder).free
    if promised > free:
        raise ArchiveError(
            f"{archive} unpacks to {promised // 1024**2} MB and {free // 1024**2} MB are free: make room"
        )
    return most


def _inside(folder: Path, member: zipfile.ZipInfo) -> Path:
    """Where a member goes; raises ``ArchiveError`` for links and for paths that leave the folder."""
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in member.filename or not path.parts:
        raise ArchiveError(f"the zip holds a path outside its folder ({member.filename!r}): it is refused")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise ArchiveError(f"the zip holds a link or device ({member.filename!r}): it is refused")
    return folder.joinpath(*path.parts)


def _unpack_one(packed: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, most: int) -> int:
    target.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with packed.open(member) as source, target.open("xb") as file:
        while data := source.read(CHUNK):
            written += len(data)
            if written > most:
                raise ArchiveError("the zip unpacks to far more than it is: it is refused")
            file.write(data)
    return written
