"""Where the commands print, and the parts of a path and a command that they share."""

from typing import Annotated
from urllib.parse import quote

import typer
from rich.console import Console

console = Console(highlight=False)

Name = Annotated[str, typer.Argument(help="The name of the dataset.", show_default=False)]


def to_path(name: str, *parts: str) -> str:
    """The path of a dataset on the server, or of something of it."""
    return "/".join(("/admin/datasets", *(quote(part, safe="") for part in (name, *parts))))
