"""Pages, what they load, and what of the folder stays hidden."""

from pathlib import Path

import httpx
import pytest

from monitor.edges.web.app import web_app
from monitor.edges.web.pages import PagesMissing, packages_of, page_routes, script_hash

MAP = '{"imports": {"preact": "/modules/preact/dist/preact.js", "@preact/signals": "/modules/@preact/signals/s.js"}}'
PAGE = f'<html><meta name="csp-nonce" content="{{{{csp_nonce}}}}"><script type="importmap">{MAP}</script>NAME</html>'


@pytest.fixture
def web(tmp_path: Path) -> Path:
    for name in ("agent", "floor", "review"):
        (tmp_path / f"{name}.html").write_text(PAGE.replace("NAME", name))
    for package in ("preact/dist", "@preact/signals", "secret"):
        (tmp_path / "node_modules" / package).mkdir(parents=True)
        (tmp_path / "node_modules" / package / "preact.js").write_text("export {}")
    (tmp_path / "app.js").write_text("export {}")
    (tmp_path / "package.json").write_text("{}")
    return tmp_path


def client(web: Path) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(web_app(page_routes(web))), base_url="http://localhost")


@pytest.mark.parametrize("name", ["agent", "floor", "review"])
async def test_page_comes_with_the_policy_that_its_import_map_needs(web, name):
    async with client(web) as http:
        response = await http.get(f"/{name}")
    assert name in response.text
    policy = response.headers["content-security-policy"]
    assert f"'{script_hash(MAP)}'" in policy
    nonce = response.text.split('content="')[1].split('"')[0]
    assert len(nonce) > 16
    assert f"'nonce-{nonce}'" in policy


async def test_nonce_is_new_every_time(web):
    async with client(web) as http:
        assert (await http.get("/floor")).text != (await http.get("/floor")).text


async def test_root_goes_to_the_floor(web):
    async with client(web) as http:
        assert (await http.get("/")).headers["location"] == "/floor"


@pytest.mark.parametrize(
    "path", ["/static/app.js", "/modules/preact/dist/preact.js", "/modules/@preact/signals/preact.js"]
)
async def test_scripts_are_served_as_scripts(web, path):
    async with client(web) as http:
        response = await http.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/static/package.json",
        "/static/agent.html",
        "/static/node_modules/preact/dist/preact.js",
        "/static/%2e%2e/pyproject.toml",
        "/modules/secret/preact.js",
        "/modules/preact/..%2f..%2fapp.js",
        "/nothing",
    ],
)
async def test_nothing_else_of_the_folder_is_served(web, path):
    async with client(web) as http:
        assert (await http.get(path)).status_code == 404


def test_missing_package_says_what_to_do(tmp_path, web):
    (web / "node_modules" / "preact" / "dist" / "preact.js").unlink()
    (web / "node_modules" / "preact" / "dist").rmdir()
    (web / "node_modules" / "preact").rmdir()
    with pytest.raises(PagesMissing, match="package preact"):
        page_routes(web)


def test_missing_page_is_named(tmp_path):
    with pytest.raises(PagesMissing, match=r"agent\.html can't be read"):
        page_routes(tmp_path / "none")


def test_packages_are_those_of_the_import_map():
    assert packages_of(PAGE) == {"preact", "@preact/signals"}
    assert packages_of("<html></html>") == set()
