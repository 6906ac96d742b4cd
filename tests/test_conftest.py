"""A test that can't run is said to be left out, and fails where nothing may be left out."""

from pathlib import Path

import pytest

pytest_plugins = "pytester"

SKIPS = """
import pytest

def test_skips():
    pytest.skip("no sun today")

@pytest.mark.xfail
def test_known_fault():
    assert 1 == 2

def test_passes():
    pass
"""


@pytest.fixture
def tree(pytester, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text())
    pytester.makeini("[pytest]\nmarkers = browser: b")
    return pytester


def test_a_skip_is_a_skip_at_a_desk(tree):
    tree.makepyfile(SKIPS)
    tree.runpytest("-p", "no:asyncio").assert_outcomes(passed=1, skipped=1, xfailed=1)


@pytest.mark.parametrize("module", ["pytest.skip('x', allow_module_level=True)", "pytest.importorskip('no_such_mod')"])
def test_a_skipped_module_fails_where_none_may(tree, module):
    tree.makepyfile(f"import pytest\n{module}")
    tree.runpytest("-p", "no:asyncio", "--no-skips").assert_outcomes(errors=1)


def test_in_ci_a_skip_fails_with_its_reason(tree, monkeypatch):
    monkeypatch.setenv("CI", "true")
    tree.makepyfile(SKIPS)
    result = tree.runpytest("-p", "no:asyncio")
    result.assert_outcomes(passed=1, failed=1, xfailed=1)
    result.stdout.fnmatch_lines(["*may not be skipped here*no sun today*"])


MARKED = "import pytest\n@pytest.mark.browser\ndef test_page(): pass\ndef test_other(): pass"


@pytest.fixture
def no_browser(monkeypatch):
    from scripts import system_packages

    gone = system_packages.Part("Chromium", "browser", ("chromium",), lambda: False)
    monkeypatch.setattr(system_packages, "PARTS", (gone,))


@pytest.mark.usefixtures("no_browser")
def test_a_missing_part_leaves_its_tests_out_and_says_so(tree):
    tree.makepyfile(MARKED)
    result = tree.runpytest("-p", "no:asyncio")
    result.assert_outcomes(passed=1, deselected=1)
    result.stdout.fnmatch_lines(["browser tests are left out: Chromium is missing*"])


@pytest.mark.usefixtures("no_browser")
def test_a_missing_part_stops_ci(tree):
    tree.makepyfile(MARKED)
    result = tree.runpytest("-p", "no:asyncio", "--no-skips")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*may not be left out*apt-get install chromium*"])
