"""Bringing rows into another order in little memory: into heaps on the disk, then heap by heap."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from ratchet.store.events.client import ArrowTable

_HEAP_BYTES = 32 * 1024 * 1024
_HEAPS_MAX = 256
_PLACE = "place"


class Shuffle:
    """Rows that come in any order with their places, and go in the order of these; in a `with` block.

    `size_bytes` is about how much text there will be, `rows` how many rows.
    """

    def __init__(self, directory: Path, name: str, rows: int, size_bytes: int) -> None:
        heaps = min(max(size_bytes // _HEAP_BYTES, 1), _HEAPS_MAX)
        self._per_heap = max(-(-rows // heaps), 1)
        self._directory = directory
        self._name = name
        self._writers: dict[int, Any] = {}
        self._open = ExitStack()

    def __enter__(self) -> "Shuffle":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def put(self, table: ArrowTable, places: np.ndarray) -> None:
        """Take rows, each with its place."""
        heaps = places // self._per_heap
        placed = table.append_column(_PLACE, pa.array(places))
        for heap in np.unique(heaps).tolist():
            self._writer(heap, placed.schema).write_table(placed.take(np.flatnonzero(heaps == heap)))

    def drain(self) -> Iterator[ArrowTable]:
        """All rows in order, a heap at a time."""
        self._open.close()
        for heap in sorted(self._writers):
            path = self._path(heap)
            with pa.OSFile(str(path)) as file:
                table = pa.ipc.open_stream(file).read_all()
            path.unlink()
            yield table.take(np.argsort(table[_PLACE].to_numpy())).drop_columns([_PLACE])

    def _writer(self, heap: int, schema: Any) -> Any:
        if heap not in self._writers:
            file = self._open.enter_context(pa.OSFile(str(self._path(heap)), "wb"))
            self._writers[heap] = self._open.enter_context(pa.ipc.new_stream(file, schema))
        return self._writers[heap]

    def _path(self, heap: int) -> Path:
        return self._directory / f"{self._name}.{heap}.heap"
