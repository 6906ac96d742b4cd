"""Loads a Vosk model in a process of its own, to know what the engine says of it: it says that to its log only.

A model that is cut off, or of a format that the engine does not know, takes nothing with it.
"""

import re
import subprocess
import sys
from pathlib import Path

TRIAL_SECONDS = 600.0
"""A big model takes a minute; a disk that never answers must not hang the command."""
LOG = re.compile(r"^(?:ERROR|ASSERTION_FAILED) \(.*?:\d+\) (?P<said>.+)$", re.MULTILINE)
CODE = """
import sys, vosk
vosk.SetLogLevel(-1)
try:
    vosk.KaldiRecognizer(vosk.Model(sys.argv[1]), 8000).AcceptWaveform(bytes(16000))
except Exception as error:
    sys.exit(str(error))
"""


def refusal(folder: Path) -> str:
    """Why the engine does not take the model, in its own words; empty where it does. Blocking, seconds."""
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", CODE, str(folder)],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TRIAL_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"it did not load in {TRIAL_SECONDS:.0f} s"
    if done.returncode == 0:
        return ""
    said = [each["said"] for each in LOG.finditer(done.stderr)]
    if said:
        return said[-1].replace(f"{folder}/", "")
    last = done.stderr.strip().splitlines()
    return last[-1] if last and done.returncode > 0 else f"the engine broke off (exit code {done.returncode})"
