"""What a file gives, whatever its format: rows, and in their places the reasons why some are none."""

from collections.abc import Mapping
from typing import Any, NamedTuple

# A row is read whole; what is larger is refused without being held.
ROW_SIZE_BYTES_MAX = 10 * 1024 * 1024


class Row(NamedTuple):
    """One row: its line in the file (in Parquet its number) from 1 on, its columns, and about what it weighs."""

    line: int
    columns: Mapping[str, Any]
    size_bytes: int


class Rejection(NamedTuple):
    """A row that is not taken, and why; `ends_file` where nothing behind it can be read."""

    line: int
    reason: str
    item_id: str | None = None
    ends_file: bool = False


def too_large(line: int, *, ends_file: bool = False) -> Rejection:
    """A row that is over the limit."""
    size = f"{ROW_SIZE_BYTES_MAX // 1024 // 1024} MiB"
    return Rejection(
        line, f"The row is over {size}. Keep what is large as media, and its reference here.", None, ends_file
    )
