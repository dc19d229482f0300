"""Which formats there are, and telling which one a file has."""

import codecs
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import BinaryIO

from ratchet.datasets.imports.json_lines import read_json_lines
from ratchet.datasets.imports.parquet import read_parquet
from ratchet.datasets.imports.row import Rejection, Row
from ratchet.datasets.imports.separated import read_separated


class Format(StrEnum):
    """A form that a file of items can have."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"


_READERS: Mapping[Format, Callable[[BinaryIO], Iterator[Row | Rejection]]] = {
    Format.JSONL: read_json_lines,
    Format.CSV: read_separated,
    Format.PARQUET: read_parquet,
}


def find_format(file: BinaryIO) -> Format:
    """The format of a file by how it begins, which it is left at."""
    beginning = file.read(4096)
    file.seek(0)
    if beginning.startswith(b"PAR1"):
        return Format.PARQUET
    text = beginning.removeprefix(codecs.BOM_UTF8).lstrip()
    return Format.JSONL if text.startswith((b"{", b"[")) else Format.CSV


def read_rows(file: BinaryIO, format_: Format) -> Iterator[Row | Rejection]:
    """The rows of a file, and in their places the reasons why some are none; reads it once from its start."""
    file.seek(0)
    return _READERS[format_](file)
