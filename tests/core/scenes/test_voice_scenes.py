"""Level, brightness, pitch, the usual, and what is a raised voice and what is none; arousal; mirroring."""

from math import log2

import numpy as np
import pytest

from monitor.core.events import AnyEvent, CueKind, Escalation, Level, Prompt, Speech
from tests.core.scene_kit.ears import frames_of, hear
from tests.core.scene_kit.lines import Line, gain, gain_control, packet_loss
from tests.core.scene_kit.scene import Scene
from tests.core.scene_kit.script import AGENT, CUSTOMER, USUAL_HZ, Channel, Talk, chat, cues, of, play
from tests.core.scene_kit.sounds import Noise, Voice
from tests.core.scenes.rows import row

CALM = chat(0, 40)
"""Six turns of three seconds each."""
AFTER = 40.0
LOUDER = {"dbfs": -16.0}
BRIGHTER = {"alpha_db": -3.0}
SHOUTS = {"dbfs": -14.0, "alpha_db": -2.0, "f0_hz": 270.0}
"""As the customer does it."""
FOLLOWS = {"dbfs": -21.0, "alpha_db": -6.0}
"""As the agent does, without shouting."""


def spoken(voice: Voice, *lines: Line, noise_dbfs: float = -90.0) -> Speech:
    """What is told of the one thing that is said."""
    (speech,) = of(hear(Scene(4).customer(voice, Noise(0, 4, noise_dbfs)).through(*lines)), Speech)
    return speech


@pytest.mark.parametrize(
    ("voice", "lines"),
    [
        row("Level", "a loud voice", Voice(0.5, 3, -15), ()),
        row("Level", "a voice at the nominal level", Voice(0.5, 3, -26), ()),
        row("Level", "a quiet voice", Voice(0.5, 3, -38), ()),
        row("Level", "a bright voice is no louder for it", Voice(0.5, 3, -26, tilt_db=-4), ()),
        row(
            "Level",
            "lost packets take nothing away",
            Voice(0.5, 3, -26, syllables_per_second=4.3),
            (packet_loss(0.03),),
        ),
    ],
)
def test_level(voice: Voice, lines: tuple[Line, ...]) -> None:
    assert spoken(voice, *lines).level_dbfs == pytest.approx(voice.dbfs, abs=2)


@pytest.mark.parametrize(
    ("voice", "lines"),
    [
        row("Brightness", "a soft voice", Voice(0.5, 3, tilt_db=-12), ()),
        row("Brightness", "a pressed voice", Voice(0.5, 3, tilt_db=-4), ()),
        row("Brightness", "a quiet voice is no darker for it", Voice(0.5, 3, -38, tilt_db=-4), ()),
        row("Brightness", "a high voice", Voice(0.5, 3, f0_hz=220, tilt_db=-6), ()),
        row("Brightness", "gain control doesn't hide it", Voice(0.5, 3, -40, tilt_db=-4), (gain_control(CUSTOMER),)),
    ],
)
def test_brightness(voice: Voice, lines: tuple[Line, ...]) -> None:
    assert spoken(voice, *lines).alpha_db == pytest.approx(voice.alpha_db, abs=1)


@pytest.mark.parametrize(
    "voice",
    [
        row("Bass", "a soft voice", Voice(0.5, 3, tilt_db=-12)),
        row("Bass", "a pressed voice has less", Voice(0.5, 3, tilt_db=-4)),
        row("Bass", "a quiet voice has no less", Voice(0.5, 3, -38)),
        row("Bass", "a high voice", Voice(0.5, 3, f0_hz=210)),
    ],
)
def test_bass(voice: Voice) -> None:
    frames = frames_of(Scene(4).customer(voice))[:, CUSTOMER.position]
    assert np.median(frames["bass"][frames["f0"] > 0]) / 2 == pytest.approx(voice.bass_db, abs=1)


