"""Renders the carried calls: ``python -m demo.render [NAME…] [--to FOLDER]``; see ``demo/README.md``."""

import argparse
import json
from pathlib import Path

import msgspec
import numpy as np
import soundfile

from demo import line
from demo.measure import RATE
from demo.script import NAMES, load
from demo.timeline import Director, Timeline
from demo.truth import truth

CALLS = Path(__file__).parent / "calls"


def main() -> None:
    """Render the named calls, or all."""
    parser = argparse.ArgumentParser(description="Render the carried demo calls.")
    parser.add_argument("names", nargs="*", default=NAMES, help=f"which of {', '.join(NAMES)}; all by default")
    parser.add_argument("--to", type=Path, default=CALLS, help="folder to write to")
    arguments = parser.parse_args()
    for name in arguments.names:
        render(name, arguments.to)


def render(name: str, folder: Path) -> None:
    """One call: its audio, its words and its truth."""
    script = load(name)
    rng = np.random.default_rng(script.seed)
    timeline = Director(script, rng).perform()
    facts = truth(script, timeline)
    channels = timeline.clean + timeline.sounds
    for channel, level in enumerate(script.noise_dbfs):
        channels[:, channel] += line.noise(len(channels), level, rng)
    audio = folder / f"{name}.flac"
    soundfile.write(audio, line.as_carried(channels), RATE, subtype="PCM_16", compression_level=1.0)
    (folder / f"{name}.words.jsonl").write_text(words_file(timeline, rng), encoding="utf-8")
    (folder / f"{name}.truth.json").write_text(_compact(msgspec.to_builtins(facts)), encoding="utf-8")
    print(f"{audio}: {facts.seconds} s, {audio.stat().st_size / 1e6:.2f} MB")


def words_file(timeline: Timeline, rng: np.random.Generator) -> str:
    """A line a word or notice, in the order in which they become known."""
    lines = [(notice.at, msgspec.to_builtins(notice)) for notice in timeline.notices]
    for said in timeline.said:
        for word in said.utterance.words:
            start, end = round(said.start + word.start, 2), round(said.start + word.end, 2)
            confidence = round(1 - float(rng.beta(1.2, 12)), 3)
            lines.append(
                (end, {"channel": said.side, "text": word.text, "start": start, "end": end, "confidence": confidence})
            )
    lines.sort(key=lambda each: each[0])
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for _, line in lines)


def _compact(facts: dict[str, object]) -> str:
    """JSON with a line for each unit, overlap and behaviour."""
    parts = []
    for key, value in facts.items():
        if isinstance(value, tuple):
            rows = ",\n".join(json.dumps(row) for row in value)
            parts.append(f'"{key}": [\n{rows}\n]')
        else:
            parts.append(f'"{key}": {json.dumps(value)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
