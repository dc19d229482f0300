"""The command line. To add a command, write its module and name it in `ratchet.cli.commands.COMMANDS`."""

from importlib.metadata import version
from typing import Annotated

import typer

from ratchet.cli.commands import CommandTable

app = typer.Typer(cls=CommandTable, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def _print_version(asked: bool) -> None:
    if asked:
        print(version("ratchet"))
        raise typer.Exit


@app.callback()
def ratchet(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """The quality loop for LLM applications: traces in, scores, baselines, alerts and better prompts out."""
