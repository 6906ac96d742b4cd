"""The carried calls are what they are said to be: measured on the files, without the synthesiser."""

import itertools
import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from demo.labels import Overlap, Unit, check
from demo.measure import level_dbfs
from demo.spectrum import alpha_db, median_pitch, voiced_frames
from monitor.shipped import shipped
from monitor.wire.native_ingest import NoticeLine, WordsLine, parse_line

NAMES = ("hot", "calm", "hold")
RATE = 8000
SIDES = ("agent", "customer")


class Call(NamedTuple):
    name: str
    audio: NDArray[np.float64]
    lines: list[WordsLine | NoticeLine]
    truth: dict[str, Any]

    def side(self, side: str, start: float, end: float) -> NDArray[np.float64]:
        """What one side says in a stretch, pauses and the line's noise out."""
        channel = self.audio[:, SIDES.index(side)]
        spans = [
            (max(start, unit["start"]), min(end, unit["end"]))
            for unit in self.truth["units"]
            if unit["channel"] == side and unit["end"] > start and unit["start"] < end
        ]
        return np.concatenate([channel[round(a * RATE) : round(b * RATE)] for a, b in spans])

    def styles(self, side: str, style: str) -> list[dict[str, Any]]:
        return [each for each in self.truth["behaviours"] if (each["channel"], each["style"]) == (side, style)]

    def spoken(self, side: str, style: str) -> NDArray[np.float64]:
        return np.concatenate([self.side(side, each["start"], each["end"]) for each in self.styles(side, style)])

    def rate(self, side: str, style: str) -> float:
        """Syllables a second of speech."""
        stretches = [(each["start"], each["end"]) for each in self.styles(side, style)]
        units = [
            unit
            for unit in self.truth["units"]
            if unit["channel"] == side
            and any(start - 0.1 <= unit["start"] and unit["end"] <= end + 0.1 for start, end in stretches)
        ]
        return float(sum(unit["syllables"] for unit in units) / sum(unit["end"] - unit["start"] for unit in units))

    def text(self, side: str) -> str:
        return " ".join(line.text for line in self.lines if isinstance(line, WordsLine) and line.channel == side)


def path(name: str, ending: str) -> Path:
    return shipped("demo/calls") / f"{name}{ending}"


def load(name: str) -> Call:
    audio, _ = soundfile.read(path(name, ".flac"), always_2d=True)
    parsed = [parse_line(json.loads(row)) for row in path(name, ".words.jsonl").read_text("utf-8").splitlines()]
    lines = [line for line in parsed if isinstance(line, WordsLine | NoticeLine)]
    assert len(lines) == len(parsed)
    return Call(name, audio, lines, json.loads(path(name, ".truth.json").read_text("utf-8")))


@pytest.fixture(scope="module", params=NAMES)
def call(request: pytest.FixtureRequest) -> Call:
    return load(request.param)


@pytest.fixture(scope="module")
def hot() -> Call:
    return load("hot")


def test_files_are_small_telephone_recordings(call: Call) -> None:
    info = soundfile.info(path(call.name, ".flac"))
    assert (info.samplerate, info.channels, info.subtype) == (RATE, 2, "PCM_16")
    assert 90 <= info.duration <= 180
    assert info.duration == pytest.approx(call.truth["seconds"], abs=0.02)
    assert path(call.name, ".flac").stat().st_size < 2.5e6
    assert 0.1 < np.abs(call.audio).max() < 1.0


def test_each_speaker_is_calm_for_25_seconds_first(call: Call) -> None:
    for side in SIDES:
        styled = [each for each in call.truth["behaviours"] if each["channel"] == side and each["style"] != "calm"]
        first = min((each["start"] for each in styled), default=call.truth["seconds"])
        calm = call.side(side, 0.0, first)
        assert len(calm) / RATE >= 25
        levels = [level_dbfs(part) for part in np.array_split(calm, 5)]
        assert max(levels) - min(levels) < 3


