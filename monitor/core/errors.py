"""The root of every error that a person can act on.

    CallMonitorError       the message says what is wrong and what to do
     +- AudioFormatError   a source's sample rate, encoding or channel roles can't be used

Stores, models, settings and sources add their own branches beside what raises them.
"""


class CallMonitorError(Exception):
    """Something a person can mend; the message says how."""


class AudioFormatError(CallMonitorError):
    """The audio of a source can't be used as it is described."""
