"""What all tests share: those whose part of the system is missing are left out, and said so; never so in CI."""

import os

import hypothesis
import pytest

from scripts.system_packages import left_out, mend, missing

# How long an example takes says something about the machine; the same examples each time in CI.
hypothesis.settings.register_profile("tests", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--no-skips", action="store_true", help="a test that can't run fails, as where CI=true")


def no_skips(config: pytest.Config) -> bool:
    return config.getoption("--no-skips") or os.environ.get("CI") == "true"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests by hand rather than skip them; where nothing may be left out, refuse to start."""
    markers = {part.marker: part for part in missing()}
    lacking = [item for item in items if any(item.get_closest_marker(marker) for marker in markers)]
    if not lacking:
        return
    if no_skips(config):
        raise pytest.UsageError(f"tests may not be left out: `{mend(list(markers.values()))}` brings what they need")
    config.hook.pytest_deselected(items=lacking)
    items[:] = [item for item in items if item not in lacking]
    config.stash[LEFT_OUT] = [left_out(part) for part in markers.values()]


LEFT_OUT: pytest.StashKey[list[str]] = pytest.StashKey()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(LEFT_OUT, []):
        terminalreporter.write_line(line, yellow=True)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item):
    report = yield
    return as_failure(report) if no_skips(item.config) else report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector):
    report = yield
    return as_failure(report) if no_skips(collector.config) else report


def as_failure(report):
    """A skip becomes a failure that keeps its reason."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid}: a test may not be skipped here: {reason}"
    return report