def test_the_line_is_quiet_between_words(call: Call) -> None:
    for channel in call.audio.T:
        hops = (channel[: len(channel) // 80 * 80].reshape(-1, 80) ** 2).mean(axis=1)
        assert -80 < 10 * np.log10(np.percentile(hops, 10)) < -68


def test_words_are_in_order_and_lie_in_speech(call: Call) -> None:
    known = [line.at if isinstance(line, NoticeLine) else line.end for line in call.lines]
    assert known == sorted(known)
    for side in SIDES:
        words = sorted(
            (line for line in call.lines if isinstance(line, WordsLine) and line.channel == side),
            key=lambda word: word.start,
        )
        assert all(0 <= word.start < word.end <= call.truth["seconds"] for word in words)
        assert all(before.end <= after.start + 0.02 for before, after in itertools.pairwise(words))
        assert all(0 < word.confidence <= 1 and word.text.strip() for word in words)
        units = [unit for unit in call.truth["units"] if unit["channel"] == side]
        middles = [(word.start + word.end) / 2 for word in words]
        inside = [any(unit["start"] - 0.05 <= at <= unit["end"] + 0.05 for unit in units) for at in middles]
        assert np.mean(inside) > 0.97


def test_overlaps_are_what_they_are_called(call: Call) -> None:
    units = [Unit(**unit) for unit in call.truth["units"]]
    assert call.truth["overlaps"]
    for overlap in call.truth["overlaps"]:
        check(Overlap(**overlap), units)


def test_a_wrong_label_is_noticed() -> None:
    units = [Unit("customer", 0.0, 2.0, 8), Unit("agent", 1.8, 4.0, 9)]
    check(Overlap("agent", 1.8, 2.0, "smooth_switch"), units)
    with pytest.raises(ValueError, match=r"no interruption at 1\.80"):
        check(Overlap("agent", 1.8, 2.0, "interruption"), units)


def test_units_are_heard_over_the_noise(call: Call) -> None:
    for unit in call.truth["units"]:
        heard = call.side(unit["channel"], unit["start"], unit["end"])
        assert 10 * np.log10(np.mean(heard**2)) > -50


def test_the_customer_of_the_hot_call_gets_loud_high_bright_and_fast(hot: Call) -> None:
    calm, angry = hot.spoken("customer", "calm"), hot.spoken("customer", "angry")
    assert 8 <= level_dbfs(angry) - level_dbfs(calm) <= 10.5
    assert 12 * np.log2(median_pitch(angry) / median_pitch(calm)) >= 3
    assert alpha_db(angry) - alpha_db(calm) >= 3.5
    assert hot.rate("customer", "angry") / hot.rate("customer", "calm") >= 1.2


def test_the_agent_of_the_hot_call_rushes_then_gets_loud_then_mends_it(hot: Call) -> None:
    calm, loud, sorry = (hot.spoken("agent", style) for style in ("calm", "loud", "sorry"))
    assert level_dbfs(loud) - level_dbfs(calm) >= 8
    assert 12 * np.log2(median_pitch(loud) / median_pitch(calm)) >= 2
    assert alpha_db(loud) - alpha_db(calm) >= 3
    assert len(voiced_frames(loud)[0]) * 0.05 >= 4
    assert len(hot.spoken("agent", "rushed")) / RATE >= 10
    assert hot.rate("agent", "rushed") / hot.rate("agent", "calm") >= 1.35
    assert level_dbfs(sorry) < level_dbfs(calm)
    assert hot.rate("agent", "sorry") <= hot.rate("agent", "calm")


def test_the_agent_of_the_hot_call_interrupts_twice_within_30_seconds(hot: Call) -> None:
    starts = [each["start"] for each in hot.truth["overlaps"] if each["label"] == "interruption"]
    assert len(starts) == 2
    assert starts[1] - starts[0] <= 30
    assert {each["channel"] for each in hot.truth["overlaps"] if each["label"] == "interruption"} == {"agent"}


def test_the_hot_call_has_the_words_that_matter(hot: Call) -> None:
    said = {side: hot.text(side).lower().replace(",", "") for side in SIDES}
    for phrase in (
        "this is the third time",
        "nobody ever calls me back",
        "this is ridiculous",
        "speak to a supervisor",
    ):
        assert phrase in said["customer"]
    for phrase in ("please calm down ma'am there is no reason to be upset", "i completely understand", "my supervisor"):
        assert phrase in said["agent"]


def test_the_calm_call_stays_calm() -> None:
    call = load("calm")
    assert {each["style"] for each in call.truth["behaviours"]} == {"calm"}
    assert {each["label"] for each in call.truth["overlaps"]} == {"backchannel", "smooth_switch"}


def test_the_hold_is_announced_long_and_has_music_for_the_customer() -> None:
    call = load("hold")
    notices = {line.notice: line.at for line in call.lines if isinstance(line, NoticeLine)}
    start, end = notices["hold"], notices["resume"]
    assert end - start >= 70
    assert not [unit for unit in call.truth["units"] if unit["end"] > start and unit["start"] < end]
    agent, customer = (call.audio[round(start * RATE) : round(end * RATE), channel] for channel in (0, 1))
    assert 10 * np.log10(np.mean(agent**2)) > -35
    assert 10 * np.log10(np.mean(customer**2)) < -55
    announced = [line.end for line in call.lines if isinstance(line, WordsLine) and line.text == "hold"]
    assert 0 < start - announced[0] < 10
