"""Whisper models in CTranslate2's format: what belongs to one, and which languages it hears."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

WEIGHTS = "model.bin"
PARTS = ("config.json", WEIGHTS, "tokenizer.json")
"""Always there; the vocabulary beside them is a ``.txt`` or a ``.json``."""
MULTI = "multi"
"""The language of a model that hears every language Whisper knows."""
CODES = """
af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is it
ja jw ka kk km kn ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so
sq sr su sv sw ta te tg th tk tl tr tt uk ur uz vi yi yo zh
"""
"""Languages that Whisper was taught, from its tokenizer."""
LANGUAGES = frozenset(CODES.split())
ALIASES = {"nb": "no", "fil": "tl", "jv": "jw", "iw": "he", "cmn": "zh"}
"""Other codes of the same languages."""
SIZES = {384: "tiny", 512: "base", 768: "small", 1024: "medium", 1280: "large"}
"""Names of the published sizes, by the width of the network."""
FIRST_MULTILINGUAL = 51865
"""Tokens in the vocabulary of the first multilingual model; English-only ones have fewer."""
WIDE_BANDS = 128
"""Of the spectrum, in the newest models; they say so in ``preprocessor_config.json`` beside them. Older have 80."""
PROCESS_MB = 250
"""What a process takes beside its weights, measured with the smallest model: 230 MB."""
MEGABYTE = 1_000_000
KNOWN_FORMATS = range(4, 7)
"""Versions of CTranslate2's file whose layout is known here; the engine itself says what it can load."""

LIKELY_FORMATS = 100
"""A greater version is no version, but garbage."""


class WhisperShape(msgspec.Struct, frozen=True):
    """What a model's weights say about it."""

    size: str
    """``tiny`` to ``large``, empty for another width."""
    multilingual: bool
    bands: int = 80
    """Of the spectrum that it looks at."""

    @property
    def name(self) -> str:
        """As the publisher calls it: ``tiny.en``, ``small``."""
        return (self.size or "own") + ("" if self.multilingual else ".en")


def is_whisper_model(folder: Path) -> bool:
    """Whether a folder holds a Whisper model, whole or not: its weights, with the settings beside them."""
    return (folder / WEIGHTS).is_file() and (folder / "config.json").is_file()


def whisper_faults(folder: Path) -> list[str]:
    """What is missing or cut off in a model's folder, in words; empty for a whole one."""
    faults = [f"{part} is missing" for part in PARTS if not (folder / part).is_file()]
    if not any((folder / f"vocabulary.{kind}").is_file() for kind in ("txt", "json")):
        faults.append("vocabulary.txt (or vocabulary.json) is missing")
    shape = read_shape(folder)
    if shape and shape.bands == WIDE_BANDS and not (folder / "preprocessor_config.json").is_file():
        faults.append("preprocessor_config.json is missing")
    faults += [f"{part} is no JSON, so it is damaged" for part in PARTS if not _is_json(folder / part)]
    if (folder / WEIGHTS).is_file() and shape is None:
        faults.append(_what_is_wrong(folder / WEIGHTS))
    return faults


def read_shape(folder: Path) -> WhisperShape | None:
    """What the weights say; None where they are cut off, damaged, or in a format unknown here."""
    try:
        path = folder / WEIGHTS
        with path.open("rb") as file:
            shapes = dict(_variables(file, path.stat().st_size))
        return _shape(shapes)
    except (OSError, struct.error, KeyError, IndexError, ValueError):
        return None


def whisper_language(folder: Path) -> str:
    """``en`` for an English-only model, else ``multi``."""
    shape = read_shape(folder)
    return MULTI if shape is None or shape.multilingual else "en"


def whisper_code(language: str) -> str | None:
    """Whisper's code for a call's language, ``de`` for ``de-AT``; None for one it does not know."""
    main = language.lower().partition("-")[0]
    code = ALIASES.get(main, main)
    return code if code in LANGUAGES else None


def _what_is_wrong(weights: Path) -> str:
    with weights.open("rb") as file:
        head = file.read(4)
    version = int.from_bytes(head, "little")
    if KNOWN_FORMATS.stop <= version < LIKELY_FORMATS:
        return f"{WEIGHTS} has the format {version}, which is newer than this call-monitor knows: update it"
    return f"{WEIGHTS} is cut off or damaged"


def memory_mb(folder: Path) -> int:
    """What its process takes at most, roughly: the weights as they are on disk, and the rest."""
    return PROCESS_MB + round((folder / WEIGHTS).stat().st_size / MEGABYTE)


def _is_json(path: Path) -> bool:
    if path.suffix != ".json" or not path.is_file():
        return True
    try:
        msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return False
    return True


def _shape(shapes: dict[str, tuple[int, ...]]) -> WhisperShape:
    width, bands, _ = shapes["encoder/conv1/weight"]
    tokens = shapes["decoder/embeddings/weight"][0]
    return WhisperShape(SIZES.get(width, ""), tokens >= FIRST_MULTILINGUAL, bands)


def _variables(file: BinaryIO, size: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Every variable's name and shape, its data skipped; raises ``ValueError`` where the file ends too early."""
    (version,) = _read(file, "<I")
    if version not in KNOWN_FORMATS:
        raise ValueError(f"format {version}")
    _text(file)
    _read(file, "<I")
    (count,) = _read(file, "<I")
    for _ in range(count):
        name = _text(file)
        (rank,) = _read(file, "<B")
        shape = _read(file, f"<{rank}I")
        _, length = _read(file, "<BI")
        if file.seek(length, 1) > size:
            raise ValueError(f"{name} is cut off")
        yield name, shape


def _text(file: BinaryIO) -> str:
    (length,) = _read(file, "<H")
    return file.read(length).rstrip(b"\0").decode()


def _read(file: BinaryIO, form: str) -> tuple[int, ...]:
    return struct.unpack(form, file.read(struct.calcsize(form)))
