"""JSON lines: an object a line."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

import orjson

from ratchet.datasets.imports.row import ROW_SIZE_BYTES_MAX, Rejection, Row, too_large


def read_json_lines(file: BinaryIO) -> Iterator[Row | Rejection]:
    """The rows of a file of JSON lines; empty lines are passed over."""
    number = 0
    while line := file.readline(ROW_SIZE_BYTES_MAX + 1):
        number += 1
        if len(line) > ROW_SIZE_BYTES_MAX:
            _skip_line(file)
            yield too_large(number)
        elif text := line.removeprefix(codecs.BOM_UTF8).strip():
            yield _parse(number, text)


def _parse(number: int, text: bytes) -> Row | Rejection:
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return Rejection(number, f"This is no JSON: {error.msg} at character {error.pos + 1}.")
    if not isinstance(value, dict):
        return Rejection(number, 'This is no JSON object. A file of JSON lines has one a line: {"input": …}.')
    return Row(number, value, len(text))


def _skip_line(file: BinaryIO) -> None:
    while (piece := file.readline(ROW_SIZE_BYTES_MAX)) and not piece.endswith(b"\n"):
        pass
