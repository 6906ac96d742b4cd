"""Gets a checkout ready: ``python3 scripts/setup.py demo|test``. Safe to run again; done steps take no time."""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036  it says so before anything newer is read
    sys.exit("Python 3.11 or newer is needed: `make PYTHON=/path/to/python3.11 …` names another one")

import subprocess
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts import system_packages
from scripts.step import PYTHON, ROOT, VENV, SetupError, run, say, step

WEB = ROOT / "web"
DEMO_MODEL = "vosk-model-small-en-us-0.15"


def main(goal: str) -> None:
    """Do the steps of a goal, in order."""
    started = time.monotonic()
    print(f"Setting up for `make {goal}`:")
    step("Python environment", make_environment, made=PYTHON)
    lock = ROOT / "requirements" / "base.lock"
    step("packages", lambda: install(lock), [lock])
    if goal == "test":
        tools = ROOT / "requirements" / "dev.lock"
        step("test packages", lambda: install(tools), [tools])
    step("the project", install_project, [ROOT / "pyproject.toml"], made=VENV / "bin" / "call-monitor")
    step("front-end libraries", install_web, [WEB / "package-lock.json"], made=WEB / "node_modules")
    if goal == "test":
        system_packages.install_for_tests()
    else:
        get_speech_model()
    print(f"Ready after {time.monotonic() - started:.1f} s.")


def make_environment() -> str:
    """The virtual environment, from the Python that runs this."""
    run(sys.executable, "-m", "venv", VENV)
    return f"made with Python {sys.version.split()[0]}"


def install(lock: Path) -> str:
    """Exactly the locked versions, each checked against its hash."""
    run(PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes", "-r", lock)
    return "installed"


def install_project() -> str:
    """The checkout itself, so that ``call-monitor`` runs it as it stands."""
    run(PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    return "installed"


def install_web() -> str:
    """The locked npm packages that the pages load."""
    try:
        run("npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund", cwd=WEB)
    except SetupError as failed:
        raise SetupError(f"{failed}\nThe pages need Node.js 20 or newer with npm.") from failed
    return "installed"


def get_speech_model() -> None:
    """The demo language's speech model, where its publisher can be reached; the demo runs without, too."""
    say("speech model")
    if (ROOT / "models" / DEMO_MODEL).is_dir():
        print("ready")
        return
    watched = sys.stdout.isatty()
    if watched:
        print(f"installing {DEMO_MODEL}")
    command = [str(VENV / "bin" / "call-monitor"), "models", "install", DEMO_MODEL]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=not watched, text=True)
    if watched:
        say("")
    if done.returncode == 0:
        print("installed")
        return
    print("not installed: the demo takes its words from the words files beside its calls, and its pages say so")
    if done.stderr:
        say("")
        print(done.stderr.strip().splitlines()[-1])


if __name__ == "__main__":
    try:
        main(sys.argv[1] if len(sys.argv) > 1 else "demo")
    except SetupError as failed:
        sys.exit(f"\n{failed}")