@pytest.mark.parametrize(
    ("f0_hz", "noise_dbfs"),
    [row("Pitch", f"{hz} Hz, noise at {noise} dBFS", hz, noise) for hz in (90, 120, 190, 280) for noise in (-90, -46)],
)
def test_pitch(f0_hz: float, noise_dbfs: float) -> None:
    heard = spoken(Voice(0.5, 3, f0_hz=f0_hz), noise_dbfs=noise_dbfs)
    assert 12 * log2(heard.f0_hz / f0_hz) == pytest.approx(0, abs=0.3)


def last_word(*talks: Talk) -> Speech:
    """The last thing the customer says, after all these."""
    return [speech for speech in of(play(talks[-1].end + 1, *talks), Speech) if speech.channel is CUSTOMER][-1]


@pytest.mark.parametrize(
    ("talks", "over_db"),
    [
        row("The usual", "nothing is known at first", [Talk(CUSTOMER, 1, 4)], None),
        row("The usual", "the same is not over it", [*CALM, Talk(CUSTOMER, AFTER, AFTER + 3)], 0),
        row("The usual", "louder is over it", [*CALM, Talk(CUSTOMER, AFTER, AFTER + 3, dbfs=-19)], 7),
        row("The usual", "softer is under it", [*CALM, Talk(CUSTOMER, AFTER, AFTER + 3, dbfs=-31)], -5),
        row(
            "The usual",
            "the other's voice is not in it",
            [*CALM, Talk(AGENT, 40, 55, dbfs=-12), Talk(CUSTOMER, 56, 59)],
            0,
        ),
        row(
            "The usual",
            "anger does not become it",
            [
                *CALM,
                *[Talk(CUSTOMER, 4 * k + 67, 4 * k + 70, -14, 270, -2) for k in range(8)],
                Talk(CUSTOMER, 104, 107),
            ],
            0,
        ),
    ],
)
def test_the_usual(talks: list[Talk], over_db: float | None) -> None:
    over = last_word(*talks).level_over_baseline_db
    assert over is None if over_db is None else over == pytest.approx(over_db, abs=0.7)


def raised(events: list[AnyEvent], channel: Channel = CUSTOMER) -> bool:
    return bool(cues(events, CueKind.RAISED_VOICE, channel))


@pytest.mark.parametrize(
    ("change", "seconds", "is_raised"),
    [
        row("Raised voice", "louder and brighter", {**LOUDER, **BRIGHTER}, 6, True),
        row("Raised voice", "louder and higher", {**LOUDER, "f0_hz": 235.0}, 6, True),
        row("Raised voice", "much brighter and higher, levelled", {"alpha_db": -1.5, "f0_hz": 250.0}, 6, True),
        row("Raised voice", "louder alone is a louder line", LOUDER, 6, False),
        row("Raised voice", "brighter alone is another telephone", {"alpha_db": -1.5}, 6, False),
        row("Raised voice", "higher alone is a question", {"f0_hz": 250.0}, 6, False),
        row("Raised voice", "5 dB more is within the usual", {**BRIGHTER, "dbfs": -21.5}, 6, False),
        row("A stretch of voice", "one loud word decides nothing", {**LOUDER, **BRIGHTER}, 0.6, False),
        row("Raised voice", "a loud hiss is no voice", {**LOUDER, "f0_hz": 0.0}, 6, False),
    ],
)
@pytest.mark.parametrize("channel", [AGENT, CUSTOMER])
def test_raised_voice(channel: Channel, change: dict[str, float], seconds: float, is_raised: bool) -> None:
    if change.get("f0_hz"):  # told of the customer's voice: the same steps over either one's
        change = {**change, "f0_hz": change["f0_hz"] / USUAL_HZ[CUSTOMER] * USUAL_HZ[channel]}
    events = play(AFTER + 7, *CALM, Talk(channel, AFTER, AFTER + seconds, **change))
    assert [cue.channel for cue in cues(events, CueKind.RAISED_VOICE)] == [channel] * is_raised


TURNS = [5.5 * turn for turn in range(6)]
ASKS = [Voice(at + 0.3, at + 1.4, -28, 115) for at in TURNS]
ANSWERS = [Voice(at + 1.7, at + 5.3, -30, 190, -11) for at in TURNS]
SAME, SHOUT = Voice(34, 41, -30, 190, -11), Voice(34, 41, -16, 260, -4)


