"""Blobs: bytes that are written once, in a directory or in a store that speaks S3."""

import secrets
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import IO, Any, cast
from urllib.parse import urlsplit

import fsspec
from fsspec import AbstractFileSystem

from ratchet.errors import Invalid, NotFound, Unavailable

# S3 wants parts of 5 MiB at least, and one is in memory while it is filled.
_PART_BYTES = 8 * 1024 * 1024
_PIECE_BYTES = 256 * 1024

_OPTIONS: dict[str, dict[str, Any]] = {
    "file": {"auto_mkdir": True},
    "s3": {"default_block_size": _PART_BYTES, "default_cache_type": "readahead", "use_listings_cache": False},
}


class BlobStore:
    """A place for blobs, whose names are of its own making. Safe to share between threads.

    Any call raises `Unavailable` when the place does not answer or is full; `failures` is what is raised underneath.
    """

    def __init__(self, files: AbstractFileSystem, root: str, place: str, failures: tuple[type[Exception], ...]) -> None:
        self.place = place
        self._files = files
        self._root = root.rstrip("/")
        self._failures = failures

    def create(self) -> "NewBlob":
        """A blob to be written."""
        name = secrets.token_hex(16)
        with self.translated():
            return NewBlob(self, name, self._open(name, "wb"))

    def read(self, name: str, start: int, end: int) -> Iterator[bytes]:
        """The bytes of a blob from one position to before another, in pieces; raises `NotFound` before the first."""
        with self.translated():
            file = self._open(name, "rb")
            file.seek(start)
        return self._read_pieces(file, end - start)

    def delete(self, names: Iterable[str]) -> None:
        """Delete blobs; those that are not there are passed over."""
        for name in names:
            with suppress(NotFound), self.translated():
                self._files.rm_file(self._path(name))

    @contextmanager
    def translated(self) -> Generator[None]:
        """Errors in the block as errors of ours."""
        try:
            yield
        except FileNotFoundError as error:
            raise NotFound(f"The media at {self.place} have lost a file: {error}") from error
        except self._failures as error:
            raise Unavailable(f"The media at {self.place} cannot be reached or written: {error}") from error

    def _read_pieces(self, file: IO[bytes], size_bytes: int) -> Iterator[bytes]:
        with file, self.translated():
            while size_bytes > 0 and (piece := file.read(min(size_bytes, _PIECE_BYTES))):
                size_bytes -= len(piece)
                yield piece

    def _open(self, name: str, mode: str) -> IO[bytes]:
        return cast(IO[bytes], self._files.open(self._path(name), mode))

    def _path(self, name: str) -> str:
        # Directories with very many files are slow.
        return f"{self._root}/{name[:2]}/{name}"


class NewBlob:
    """A blob that is being written; it is there once it is closed."""

    def __init__(self, store: BlobStore, name: str, file: IO[bytes]) -> None:
        self.name = name
        self._store = store
        self._file = file

    def write(self, piece: bytes) -> None:
        """Write the next bytes."""
        with self._store.translated():
            self._file.write(piece)

    def close(self) -> None:
        """Write what is left, and make an end."""
        with self._store.translated():
            self._file.close()

    def discard(self) -> None:
        """Leave nothing of it."""
        with suppress(Unavailable):
            self.close()
        self._store.delete([self.name])


def open_blob_store(url: str) -> BlobStore:
    """A place for blobs at `file:///directory` or `s3://bucket/prefix`; asks nothing of it yet.

    Where S3 is and who we are there comes from the environment, as for any client: `AWS_ENDPOINT_URL`,
    `AWS_ACCESS_KEY_ID`, …. Raises `Invalid` for another kind of URL, or without the library for S3.
    """
    scheme = urlsplit(url).scheme
    if scheme not in _OPTIONS:
        raise Invalid(f"RATCHET_MEDIA_URL starts with {scheme!r}: use file:///directory or s3://bucket/prefix")
    try:
        files, root = fsspec.url_to_fs(url, skip_instance_cache=True, **_OPTIONS[scheme])
    except ImportError as error:
        raise Invalid("RATCHET_MEDIA_URL names S3, which needs another package: pip install 'ratchet[s3]'") from error
    return BlobStore(files, root, url, _failures(scheme))


def _failures(scheme: str) -> tuple[type[Exception], ...]:
    if scheme != "s3":
        return (OSError,)
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415 it is there only with the extra

    return OSError, BotoCoreError
