"""Downloads that break off, change, never end, or find no room."""

import shutil
from pathlib import Path

import pytest

from monitor.edges.models.download import download
from monitor.edges.models.errors import DownloadError
from tests.edges.models.model_server import ModelServer, server

__all__ = ["server"]

PATH, DATA = "/x.zip", bytes(range(256)) * 40
HALF = len(DATA) // 2


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / ".downloads" / "x.zip"


def quiet(there: int, total: int | None) -> None:
    return


def break_off(server: ModelServer, part: Path, at: int = HALF) -> None:
    server.files[PATH], server.cut[PATH] = DATA, at
    with pytest.raises(DownloadError, match="goes on where it stopped"):
        download(server.url + PATH, part, quiet)
    assert part.read_bytes() == DATA[:at]


def test_it_goes_on_where_it_broke_off(server: ModelServer, part: Path):
    break_off(server, part)
    seen: list[tuple[int, int | None]] = []
    download(server.url + PATH, part, lambda *step: seen.append(step))
    assert part.read_bytes() == DATA
    assert (seen[0], seen[-1]) == ((HALF, len(DATA)), (len(DATA), len(DATA)))
    assert server.asked[-1] == (PATH, f"bytes={HALF}-")


def test_a_server_without_ranges_sends_all_again(server: ModelServer, part: Path):
    break_off(server, part)
    server.ranges = False
    download(server.url + PATH, part, quiet)
    assert part.read_bytes() == DATA


def test_a_file_that_changed_meanwhile_is_fetched_from_its_beginning(server: ModelServer, part: Path):
    server.tags[PATH] = '"first"'
    break_off(server, part)
    server.files[PATH], server.tags[PATH] = DATA[::-1], '"second"'
    download(server.url + PATH, part, quiet)
    assert part.read_bytes() == DATA[::-1]


def test_what_is_there_whole_is_not_fetched_again(server: ModelServer, part: Path):
    server.files[PATH] = DATA
    part.parent.mkdir()
    part.write_bytes(DATA)
    download(server.url + PATH, part, quiet)
    assert part.read_bytes() == DATA
    assert len(server.asked) == 1


def test_more_than_the_file_has_is_thrown_away(server: ModelServer, part: Path):
    server.files[PATH] = DATA
    part.parent.mkdir()
    part.write_bytes(DATA + b"more")
    download(server.url + PATH, part, quiet)
    assert part.read_bytes() == DATA


def test_a_download_that_goes_on_after_its_size_is_stopped(server: ModelServer, part: Path):
    server.files[PATH] = DATA
    server.endless.add(PATH)
    with pytest.raises(DownloadError, match=f"goes on after the {len(DATA)} bytes it should have: it was stopped"):
        download(server.url + PATH, part, quiet, len(DATA))
    assert not part.exists()


def test_a_larger_file_than_the_catalogue_knows_is_not_begun(server: ModelServer, part: Path):
    server.files[PATH] = DATA
    with pytest.raises(DownloadError, match=r"the catalogue says 100: it is another file.*models refresh"):
        download(server.url + PATH, part, quiet, 100)
    assert not part.exists()


def test_a_connection_without_a_length_that_ends_early_is_no_whole_file(server: ModelServer, part: Path):
    server.files[PATH] = DATA
    server.endless.add(PATH)
    with pytest.raises(DownloadError, match=f"{3 * len(DATA)} of {4 * len(DATA)} bytes came.*goes on where it stopped"):
        download(server.url + PATH, part, quiet, 4 * len(DATA))
    assert part.stat().st_size == 3 * len(DATA)


def test_a_disk_without_room_is_told_before_anything_is_written(server: ModelServer, part: Path, monkeypatch):
    server.files[PATH] = DATA
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9, 100))
    with pytest.raises(DownloadError, match=r"0 MB are free.*make room and try again"):
        download(server.url + PATH, part, quiet)
    assert not part.exists()
