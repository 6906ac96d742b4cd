"""The command ``call-monitor``: one file a command."""

import sys

import typer

from monitor.core.errors import CallMonitorError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Listens to live calls on this machine, and whispers to the agent what calms them.",
)


def main() -> None:
    """Run a command; what a person can mend is one line, not a trace."""
    try:
        app()
    except CallMonitorError as error:
        sys.stderr.write(f"call-monitor: {error}\n")
        sys.exit(1)


from monitor.cli import analyze, capture, demo, devices, model_words, models, play, playbook, reanalyze, serve  # noqa: E402, F401 - each registers its command on ``app``
