"""A call holds no more after minutes than before: what is kept is bounded, counted in things and not in time."""

from collections import deque
from collections.abc import Iterator

import numpy as np

from monitor.core.call_analysis import CallAnalysis
from monitor.core.call_info import CallInfo
from monitor.core.events import CHANNELS, Channel, Word
from monitor.core.settings import CoreSettings
from monitor.core.signal.features import FeatureExtractor, HearingSettings
from monitor.core.signal.frames import FRAME_DTYPE, Frames
from monitor.core.voices.voice import UNIT_MOST, Frame, Voice, VoiceSettings
from monitor.core.words.conversation import KEPT_TURNS
from monitor.core.words.language import Language
from monitor.core.words.phrase_cues import PhraseCues
from monitor.core.words.phrases import PhraseSettings
from tests.core.scene_kit import sounds
from tests.core.scene_kit.ears import detectors
from tests.core.scene_kit.scene import scene

FRAMES = 1800
"""A minute and a half."""
A_FEW = 300
"""Windows that are not full yet, of minutes; anything that is kept of every frame would be 900 and more."""


def kept(root: object) -> int:
    """Things in all containers that an object of the core holds."""
    count, seen, todo = 0, set[int](), [root]
    while todo:
        each = todo.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        inside = list(_inside(each))
        count += len(inside) if isinstance(each, (list, set, dict, deque)) else 0
        count += each.size if isinstance(each, np.ndarray) else 0
        todo += inside
    return count


def _inside(each: object) -> Iterator[object]:
    if isinstance(each, dict):
        yield from each.values()
    elif isinstance(each, (list, tuple, set, frozenset, deque)):
        yield from each
    elif type(each).__module__.startswith("monitor."):
        slots = [name for kind in type(each).__mro__ for name in getattr(kind, "__slots__", ())]
        yield from vars(each).values() if hasattr(each, "__dict__") else ()
        yield from (getattr(each, name) for name in slots if hasattr(each, name))


def talk(frames: int, seed: int) -> Frames:
    """Both take turns of 1.5-3 s, and come in over each other's ends."""
    random = np.random.default_rng(seed)
    found = np.zeros((frames, 2), FRAME_DTYPE)
    found["level"] = -7000
    for channel in (0, 1):
        for start in range(channel * 40, frames, 80):
            part = found[start : start + int(random.integers(30, 62)), channel]
            part["level"] = random.integers(-2900, -2300, len(part))
            part["alpha"], part["f0"], part["voicing"], part["active"] = -500, 1200 + channel * 900, 85, 0b11111
            part["nuclei"][::4] = 0b100
    return found


def test_a_call_that_goes_on_keeps_no_more() -> None:
    info = CallInfo(call_id="c1", agent="Ada")
    analysis = CallAnalysis(info, CoreSettings(language=Language("en"), playbook=()), words=False)
    analysis.receive_frames(talk(FRAMES, 1))
    before = kept(analysis)
    analysis.receive_frames(talk(FRAMES, 2))
    assert kept(analysis) - before <= A_FEW


def test_speech_that_never_ends_is_kept_for_minutes_only() -> None:
    voice = Voice(Channel.AGENT, VoiceSettings())
    voice.begin(0.0)
    endless = Frame(level=-2500, alpha=-500, f0=1200, voicing=90, active=0b11111, nuclei=0, flags=0, bass=0)
    for _ in range(UNIT_MOST + 200):
        voice.receive(endless, frozen=False)
    before = kept(voice)
    for _ in range(FRAMES):
        voice.receive(endless, frozen=False)
    assert kept(voice) - before <= A_FEW


def test_what_was_said_long_ago_is_forgotten() -> None:
    phrases = PhraseCues("c1", Language("en"), PhraseSettings())

    def chat(first: int, last: int) -> None:
        for turn in range(first, last):
            at = 4.0 * turn
            words = [Word(f"word{place}", at + 0.3 * place, at + 0.3 * place + 0.2) for place in range(7)]
            phrases.receive(CHANNELS[turn % 2], words, True, at + 3.0)
            phrases.tick(at + 3.9)
            assert phrases.talk.turns

    chat(0, KEPT_TURNS + A_FEW)
    before = kept(phrases.talk)
    chat(KEPT_TURNS + A_FEW, 2 * (KEPT_TURNS + A_FEW))
    assert kept(phrases.talk) - before <= A_FEW


def test_the_features_keep_no_audio() -> None:
    extractor = FeatureExtractor(8000, detectors(), HearingSettings())
    sound = scene(4.0, agent=[sounds.Voice(0, 2), sounds.Noise(0, 4)], customer=[sounds.Voice(2, 4)])
    for start in range(0, len(sound), 800):
        extractor.receive(sound[start : start + 800])
    before = kept(extractor)
    for start in range(0, len(sound), 800):
        extractor.receive(sound[start : start + 800])
    assert kept(extractor) - before <= A_FEW
