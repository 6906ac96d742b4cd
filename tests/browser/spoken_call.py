"""A call spoken by espeak-ng from a script, with the words file that tells who said what when."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import soundfile

from tests.hearing import spoken

RATE = 8000
VOICES = {"agent": "en", "customer": "en+f3"}

HOT = (
    ("agent", "thank you for calling, how can I help"),
    ("customer", "my washing machine is broken again"),
    ("agent", "let me have a look at that"),
    ("customer", "this is the third time I am calling about this"),
    ("agent", "please calm down"),
    ("customer", "this is ridiculous, I am so frustrated with you"),
    ("agent", "you need to calm down"),
    ("customer", "I want to speak to your manager or I will cancel my contract"),
    ("agent", "that is not possible"),
    ("customer", "this is unacceptable, I want to speak to a supervisor now"),
    ("agent", "one moment please"),
)
SOLVED = (
    *HOT[:-1],
    ("notice", "supervisor_joined"),
    ("agent", "my supervisor is here and she will replace it tomorrow"),
    ("customer", "well all right then"),
    ("agent", "thank you for your patience, goodbye"),
)
CALM = (
    ("agent", "thank you for calling, how can I help"),
    ("customer", "I would like to know when you open tomorrow"),
    ("agent", "we open at nine in the morning"),
    ("customer", "that is very good, thank you"),
) * 3


def write(folder: Path, name: str, script: Sequence[tuple[str, str]]) -> Path:
    """``name.flac`` with its words file beside, one line of the script after the other; returns the FLAC."""
    parts, at = [np.zeros((RATE // 2, 2), np.int16)], 0.5
    lines: list[dict[str, object]] = []
    for channel, text in script:
        if channel == "notice":
            lines.append({"notice": text, "at": at})
            continue
        said = spoken(text, RATE, VOICES[channel], before=0.0, after=0.2)
        both = np.zeros((len(said), 2), np.int16)
        both[:, int(channel == "customer")] = said
        parts.append(both)
        end = at + len(said) / RATE
        lines.append({"channel": channel, "text": text.replace(",", ""), "start": at, "end": end - 0.3})
        at = end
    path = folder / f"{name}.flac"
    soundfile.write(path, np.concatenate(parts), RATE, subtype="PCM_16")
    path.with_name(f"{name}.words.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path
