"""Files while they are written, of lines or of columns; each knows its size and its hash when it is closed."""

import hashlib
import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import pyarrow.parquet as pq

from ratchet.domain.export import ExportedFile, ExportFormat
from ratchet.export.formats import CSV_FIELDS
from ratchet.store.events.client import ArrowTable


class HashedFile(io.RawIOBase):
    """A new file that is written from its beginning to its end, and is safely on the disk once it is closed."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file = path.open("xb", buffering=0)
        self._digest = hashlib.sha256()
        self._size_bytes = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._size_bytes

    def write(self, data: Any, /) -> int:
        """Write all of it: a disk that has room for a part only is full."""
        rest = memoryview(data)
        self._digest.update(rest)
        self._size_bytes += rest.nbytes
        while rest.nbytes:
            rest = rest[self._file.write(rest) :]
        return memoryview(data).nbytes

    def close(self) -> None:
        if not self.closed:
            try:
                os.fsync(self._file.fileno())
            finally:
                self._file.close()
                super().close()

    def describe(self, items: int | None = None) -> ExportedFile:
        """Its name, size and SHA-256."""
        return ExportedFile(self._path.name, self._size_bytes, self._digest.hexdigest(), items)


class Sink(Protocol):
    """A file of a format that items are put into, one behind the other."""

    file: HashedFile

    def write(self, part: Any) -> None: ...

    def close(self) -> None: ...


class _Lines:
    def __init__(self, path: Path, header: bytes = b"") -> None:
        self.file = HashedFile(path)
        self.file.write(header)

    def write(self, part: Sequence[bytes]) -> None:
        self.file.write(b"".join(part))

    def close(self) -> None:
        self.file.close()


class _Columns:
    def __init__(self, path: Path) -> None:
        self.file = HashedFile(path)
        self._writer: Any = None

    def write(self, part: ArrowTable) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.file, part.schema, compression="zstd")
        self._writer.write_table(part)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self.file.close()


def open_sink(kind: ExportFormat, path: Path) -> Sink:
    """A file of a format, to be closed."""
    match kind:
        case ExportFormat.CSV:
            return _Lines(path, ",".join(CSV_FIELDS).encode() + b"\n")
        case ExportFormat.PARQUET:
            return _Columns(path)
        case _:
            return _Lines(path)
