"""System packages that tests need: which are missing, how they come, which tests do without."""

import os
import shutil
import subprocess
from collections.abc import Callable
from ctypes.util import find_library
from typing import NamedTuple

from scripts.step import SetupError, run, say


class Part(NamedTuple):
    """One thing that tests need from the system."""

    name: str
    marker: str
    """pytest's marker of the tests that need it."""
    packages: tuple[str, ...]
    """Debian's names."""
    found: Callable[[], bool]


PARTS = (
    Part("Chromium", "browser", ("chromium", "fonts-liberation"), lambda: shutil.which("chromium") is not None),
    Part("espeak-ng", "vosk", ("espeak-ng",), lambda: shutil.which("espeak-ng") is not None),
    Part("PortAudio", "portaudio", ("libportaudio2",), lambda: find_library("portaudio") is not None),
)


def missing() -> list[Part]:
    """The parts that are not on this machine."""
    return [part for part in PARTS if not part.found()]


def mend(parts: list[Part]) -> str:
    """The one line that brings the parts."""
    return "sudo apt-get install " + " ".join(package for part in parts for package in part.packages)


def left_out(part: Part) -> str:
    """What goes on without a part, and how it comes back."""
    return f"{part.marker} tests are left out: {part.name} is missing; `{mend([part])}` brings it"


def install_for_tests() -> None:
    """Bring what is missing where this may install, say what is left out where not; one line, or one a part."""
    lacking = missing()
    say("system packages")
    if not lacking:
        print("ready")
    elif _may_install():
        _install(lacking)
        print("installed " + ", ".join(part.name for part in lacking))
    elif os.environ.get("CI") == "true":
        raise SetupError(f"tests may not be left out here: `{mend(lacking)}` brings what they need")
    else:
        print("; ".join(left_out(part) for part in lacking))


def _may_install() -> bool:
    return os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(parts: list[Part]) -> None:
    packages = [package for part in parts for package in part.packages]
    if not all(_known(package) for package in packages):
        run("apt-get", "update", "-q")
    run("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-q", "-y", "--no-install-recommends", *packages)


def _known(package: str) -> bool:
    shown = subprocess.run(["apt-cache", "show", package], capture_output=True, stdin=subprocess.DEVNULL)
    return shown.returncode == 0
