"""A test that can't run is said to be left out, and fails where nothing may be left out."""

from pathlib import Path

import pytest

from scripts import system_packages

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
NO_BROWSER = """
from scripts import system_packages

system_packages.PARTS = (system_packages.Part("Chromium", "browser", ("chromium",), lambda: False),)
"""
HERE_AND_IN_A_WORKER = pytest.mark.parametrize("more", [(), ("-n", "1")], ids=["here", "in a worker"])


@pytest.fixture
def without_browser(tree, monkeypatch):
    """The same tree where Chromium is missing; in worker processes too."""
    monkeypatch.setattr(system_packages, "PARTS", system_packages.PARTS)
    tree.makeconftest(Path(__file__).with_name("conftest.py").read_text() + NO_BROWSER)
    tree.makepyfile(MARKED)
    return tree


@HERE_AND_IN_A_WORKER
def test_a_missing_part_leaves_its_tests_out_and_says_so(without_browser, more):
    result = without_browser.runpytest("-p", "no:asyncio", *more)
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["browser tests are left out: Chromium is missing*"])


def test_a_missing_part_stops_ci(without_browser):
    result = without_browser.runpytest("-p", "no:asyncio", "--no-skips")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*may not be left out*apt-get install chromium*"])


def test_a_missing_part_fails_ci_in_a_worker(without_browser):
    result = without_browser.runpytest("-p", "no:asyncio", "--no-skips", "-n", "1")
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["*may not be left out*apt-get install chromium*"])


@pytest.mark.parametrize(("chosen", "processes"), [("test_one.py", 0), ("test_one.py::test_it", 0), (".", 2)])
def test_a_single_file_runs_in_this_process(tree, monkeypatch, chosen, processes):
    tree.makepyfile(test_one="def test_it(worker_id): print(worker_id)")
    monkeypatch.setenv("PYTEST_XDIST_AUTO_NUM_WORKERS", "2")
    result = tree.runpytest("-p", "no:asyncio", "-n", "auto", chosen)
    result.assert_outcomes(passed=1)
    assert ("2 workers" in result.stdout.str()) is bool(processes)
