"""The speech models that lie in the models folder."""

import re
from pathlib import Path

import msgspec

from monitor.shipped import shipped

CARD = "call-monitor.json"
"""In a model's folder: what the installation knows about it."""
ACOUSTIC_MODEL = (Path("am/final.mdl"), Path("final.mdl"))
"""Where a Vosk model keeps it; the second in models of the old layout."""
NAMED = re.compile(r"vosk-model-(?:small-|big-|tiny-)?(?P<language>[a-z]{2,3})(?:-(?P<region>[a-z]{2}))?(?![a-z])")
"""How the publisher names models: vosk-model-small-en-us-0.15."""


class ModelCard(msgspec.Struct, frozen=True):
    """Written when a model is installed: its language, and a SHA-256 for each of its files."""

    language: str
    source: str
    hashes: dict[str, str]


class InstalledModel(msgspec.Struct, frozen=True):
    """A model that can be loaded."""

    name: str
    language: str
    folder: Path
    card: ModelCard | None


def models_folder(setting: str = "") -> Path:
    """Where models are kept: the setting, else the folder of the installation."""
    return Path(setting) if setting else shipped("models")


def is_model(folder: Path) -> bool:
    """Whether a folder holds a Vosk model."""
    return any((folder / path).is_file() for path in ACOUSTIC_MODEL)


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
    return "-".join(part for part in (named["language"], named["region"]) if part)


def best_for(language: str, models: list[InstalledModel]) -> InstalledModel | None:
    """The model that hears a call's language best: the very one, its main form, or another region's."""
    wanted = language.lower()
    main = wanted.partition("-")[0]
    ranked = sorted(
        (model for model in models if model.language.lower().partition("-")[0] == main),
        key=lambda model: (model.language.lower() != wanted, model.language.lower() != main, model.name),
    )
    return ranked[0] if ranked else None


def _installed(folder: Path) -> InstalledModel:
    card = read_card(folder)
    return InstalledModel(folder.name, card.language if card else language_of(folder.name), folder, card)
