"""Weights fitted anew tell what they were fitted on, keep their meaning, and read as settings."""

import tomllib

import msgspec
import numpy as np

from benchmarks.clip_features import FEATURES, SHIPPED
from benchmarks.emotions import Clip
from benchmarks.fit_arousal import fitted, toml
from monitor.core.cues.vocal_arousal import VocalArousalSettings, arousal
from monitor.core.voices.measures import Effort

SETTINGS = VocalArousalSettings()
ANGRY = {"bass_db": -3.0, "alpha_db": 3.0, "pitch_st": 3.0}


def said(distance: float = 1.0, seed: int = 1) -> list[Clip]:
    """Four speakers' clips, the angry ones so many times ``ANGRY`` off, with some chance."""
    generator = np.random.default_rng(seed)
    made = []
    for number in range(80):
        angry = number % 2 == 0
        over = np.zeros(len(FEATURES))
        for name in SHIPPED:
            over[FEATURES.index(name)] = angry * distance * ANGRY[name] + generator.standard_normal()
        made.append(Clip(str(number // 20), angry, tuple(over.tolist()), True, 1.0))
    return made


def test_speakers_left_out_are_told_where_anger_differs_and_not_where_it_does_not() -> None:
    figures = fitted({"one": said(), "other": said(0.0)}, SETTINGS)
    assert figures["n"] == 160
    assert fitted({"one": said()}, SETTINGS)["sets"]["one"]["uar_speaker_out"] > 0.95
    assert 0.3 < fitted({"other": said(0.0)}, SETTINGS)["sets"]["other"]["uar_speaker_out"] < 0.7


def test_the_printed_table_makes_a_sum_that_opens_halfway_between_the_classes() -> None:
    figures = fitted({"one": said()}, SETTINGS)
    table = tomllib.loads(toml(figures["weights"]))["cues"]["vocal_arousal"]
    settings = msgspec.convert(table, VocalArousalSettings)
    values = [arousal(Effort.of(0, 3 * share, 3 * share, 0, bass_db=-3 * share), settings) for share in (0.2, 0.5, 0.8)]
    assert values[0] < settings.open_at < values[2]
    assert abs(values[1] - settings.open_at) < 0.2
