"""What can go wrong with a speech model on its way here.

ModelInstallError      the message says what is wrong and what to do
 +- DownloadError      the model's publisher or mirror did not give it
 +- ArchiveError       the zip is damaged, or holds what must not be unpacked
"""

from monitor.core.errors import CallMonitorError


class ModelInstallError(CallMonitorError):
    """A model can't be found, installed, verified or removed."""


class DownloadError(ModelInstallError):
    """The download failed; the message says how to bring the model another way."""


class ArchiveError(ModelInstallError):
    """The zip can't be used; nothing of it was installed."""
