"""The real service in a process of its own, for tests that stop it, kill it, or open its pages."""

import asyncio
import os
import re
import signal
import sys
from pathlib import Path

COMMAND = [sys.executable, "-c", "from monitor.cli import main; main()"]


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CALL_MONITOR_")}
    return {**kept, **more}


async def command(*arguments: str, **variables: str) -> tuple[int, str, str]:
    """Run a command to its end: exit code, output, errors."""
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        *arguments,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(**variables),
    )
    out, error = await process.communicate()
    return process.returncode, out.decode(), error.decode()


class Running:
    """``async with`` it: ``url`` is where it answers; it is stopped at the end if it still runs.

    It has no speech model unless ``models`` names a folder of some. ``settings`` go by their names in the environment;
    ``log`` makes what it logs readable.
    """

    def __init__(
        self,
        data: Path,
        command: str = "serve",
        models: Path | None = None,
        port: str = "0",
        log: bool = False,
        **settings: str,
    ) -> None:
        self._arguments = [command, "--port", port, "--data", str(data)]
        self._models = models or data / "no-models"
        self._settings = settings
        self._log = asyncio.subprocess.PIPE if log else None
        self.url = ""
        self.code: int | None = None

    async def __aenter__(self) -> "Running":
        self._process = await asyncio.create_subprocess_exec(
            *COMMAND, *self._arguments, stdout=asyncio.subprocess.PIPE, stderr=self._log, env=self._environment()
        )
        while not self.url:
            line = (await self._process.stdout.readline()).decode()
            assert line, "the service did not start"
            found = re.search(r"http://[0-9.:]+\d", line)
            self.url = found[0] if found else ""
        return self

    async def __aexit__(self, *error) -> None:
        if self.code is None:
            await self.end(signal.SIGTERM)

    async def end(self, number: int) -> int:
        """Send a signal and wait for the process's end; its exit code."""
        self._process.send_signal(number)
        await self._process.communicate()
        self.code = self._process.returncode
        return self.code

    async def logged(self, text: str) -> str:
        """Wait for a line of the log; ``log`` must be asked for."""
        async for line in self._process.stderr:
            if text in line.decode():
                return line.decode()
        raise AssertionError(f"the service ended and never logged {text!r}")

    def _environment(self) -> dict[str, str]:
        return environment(CALL_MONITOR_RECOGNISER_FOLDER=str(self._models), **self._settings)

    @property
    def ws(self) -> str:
        return self.url.replace("http", "ws", 1)
