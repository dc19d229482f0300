"""Parquet: columns, read in slices of rows."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

import orjson

from ratchet.datasets.imports.row import ROW_SIZE_BYTES_MAX, Rejection, Row, too_large

_ROWS_AT_A_TIME_MAX = 100
_SIZE_AT_A_TIME_BYTES = 64 * 1024 * 1024
_BUFFER_BYTES = 1024 * 1024


def read_parquet(file: BinaryIO) -> Iterator[Row | Rejection]:
    """The rows of a Parquet file; times become ISO 8601, decimals numbers, and not-a-number nothing."""
    number = 0
    try:
        for row in _read_rows(file):
            number += 1
            yield _to_row(number, row)
    # What pyarrow raises for a broken file: ArrowInvalid is a ValueError, the rest are these.
    except (ValueError, OSError, NotImplementedError, KeyError) as error:
        reason = str(error).strip().partition("\n")[0][:200]
        yield Rejection(number + 1, f"From here on the file cannot be read as Parquet: {reason}", ends_file=True)


def _read_rows(file: BinaryIO) -> Iterator[dict[str, Any]]:
    from pyarrow.parquet import ParquetFile  # noqa: PLC0415 - takes 0.4 s and 60 MB, and most servers never read one

    parquet = ParquetFile(file, pre_buffer=False, buffer_size=_BUFFER_BYTES)
    for batch in parquet.iter_batches(_rows_at_a_time(parquet.metadata), use_threads=False):
        yield from batch.to_pylist()


def _rows_at_a_time(metadata: Any) -> int:
    """So few that they fit in memory even where each holds the whole of its group.

    Many rows may share a value that the file has but once.
    """
    largest = max((metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups)), default=0)
    return min(max(_SIZE_AT_A_TIME_BYTES // max(largest, 1), 1), _ROWS_AT_A_TIME_MAX)


def _to_row(number: int, row: dict[str, Any]) -> Row | Rejection:
    try:
        encoded = orjson.dumps(row, default=_to_json, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)
    except orjson.JSONEncodeError as error:
        return Rejection(number, f"This row has a value that JSON has no form for: {error}.")
    if len(encoded) > ROW_SIZE_BYTES_MAX:
        return too_large(number)
    return Row(number, orjson.loads(encoded), len(encoded))


def _to_json(value: object) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} {str(value)[:40]}")
