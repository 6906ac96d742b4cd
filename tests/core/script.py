"""Another name of the scene kit's script."""

import sys

from tests.core.scene_kit import script

sys.modules[__name__] = script
