"""In noise people speak up: what the Lombard effect explains is taken off."""

import pytest

from monitor.core.call_analysis import CallAnalysis
from monitor.core.events import AnyEvent, Cue, CueKind
from monitor.core.signal.frames import FRAME_SECONDS
from monitor.core.voices.baseline import BaselineSettings
from monitor.core.voices.measures import Voiced
from monitor.core.voices.noise import NoiseFloor, NoiseSettings
from tests.core.scene_kit.script import CUSTOMER, INFO, SETTINGS, Talk, chat, cues, frames

USUAL = Voiced(0.0, -20.0, -10.0, 5.0)


def spoken_up(before_dbfs: float, now_dbfs: float, *, blips_dbfs: float | None = None) -> Voiced:
    """Noise at one level while the usual is learnt, then at another."""
    floor = NoiseFloor(NoiseSettings(), BaselineSettings())
    for _ in range(400):
        floor.hear(round(before_dbfs * 100))
    floor.learn(10.0, frozen=False)
    for number in range(400):
        is_blip = blips_dbfs is not None and number % 2
        floor.hear(round((blips_dbfs if is_blip and blips_dbfs is not None else now_dbfs) * 100))
    return floor.spoken_up(USUAL)


@pytest.mark.parametrize(
    ("before_dbfs", "now_dbfs", "louder_db"),
    [
        (-70, -60, 2.4),
        (-60, -50, 6.5),
        (-65, -55, 0.24 * 5 + 0.65 * 5),
        (-50, -60, 0.0),
        (-90, -70, 0.0),
        (-60, -30, 10.0),
    ],
    ids=["quiet noise", "loud noise", "both", "less noise", "a gate opens", "no more than the most"],
)
def test_a_voice_is_louder_by_the_lombard_slope(before_dbfs: float, now_dbfs: float, louder_db: float) -> None:
    louder = spoken_up(before_dbfs, now_dbfs)
    assert louder.level_dbfs == pytest.approx(louder_db)
    assert louder.alpha_db == pytest.approx(0.5 * louder_db)
    assert louder.pitch_st == pytest.approx(0.2 * louder_db)


def test_blips_are_no_noise() -> None:
    assert spoken_up(-60, -60, blips_dbfs=-35).level_dbfs == 0


def raised_in_noise(noise_dbfs: float) -> list[Cue]:
    """A customer speaks up by 8 dB, with effort, once the noise has risen."""
    talks = [*chat(0, 50), *(Talk(CUSTOMER, 55 + 5 * turn, 58 + 5 * turn, -18, 204, -5) for turn in range(4))]
    made = frames(75, talks)
    silent = made["active"] == 0
    made["level"][silent] = -7000
    made["level"][round(50 / FRAME_SECONDS) :][silent[round(50 / FRAME_SECONDS) :]] = round(100 * noise_dbfs)
    analysis = CallAnalysis(INFO, SETTINGS, words=False)
    events: list[AnyEvent] = analysis.receive_frames(made)
    return cues([*events, *analysis.end("hung_up")], CueKind.RAISED_VOICE)


def test_who_speaks_up_in_noise_is_not_raised() -> None:
    assert len(raised_in_noise(-70)) == 1
    assert raised_in_noise(-46) == []
