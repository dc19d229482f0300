"""CSV and its kin: a header, and a row of cells a record."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, BinaryIO

import orjson

from ratchet.datasets.imports.row import ROW_SIZE_BYTES_MAX, Rejection, Row, too_large

_SEPARATORS = ",;\t|"

# The reader's own limit is 128 KiB a cell, for the whole process; here a record is bounded as it is read.
csv.field_size_limit(ROW_SIZE_BYTES_MAX)


class _TooLarge(Exception):
    """A record goes on for too long, maybe because a quote is never closed."""


class _Lines(Iterator[str]):
    """A file's lines as texts, counted; bytes that are no UTF-8 become surrogates, for their row to be refused."""

    def __init__(self, file: BinaryIO) -> None:
        self.number = 0
        self.record_size_bytes = 0
        self._file = file

    def __next__(self) -> str:
        line = self._file.readline(ROW_SIZE_BYTES_MAX + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.record_size_bytes += len(line)
        if self.record_size_bytes > ROW_SIZE_BYTES_MAX:
            raise _TooLarge
        return line.decode("utf-8-sig" if self.number == 1 else "utf-8", "surrogateescape")


def read_separated(file: BinaryIO) -> Iterator[Row | Rejection]:
    """The rows of a CSV file with a header; it may be separated by semicolons, tabs or bars as well.

    A cell that is a JSON object or array is read as such, an empty one is nothing, every other is a text.
    """
    lines = _Lines(file)
    records = _read_records(lines)
    _, header = next(records, (1, None))
    if header is None:
        return
    problem = header.reason if isinstance(header, Rejection) else _problem_of(header)
    if isinstance(header, Rejection) or problem:
        yield Rejection(1, f"This is no header of a CSV file: {problem}", ends_file=True)
        return
    for line, cells in records:
        yield cells if isinstance(cells, Rejection) else _to_row(line, header, cells)


def _read_records(lines: _Lines) -> Iterator[tuple[int, list[str] | Rejection]]:
    """Every record's first line and cells."""
    try:
        first = next(lines, "")
    except _TooLarge:
        yield 1, too_large(1, ends_file=True)
        return
    records = csv.reader(chain([first], lines), delimiter=_find_separator(first), strict=True)
    line = 1
    while True:
        try:
            cells = next(records, None)
        except csv.Error as error:
            yield line, Rejection(line, f"This is no CSV: {_explain(error)}.")
        except _TooLarge:
            yield line, too_large(line, ends_file=True)
            return
        else:
            if cells is None:
                return
            if cells:
                yield line, cells
        line = lines.number + 1
        lines.record_size_bytes = 0


def _find_separator(header: str) -> str:
    counts = Counter(character for character in header if character in _SEPARATORS)
    return max(_SEPARATORS, key=lambda separator: counts[separator])


def _explain(error: csv.Error) -> str:
    return "a quote that opens here is never closed" if "unexpected end" in str(error) else str(error)


def _problem_of(header: Sequence[str]) -> str:
    repeated = [name for name, count in Counter(header).items() if count > 1]
    if not all(map(_is_utf8, header)):
        return "it is not in UTF-8. Save the file as UTF-8."
    if repeated:
        return f"two columns are called {repeated[0][:40]!r}. Give each a name of its own."
    return ""


def _to_row(line: int, header: Sequence[str], cells: Sequence[str]) -> Row | Rejection:
    if len(cells) != len(header):
        return Rejection(line, f"This row has {len(cells)} cells and the header {len(header)}.")
    for name, cell in zip(header, cells, strict=True):
        if not _is_utf8(cell):
            return Rejection(line, f"{name}: this is not in UTF-8. Save the file as UTF-8.")
    columns = {name: _to_value(cell) for name, cell in zip(header, cells, strict=True)}
    return Row(line, columns, sum(map(len, cells)))


def _to_value(cell: str) -> Any:
    if not cell:
        return None
    if cell[0] in "{[":
        try:
            return orjson.loads(cell)
        except orjson.JSONDecodeError:
            return cell
    return cell


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
