"""The test-suite's microscope: scripted calls with an exact truth, as sound (``Scene``) or as frames (``play``)."""
