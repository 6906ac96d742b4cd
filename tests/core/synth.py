"""Another name of the scene kit's sounds and ears."""

from tests.core.scene_kit.ears import LevelDetector, detectors
from tests.core.scene_kit.scene import RATE, scene
from tests.core.scene_kit.sounds import Floats, Noise, Part, Tone, Voice, at_level

__all__ = ["RATE", "Floats", "LevelDetector", "Noise", "Part", "Tone", "Voice", "at_level", "detectors", "scene"]
