"""What all tests share: those whose part of the system is missing are left out, and said so; never so in CI.

Folders of tests run on all processors; what one file holds runs in this process, where a debugger works too.
"""

import os
from pathlib import Path

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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """None where worker processes are worth their start: as many as there are processors."""
    chosen = [Path(each.partition("::")[0]) for each in config.args]
    return 0 if len(chosen) == 1 and chosen[0].is_file() else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests by hand rather than skip them; where nothing may be left out, refuse to start.

    A worker process can't stop the others: its tests fail instead.
    """
    markers = {part.marker: part for part in missing()}
    lacking = [item for item in items if any(item.get_closest_marker(marker) for marker in markers)]
    if not lacking:
        return
    if no_skips(config):
        refusal = f"tests may not be left out: `{mend(list(markers.values()))}` brings what they need"
        if not hasattr(config, "workerinput"):
            raise pytest.UsageError(refusal)
        for item in lacking:
            item.stash[REFUSAL] = refusal
        return
    config.hook.pytest_deselected(items=lacking)
    items[:] = [item for item in items if item not in lacking]
    config.stash[LEFT_OUT] = [left_out(part) for part in markers.values()]


LEFT_OUT: pytest.StashKey[list[str]] = pytest.StashKey()
REFUSAL: pytest.StashKey[str] = pytest.StashKey()


def pytest_runtest_setup(item: pytest.Item) -> None:
    if REFUSAL in item.stash:
        pytest.fail(item.stash[REFUSAL], pytrace=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker process hands over what it left out."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["left_out"] = session.config.stash.get(LEFT_OUT, [])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    if left := getattr(node, "workeroutput", {}).get("left_out"):
        node.config.stash[LEFT_OUT] = left


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
