"""One step of the set-up: does its work once, and again only when what it depends on has changed."""

import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "stamps"
NAME_WIDTH = 20


class SetupError(Exception):
    """A step can't be done; the message says why and what to do."""


def step(name: str, work: Callable[[], str], inputs: Sequence[Path] = (), made: Path | None = None) -> None:
    """Do ``work`` unless its stamp says that it was done for these very inputs; one line either way.

    ``work`` returns what it did, in a few words; ``made`` must exist for the step to count as done.
    """
    stamp = STAMPS / name.replace(" ", "-")
    wanted = fingerprint(inputs)
    say(name)
    if stamp.exists() and stamp.read_text() == wanted and (made is None or made.exists()):
        print("ready")
        return
    started = time.monotonic()
    done = work()
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp.write_text(wanted)
    print(f"{done} ({time.monotonic() - started:.0f} s)")


def say(name: str) -> None:
    """The beginning of a step's line."""
    print(f"  {name:<{NAME_WIDTH}}", end="", flush=True)


def fingerprint(inputs: Sequence[Path]) -> str:
    """Changes with the content of any input, and with the Python in use."""
    digest = hashlib.sha256(sys.version.encode())
    for path in inputs:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Run a command silently; what it printed is shown only where it fails."""
    words = [str(word) for word in command]
    try:
        done = subprocess.run(words, cwd=cwd, text=True, stdin=subprocess.DEVNULL, capture_output=True)
    except OSError as error:
        raise SetupError(f"{words[0]} can't be run: {error.strerror}") from error
    if done.returncode:
        raise SetupError(f"`{' '.join(words)}` failed:\n{(done.stdout + done.stderr).strip()[-3000:]}")
    return done.stdout
