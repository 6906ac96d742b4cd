"""Which models would hear the calls of a site, and what they take."""

import msgspec

from monitor.edges.models.catalog import Catalog, CatalogModel, Use
from monitor.edges.models.installed import EngineName, InstalledModel, best_for, main_language
from monitor.edges.models.memory import MEGABYTE, UNPACKED_FACTOR, VOSK_FACTOR, loaded_mb, recognisers_mb
from monitor.edges.whisper.model import MULTI, PROCESS_MB, whisper_code

USUAL_WHISPER = "whisper-small"
"""Of Whisper's, the one that is advised: quick enough for live calls, and the smaller ones err often."""


class ModelRow(msgspec.Struct, frozen=True):
    """A model in the list."""

    name: str
    language: str
    engine: EngineName
    use: Use
    installed: bool
    hears: tuple[str, ...]
    """Languages of the site's calls that it knows."""
    chosen: tuple[str, ...]
    """Those of them whose live calls it hears: the best of what is installed."""
    bytes: int | None
    """To bring; of an installed one, on disk."""
    memory_mb: int | None
    """Loaded: estimated from the files, or where they are not there from the download, then at most."""
    recognisers_mb: int
    """For the recognisers that are kept warm, beside it."""
    licence: str
    error_rate: str
    notes: str


def rows(catalog: Catalog, found: list[InstalledModel], languages: tuple[str, ...], warmed: int) -> list[ModelRow]:
    """All models, those first that were brought by hand."""
    there = {model.name: model for model in found}
    own = [_installed(model, None, found, languages, warmed) for model in found if catalog.find(model.name) is None]
    listed = [
        _installed(there[each.name], each, found, languages, warmed) if each.name in there else _listed(each, languages)
        for each in catalog.model
    ]
    return own + listed


def unheard(found: list[InstalledModel], languages: tuple[str, ...]) -> list[str]:
    """The languages of calls that no installed model hears."""
    return [language for language in languages if best_for(language, found) is None]


def advice(language: str, catalog: Catalog) -> CatalogModel | None:
    """A model to install for a language: the smallest for live calls, Vosk before Whisper."""
    fitting = [model for model in catalog.model if model.use == "live" and _knows(model, language)]
    exact = [model for model in fitting if model.language == language.lower()]
    ranked = sorted(exact or fitting, key=lambda model: (model.engine != "vosk", model.name != USUAL_WHISPER))
    return ranked[0] if ranked else None


def _installed(
    model: InstalledModel,
    known: CatalogModel | None,
    found: list[InstalledModel],
    languages: tuple[str, ...],
    warmed: int,
) -> ModelRow:
    best = {language: best_for(language, found) for language in languages}
    return ModelRow(
        model.name,
        model.language,
        model.engine,
        known.use if known else "second pass" if model.large else "live",
        True,
        tuple(language for language in languages if model.hears(language)),
        tuple(language for language, chosen in best.items() if chosen == model),
        model.bytes,
        loaded_mb(model),
        recognisers_mb(model, warmed),
        known.licence if known else "",
        known.error_rate if known else "",
        known.notes if known else "brought by hand",
    )


def _listed(model: CatalogModel, languages: tuple[str, ...]) -> ModelRow:
    return ModelRow(
        model.name,
        model.language,
        model.engine,
        model.use,
        False,
        tuple(language for language in languages if _knows(model, language)),
        (),
        model.size,
        _at_most_mb(model),
        0,
        model.licence,
        model.error_rate,
        model.notes,
    )


def _knows(model: CatalogModel, language: str) -> bool:
    if model.language == MULTI:
        return whisper_code(language) is not None
    return main_language(model.language) == main_language(language)


def _at_most_mb(model: CatalogModel) -> int | None:
    if model.size is None:
        return None
    if model.engine == "whisper":
        return PROCESS_MB + model.size // MEGABYTE
    return round(model.size * UNPACKED_FACTOR * VOSK_FACTOR / MEGABYTE)
