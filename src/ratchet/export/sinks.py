"""Files while they are written: of lines, of cells, of columns."""

from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq

from ratchet.domain.export import ExportFormat
from ratchet.store.events.client import ArrowTable


class Sink(Protocol):
    """A file that tables are put into, one behind the other."""

    def write(self, table: ArrowTable) -> None: ...

    def close(self) -> None: ...


class _Lines:
    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")

    def write(self, table: ArrowTable) -> None:
        for chunk in table["line"].chunks:
            if len(chunk):
                self._file.write(_bytes_of(chunk))

    def close(self) -> None:
        self._file.close()


class _Cells:
    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._has_header = False

    def write(self, table: ArrowTable) -> None:
        # Quotes stand around every text, so that no line break and no comma in it can be mistaken.
        options = arrow_csv.WriteOptions(include_header=not self._has_header, quoting_style="needed")
        arrow_csv.write_csv(table, self._file, options)
        self._has_header = True

    def close(self) -> None:
        self._file.close()


class _Columns:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: Any = None

    def write(self, table: ArrowTable) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, table.schema, compression="zstd")
        self._writer.write_table(table)

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


def open_sink(kind: ExportFormat, path: Path) -> Sink:
    """A file of a format, to be closed."""
    match kind:
        case ExportFormat.CSV:
            return _Cells(path)
        case ExportFormat.PARQUET:
            return _Columns(path)
        case _:
            return _Lines(path)


def _bytes_of(texts: Any) -> memoryview:
    """All texts of an array behind one another: so Arrow keeps them anyway."""
    _, offsets, data = texts.buffers()
    kind = np.int64 if pa.types.is_large_binary(texts.type) or pa.types.is_large_string(texts.type) else np.int32
    ends = np.frombuffer(offsets, dtype=kind)[texts.offset : texts.offset + len(texts) + 1]
    return memoryview(data)[int(ends[0]) : int(ends[-1])]
