"""Sending a file, with a bar that shows how far it is and how far the server is with it."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeRemainingColumn

from ratchet.errors import Invalid, Unavailable
from ratchet.sdk.client import Client

_PIECE_BYTES = 1024 * 1024


def send_file(client: Client, path: str, file_path: Path, params: Mapping[str, Any]) -> dict[str, Any]:
    """What the server answers in the end about a file that is imported."""
    try:
        with file_path.open("rb") as file:
            return _send(client, path, file, file_path.stat().st_size, params)
    except OSError as error:
        raise Invalid(f"{file_path} cannot be read: {error.strerror}.") from error


def _send(client: Client, path: str, file: BinaryIO, size_bytes: int, params: Mapping[str, Any]) -> dict[str, Any]:
    with _progress() as progress:
        sending = progress.add_task("Sending", total=size_bytes)
        said: dict[str, Any] = {}
        for said in client.send(path, _pieces(file, progress, sending), size_bytes=size_bytes, params=params):
            progress.update(sending, description=f"{said['rows']:,} rows read, {said['rejected']:,} rejected")
    if "complete" not in said:
        raise Unavailable(
            "The server ended its answer before the import was done. Import the file again: "
            "what is stored already will not be stored twice."
        )
    return said


def _pieces(file: BinaryIO, progress: Progress, task: TaskID) -> Iterator[bytes]:
    while piece := file.read(_PIECE_BYTES):
        yield piece
        progress.advance(task, len(piece))


def _progress() -> Progress:
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
