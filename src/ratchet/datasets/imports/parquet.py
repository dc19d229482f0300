"""Parquet: columns, read in slices of rows."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, BinaryIO

import orjson

from ratchet.datasets.imports.row import ROW_SIZE_BYTES_MAX, Rejection, Row, too_large

_ROWS_AT_A_TIME = 100
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
    """Every row on its own: values that many rows share are held once until they are asked for."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - takes a third of a second and 60 MB, and most servers never read one
    from pyarrow import types  # noqa: PLC0415

    schema = pq.read_schema(file)
    texts = [field.name for field in schema if types.is_string(field.type) or types.is_binary(field.type)]
    parquet = pq.ParquetFile(file, read_dictionary=texts, pre_buffer=False, buffer_size=_BUFFER_BYTES)
    for batch in parquet.iter_batches(_ROWS_AT_A_TIME, use_threads=False):
        for index in range(batch.num_rows):
            yield batch.slice(index, 1).to_pylist()[0]


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