@pytest.mark.parametrize(
    ("parts", "lines", "is_raised"),
    [
        row("Raised voice", "a shout over a clean line", [SHOUT], (), True),
        row("Raised voice", "a shout that gain control levels", [SHOUT], (gain_control(CUSTOMER),), True),
        row("Raised voice", "a shout with lost packets", [SHOUT], (packet_loss(0.03),), True),
        row("Raised voice", "the line is turned up", [SAME], (gain(12, since=34),), False),
        row("Noise", "a calm voice in a noisy room", [SAME, Noise(0, 42, -52)], (), False),
        row("Noise", "noise that begins late", [SAME, Noise(34, 42, -52)], (), False),
        row("Noise", "a shout in a noisy room", [SHOUT, Noise(0, 42, -52)], (), True),
    ],
)
def test_raised_voice_in_sound(parts: list[Voice | Noise], lines: tuple[Line, ...], is_raised: bool) -> None:
    events = hear(Scene(42).agent(*ASKS).customer(*ANSWERS, *parts).through(*lines))
    assert raised(events) is is_raised


@pytest.mark.parametrize(
    ("angry", "is_aroused"),
    [
        row("Arousal of the customer", "of the customer", CUSTOMER, True),
        row("Arousal of the customer", "never of the agent", AGENT, False),
    ],
)
def test_arousal(angry: Channel, is_aroused: bool) -> None:
    voice = {"dbfs": -14.0, "alpha_db": -2.0, "f0_hz": {AGENT: 160.0, CUSTOMER: 275.0}[angry]}
    events = play(AFTER + 12, *CALM, Talk(angry, AFTER, AFTER + 10, **voice))
    assert [cue.channel for cue in cues(events, CueKind.VOCAL_AROUSAL)] == [CUSTOMER] * is_aroused
    assert raised(events, angry)


@pytest.mark.parametrize(
    ("change", "seconds"),
    [
        row("Arousal of the customer", "a joyful word is not enough", {"alpha_db": -2.0, "f0_hz": 275.0}, 1.0),
        row("Weights", "level alone opens nothing", {"dbfs": -14.0}, 8.0),
        row("Weights", "brightness alone opens nothing", {"alpha_db": -3.0}, 8.0),
        row("Weights", "pitch alone opens nothing", {"f0_hz": 250.0}, 8.0),
        row("Borders", "however bright a line gets", {"alpha_db": 12.0}, 8.0),
    ],
)
def test_no_arousal(change: dict[str, float], seconds: float) -> None:
    events = play(AFTER + 10, *CALM, Talk(CUSTOMER, AFTER, AFTER + seconds, **change))
    assert cues(events, CueKind.VOCAL_AROUSAL) == []
    assert all(heat.level.rank <= Level.WATCH.rank for heat in of(events, Escalation))


@pytest.mark.parametrize(
    ("talks", "mirrors"),
    [
        row(
            "Mirroring",
            "the agent follows the shouting customer up",
            [Talk(CUSTOMER, 40, 45, **SHOUTS), Talk(AGENT, 45.5, 52, **FOLLOWS)],
            True,
        ),
        row(
            "Mirroring",
            "the agent stays calm",
            [Talk(CUSTOMER, 40, 45, **SHOUTS), Talk(AGENT, 45.5, 52)],
            False,
        ),
        row(
            "Mirroring",
            "the agent only gets a louder line",
            [Talk(CUSTOMER, 40, 45, **SHOUTS), Talk(AGENT, 45.5, 52, dbfs=-21)],
            False,
        ),
        row(
            "Mirroring",
            "the agent was up first",
            [Talk(AGENT, 40, 46, **FOLLOWS), Talk(CUSTOMER, 46.5, 52, **SHOUTS)],
            False,
        ),
    ],
)
def test_mirroring(talks: list[Talk], mirrors: bool) -> None:
    events = play(54, *CALM, *talks)
    assert bool(cues(events, CueKind.MIRRORING, AGENT)) is mirrors
    assert [prompt.rule for prompt in of(events, Prompt) if prompt.rule == "lower_voice"] == []
