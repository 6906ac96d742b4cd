"""Written calls as a recogniser would hear them: words with times, some of them misheard."""

import random
from collections.abc import Iterator, Sequence

import msgspec
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from monitor.core.call_info import CallInfo
from monitor.core.call_monitor import CallMonitor
from monitor.core.events import AnyEvent, Channel, Word
from monitor.core.settings import CoreSettings

SECONDS_A_LETTER = 0.085
LEAST_WORD_SECONDS = 0.09
WORD_GAP_SECONDS = 0.05
TURN_GAP_SECONDS = 0.35
FIRST_WORD_SECONDS = 0.5
NEAR_LIKENESS = 0.5
NEAR_WORDS = 6
UNSURE = (0.3, 0.8)
SURE = (0.82, 1.0)
"""Confidences, drawn evenly."""


class Scene(msgspec.Struct, frozen=True):
    """One written call, and what must and must not come of it."""

    id: str
    language: str
    turns: tuple[tuple[str, str | float], ...]
    expect: tuple[str, ...] = ()
    forbid: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    confidences: tuple[tuple[float, ...], ...] = ()
    """Of each turn's words; all sure where left out."""


class _NoSound:
    """Stands where the speech detector would: these calls have words alone."""

    def probability(self, window: object) -> float:
        """No speech."""
        return 0.0

    def reset(self) -> None:
        """Nothing to forget."""


def play(scene: Scene, settings: CoreSettings) -> list[AnyEvent]:
    """All events of a scene, its words told as they end."""
    info = CallInfo(call_id=scene.id, agent="", language=scene.language, source="benchmark")
    call = CallMonitor(info, settings, (_NoSound(), _NoSound()))
    events = call.start("", "file")
    timed = list(timed_words(scene))
    for _, who, what in timed:
        if isinstance(what, Word):
            call.expect_speech(Channel(who), what.start, what.end)
    for at, who, what in timed:
        events += call.advance(at)
        if isinstance(what, Word):
            events += call.receive_words(Channel(who), (what,), final=True)
        else:
            events += call.receive_notice(what, at)
    return [*events, *call.end()]


def timed_words(scene: Scene) -> Iterator[tuple[float, str, Word | str]]:
    """What is said or noticed at which second, and by whom: words as they end, and kinds of notices."""
    now = FIRST_WORD_SECONDS
    for number, (who, said) in enumerate(scene.turns):
        if who == "pause":
            now += float(said)
            continue
        if who == "notice":
            yield now, who, str(said)
            continue
        texts = str(said).split()
        confidences = scene.confidences[number] if scene.confidences else (1.0,) * len(texts)
        for text, confidence in zip(texts, confidences, strict=True):
            end = now + max(LEAST_WORD_SECONDS, SECONDS_A_LETTER * len(text))
            yield round(end, 3), who, Word(text, round(now, 3), round(end, 3), confidence)
            now = end + WORD_GAP_SECONDS
        now += TURN_GAP_SECONDS


def misheard(scenes: Sequence[Scene], share: float, seed: int) -> list[Scene]:
    """The scenes with a share of their words heard wrong, as recognisers do; the same every time.

    Of what goes wrong, four in ten are heard as a word spelled nearly so, two as any other
    word, one each is split or joined with the next, two are lost. Other words are those of
    the scenes in the same language.
    """
    vocabulary: dict[str, list[str]] = {}
    for scene in scenes:
        words = {word for who, said in scene.turns if who in ("agent", "customer") for word in str(said).split()}
        vocabulary[scene.language] = sorted(words | set(vocabulary.get(scene.language, ())))
    return [_misheard(scene, share, seed, vocabulary[scene.language]) for scene in scenes]


def _misheard(scene: Scene, share: float, seed: int, vocabulary: list[str]) -> Scene:
    draw = random.Random(f"{seed} {scene.id}")
    turns: list[tuple[str, str | float]] = []
    confidences: list[tuple[float, ...]] = []
    for who, said in scene.turns:
        heard = list(_heard(str(said).split(), share, draw, vocabulary)) if who in ("agent", "customer") else []
        turns.append((who, " ".join(text for text, _ in heard)) if heard else (who, said if who in KEPT else ""))
        confidences.append(tuple(confidence for _, confidence in heard))
    return msgspec.structs.replace(scene, turns=tuple(turns), confidences=tuple(confidences))


KEPT = ("pause", "notice")


def _heard(words: list[str], share: float, draw: random.Random, vocabulary: list[str]) -> Iterator[tuple[str, float]]:
    waiting = list(words)
    while waiting:
        text = waiting.pop(0)
        if draw.random() >= share:
            yield text, round(draw.uniform(*SURE), 3)
            continue
        unsure, fate = round(draw.uniform(*UNSURE), 3), draw.random()
        if fate < 0.4:
            yield _near(text, draw, vocabulary), unsure
        elif fate < 0.6:
            yield draw.choice(vocabulary), unsure
        elif fate < 0.7 and len(text) > 4:
            cut = draw.randrange(2, len(text) - 1)
            yield text[:cut], unsure
            yield text[cut:], unsure
        elif fate < 0.8 and waiting:
            yield text + waiting.pop(0), unsure


def _near(text: str, draw: random.Random, vocabulary: list[str]) -> str:
    """Another word that is spelled nearly so, where there is one."""
    found = process.extract(
        text, vocabulary, scorer=Levenshtein.normalized_similarity, limit=NEAR_WORDS + 1, score_cutoff=NEAR_LIKENESS
    )
    others = [word for word, _, _ in found if word != text]
    return draw.choice(others or vocabulary)
