"""Properties of the core are checked without a clock: a loaded machine must not fail them."""

from hypothesis import settings

settings.register_profile("core", deadline=None, max_examples=50)
settings.load_profile("core")
