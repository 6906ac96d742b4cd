"""The publisher's list: what is new, what has changed, and lists that are none."""

import json
from pathlib import Path

import pytest

from monitor.edges.models.catalog import Catalog, CatalogModel
from monitor.edges.models.errors import DownloadError
from monitor.edges.models.refresh import KEPT, LARGEST_LIST, LIST, refresh, with_published
from tests.edges.models.model_server import ModelServer, server

__all__ = ["server"]

KNOWN = CatalogModel("vosk-model-small-de-0.15", "de", "German", bytes=100, md5="a" * 32)
LIVE = CatalogModel("whisper-tiny", "multi", "Whisper", engine="whisper")


def listed(name: str, **more) -> dict:
    told = {"name": name, "type": "small", "lang_text": "Some", "md5": "b" * 32, "size": 200, "obsolete": "false"}
    return {**told, "url": f"https://elsewhere.example/{name}.zip", "version": "1", **more}


def ask(folder: Path, server: ModelServer, *entries: dict):
    server.files[f"/{LIST}"] = json.dumps(entries).encode()
    catalog = Catalog(server.url, (KNOWN, LIVE))
    return refresh(folder, catalog), with_published(catalog, folder)


def test_new_models_are_added_with_what_the_list_tells(tmp_path: Path, server: ModelServer):
    found, catalog = ask(
        tmp_path,
        server,
        listed(KNOWN.name, md5=KNOWN.md5, size=100),
        listed("vosk-model-small-kz-0.5"),
        listed("vosk-model-kz-0.5", type="big"),
    )
    assert (found.listed, found.changed, found.gone) == (3, (), ())
    assert found.new == ("vosk-model-kz-0.5", "vosk-model-small-kz-0.5")
    small, big = catalog.get("vosk-model-small-kz-0.5"), catalog.get("vosk-model-kz-0.5")
    assert (small.language, small.bytes, small.md5, small.use) == ("kk", 200, "b" * 32, "live")
    assert big.use == "second pass"
    assert small.licence == ""


@pytest.mark.parametrize(
    "entry",
    [
        listed("vosk-model-small-de-0.1", obsolete="true"),
        listed("vosk-model-small-de-0.1", obsolete=True),
        listed("vosk-model-spk-0.4", type="spk"),
        listed("vosk-model-tts-ru-0.1", type="tts"),
        listed("../../etc/passwd"),
        listed("vosk-model-small-../../x"),
    ],
    ids=["obsolete_text", "obsolete", "speaker", "voice", "path", "path_in_name"],
)
def test_what_is_no_current_model_is_left_out(tmp_path: Path, server: ModelServer, entry: dict):
    found, catalog = ask(tmp_path, server, entry)
    assert (found.listed, found.new) == (0, ())
    assert catalog.model == (KNOWN, LIVE)


@pytest.mark.parametrize("more", [{"md5": "c" * 32, "size": 100}, {"md5": KNOWN.md5, "size": 101}])
def test_another_file_under_a_known_name_is_told_and_not_believed(tmp_path: Path, server: ModelServer, more: dict):
    found, catalog = ask(tmp_path, server, listed(KNOWN.name, **more))
    assert found.changed == (KNOWN.name,)
    assert catalog.get(KNOWN.name) == KNOWN


def test_what_the_publisher_no_longer_has_is_told(tmp_path: Path, server: ModelServer):
    found, catalog = ask(tmp_path, server)
    assert found.gone == (KNOWN.name,)
    assert catalog.find(KNOWN.name) == KNOWN


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html>sign in</html>", "not the publisher's list"),
        (b'{"models": []}', "not the publisher's list"),
        (b'[{"type": "small"}]', "not the publisher's list"),
        (b"\xff\xfe", "not the publisher's list"),
        (b" " * (LARGEST_LIST + 1), "no list of models"),
        (None, "HTTP 404"),
    ],
    ids=["page", "object", "nameless", "bytes", "endless", "missing"],
)
def test_a_list_that_is_none_changes_nothing(tmp_path: Path, server: ModelServer, data: bytes | None, said: str):
    if data is not None:
        server.files[f"/{LIST}"] = data
    with pytest.raises(DownloadError, match=said):
        refresh(tmp_path, Catalog(server.url, (KNOWN,)))
    assert not (tmp_path / KEPT).exists()


def test_a_kept_list_that_is_damaged_is_as_none(tmp_path: Path):
    (tmp_path / KEPT).write_text("{")
    assert with_published(Catalog("", (KNOWN,)), tmp_path).model == (KNOWN,)
