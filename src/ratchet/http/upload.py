"""Taking in a file as the body of a request: straight to the disk, in pieces, up to a limit."""

import shutil
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from ratchet.errors import Invalid, TooLarge, Unavailable
from ratchet.store.events.disk import kept_free_bytes

_PIECE_BYTES = 1024 * 1024


@asynccontextmanager
async def received_file(request: Request, directory: Path, size_bytes_max: int) -> AsyncGenerator[BinaryIO]:
    """The body as a file, at its start, on the disk of a directory until the block ends or the process does.

    Raises `TooLarge` when it is over the limit, `Invalid` when it is compressed or breaks off, and `Unavailable`
    rather than fill the disk.
    """
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise Invalid(f"Content-Encoding {encoding!r} is not read here: send the file as it is.")
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=directory) as file:
        await _receive(request, file, directory, size_bytes_max)
        file.seek(0)
        yield file


async def _receive(request: Request, file: BinaryIO, directory: Path, size_bytes_max: int) -> None:
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > size_bytes_max:
        raise _too_large(size_bytes_max)
    size = 0
    pending = bytearray()
    try:
        async for piece in request.stream():
            size += len(piece)
            pending += piece
            if size > size_bytes_max:
                raise _too_large(size_bytes_max)
            if len(pending) >= _PIECE_BYTES:
                await run_in_threadpool(_write, file, bytes(pending), directory)
                pending.clear()
    except ClientDisconnect as error:
        raise Invalid("The connection ended before the file did. Nothing was taken from it.") from error
    await run_in_threadpool(_write, file, bytes(pending), directory)


def _write(file: BinaryIO, piece: bytes, directory: Path) -> None:
    try:
        file.write(piece)
        file.flush()
    except OSError as error:
        raise Unavailable(f"The file cannot be kept in {directory}: {error.strerror}.") from error
    if shutil.disk_usage(directory).free < kept_free_bytes(directory):
        raise Unavailable(f"The disk of {directory} is too full to take this file. Make room on it.")


def _too_large(size_bytes_max: int) -> TooLarge:
    return TooLarge(
        f"The file is over {size_bytes_max:,} bytes. Send it in parts, or raise RATCHET_IMPORT_SIZE_BYTES_MAX.",
        details={"size_bytes_max": size_bytes_max},
    )
