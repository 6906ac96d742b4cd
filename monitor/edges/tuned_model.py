"""A speech model as the engine should load it: the publisher's files, with our settings added."""

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

logger = logging.getLogger(__name__)

FEATURES = Path("conf/mfcc.conf")
OURS = "\n--dither=0\n"
"""Recorded must equal live: see ``edges/dither.py`` for what replaces the engine's random noise."""


@contextmanager
def tuned(model: Path) -> Iterator[Path]:
    """A folder to load in place of ``model``, whose own files stay as published; gone afterwards."""
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
        with (folder / FEATURES).open("a", encoding="utf-8") as features:
            features.write(OURS)
        yield folder
