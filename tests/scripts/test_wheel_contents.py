"""The wheel carries what the product needs besides code, and nothing that only development needs."""

import json

import pytest

from monitor import shipped
from scripts.wheel_contents import CARRIED, carried


@pytest.fixture
def checkout(tmp_path):
    for path in ("config/service.toml", "demo/calls/hot.flac", "models/catalog.toml", "web/floor.html", "web/js/a.js"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    (tmp_path / "web" / "package.json").write_text(
        json.dumps({"dependencies": {"@preact/signals": "1"}, "devDependencies": {"typescript": "5"}})
    )
    for library in ("@preact/signals", "typescript"):
        (tmp_path / "web" / "node_modules" / library).mkdir(parents=True)
    return tmp_path


def test_settings_pages_libraries_calls_and_catalogue_are_carried(checkout):
    places = {path.removeprefix(f"{CARRIED}/") for path in carried(checkout).values()}
    assert places == {
        "config",
        "demo/calls",
        "models/catalog.toml",
        "web/floor.html",
        "web/js",
        "web/node_modules/@preact/signals",
    }


def test_a_missing_library_is_named_with_what_brings_it(checkout):
    (checkout / "web" / "node_modules" / "@preact" / "signals").rmdir()
    with pytest.raises(FileNotFoundError, match=r"signals is missing: run `npm ci` in web/"):
        carried(checkout)


def test_the_product_looks_where_the_wheel_puts_things():
    assert f"monitor/{shipped.CARRIED.name}" == CARRIED
