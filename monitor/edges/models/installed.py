"""The speech models that lie in the models folder."""

import re
from pathlib import Path
from typing import Literal

import msgspec

from monitor.edges.whisper.model import MULTI, is_whisper_model, whisper_code, whisper_language
from monitor.shipped import shipped

CARD = "call-monitor.json"
"""In a model's folder: what the installation knows about it."""
ACOUSTIC_MODEL = (Path("am/final.mdl"), Path("final.mdl"))
"""Where a Vosk model keeps it; the second in models of the old layout."""
NAMED = re.compile(r"vosk-model-(?:small-|big-|tiny-)?(?P<language>[a-z]{2,3})(?:-(?P<region>[a-z]{2}))?(?![a-z])")
"""How the publisher names models: vosk-model-small-en-us-0.15."""
WHISPER_PREFIX = re.compile("^(?:faster-)?whisper-")
"""How Whisper models are named: whisper-tiny.en."""

EngineName = Literal["vosk", "whisper"]
LARGE_BYTES = 1_000_000_000
"""Small models unpack to 70-270 MB; what is larger than this is meant for ended calls."""
PUBLISHERS_CODES = {"cn": "zh", "kz": "kk", "vn": "vi", "ua": "uk"}
"""Where the publisher names languages by their countries."""


class ModelCard(msgspec.Struct, frozen=True):
    """Written when a model is installed: its language, and a SHA-256 for each of its files."""

    language: str
    source: str
    hashes: dict[str, str]


class InstalledModel(msgspec.Struct, frozen=True):
    """A model that can be loaded."""

    name: str
    language: str
    """A code, ``en-us``; ``multi`` where it hears every language of its engine."""
    folder: Path
    card: ModelCard | None
    engine: EngineName = "vosk"
    bytes: int = 0
    """Of all its files."""

    @property
    def large(self) -> bool:
        """Too large for live calls where a smaller model hears their language: for the second pass."""
        return self.bytes > LARGE_BYTES

    @property
    def words_from(self) -> str:
        """As ``call_started`` says it: ``vosk vosk-model-small-de-0.15``, ``whisper tiny.en``."""
        name = WHISPER_PREFIX.sub("", self.name) if self.engine == "whisper" else self.name
        return f"{self.engine} {name}"

    def hears(self, language: str) -> bool:
        """Whether it knows a call's language, in any region's form."""
        if self.engine == "whisper" and self.language in (MULTI, ""):
            return whisper_code(language) is not None
        return main_language(self.language) == main_language(language)


def models_folder(setting: str = "") -> Path:
    """Where models are kept: the setting, else the folder of the installation."""
    return Path(setting) if setting else shipped("models")


def is_model(folder: Path) -> bool:
    """Whether a folder holds a Vosk or a Whisper model."""
    return is_whisper_model(folder) or any((folder / path).is_file() for path in ACOUSTIC_MODEL)


def installed_models(folder: Path) -> list[InstalledModel]:
    """All models in the folder, by name; unfinished installations (hidden folders) are not among them."""
    if not folder.is_dir():
        return []
    found = (path for path in sorted(folder.iterdir()) if path.is_dir() and not path.name.startswith("."))
    return [_installed(path) for path in found if is_model(path)]


def read_card(folder: Path) -> ModelCard | None:
    """What the installation wrote about a model; None for one that was copied there, or whose card is damaged."""
    try:
        return msgspec.json.decode((folder / CARD).read_bytes(), type=ModelCard)
    except (OSError, msgspec.DecodeError):
        return None


def language_of(name: str) -> str:
    """The language in a publisher's model name: ``vosk-model-small-en-in-0.4`` hears ``en-in``; empty where none is."""
    named = NAMED.match(name)
    if not named:
        return ""
    language = PUBLISHERS_CODES.get(named["language"], named["language"])
    return "-".join(part for part in (language, named["region"]) if part)


def folder_bytes(folder: Path) -> int:
    """The size of all files in it."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def best_for(language: str, models: list[InstalledModel]) -> InstalledModel | None:
    """The model that hears a live call best: Vosk before Whisper, which only speaks when a turn is over.

    Of one engine it is the very language, its main form, or another region's; of Whisper then the smallest: it is
    the quickest. Large models come last: they are for ended calls.
    """
    ranked = sorted(
        (model for model in models if model.hears(language)),
        key=lambda model: (model.large, model.engine != "vosk", *_fit(model, language), _quick(model), model.name),
    )
    return ranked[0] if ranked else None


def for_second_pass(language: str, models: list[InstalledModel]) -> list[InstalledModel]:
    """The models that hear an ended call, whatever time they take: the biggest first, of either engine."""
    return sorted((model for model in models if model.hears(language)), key=lambda model: (-model.bytes, model.name))


def _fit(model: InstalledModel, language: str) -> tuple[bool, bool]:
    own = model.language.lower()
    return own != language.lower(), own != main_language(language)


def _quick(model: InstalledModel) -> int:
    return model.bytes if model.engine == "whisper" else 0


def main_language(language: str) -> str:
    """``en`` of ``en-us``."""
    return language.lower().partition("-")[0]


def _installed(folder: Path) -> InstalledModel:
    card = read_card(folder)
    engine: EngineName = "whisper" if is_whisper_model(folder) else "vosk"
    told = whisper_language(folder) if engine == "whisper" else language_of(folder.name)
    language = card.language if card else told
    return InstalledModel(folder.name, language, folder, card, engine, folder_bytes(folder))
