"""`ratchet sync`: take over what another server keeps."""

import typer

from ratchet.cli.sync.langfuse import sync_langfuse

sync = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
sync.command("langfuse")(sync_langfuse)


@sync.callback()
def _sync() -> None:
    """Take over what another server keeps, through its API."""
