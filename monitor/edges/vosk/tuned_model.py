"""A speech model as the engine should load it: the publisher's files, with our settings added."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from monitor.edges.vosk.settings import VoskSettings

logger = logging.getLogger(__name__)

FEATURES = Path("conf/mfcc.conf")
SEARCH = Path("conf/model.conf")
NO_DITHER = "--dither=0"
"""Recorded must equal live: see ``edges/vosk/dither.py`` for what replaces the engine's random noise."""


@contextmanager
def tuned(model: Path, settings: VoskSettings) -> Iterator[Path]:
    """A folder to load in place of ``model``, whose own files stay as published; gone afterwards.

    A model of the old layout has no configuration of its search, and keeps the engine's.
    """
    if not (model / FEATURES).is_file():
        yield model
        return
    with tempfile.TemporaryDirectory(prefix="call-monitor-model-") as name:
        folder = Path(name)
        try:
            for path in model.iterdir():
                if path.name != FEATURES.parent.name:
                    (folder / path.name).symlink_to(path.resolve(), target_is_directory=path.is_dir())
        except OSError:  # Windows gives links to few
            logger.warning("the model %s is loaded as published: words may differ a little from run to run", model.name)
            yield model
            return
        shutil.copytree(model / FEATURES.parent, folder / FEATURES.parent)
        _add(folder / FEATURES, NO_DITHER)
        if (folder / SEARCH).is_file():
            _add(folder / SEARCH, *settings.options)
        yield folder


def _add(file: Path, *options: str) -> None:
    """Of an option that is there twice, the engine takes the last."""
    with file.open("a", encoding="utf-8") as configuration:
        configuration.write("\n" + "".join(f"{option}\n" for option in options))
