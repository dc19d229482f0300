"""Cursors: where a page ended, opaque to whoever carries it."""

import base64
import binascii
import json
from typing import Any

from ratchet.errors import Invalid


def to_cursor(position: list[Any]) -> str:
    """A cursor for the position after which the next page begins."""
    return base64.urlsafe_b64encode(json.dumps(position, separators=(",", ":")).encode()).decode().rstrip("=")


def from_cursor(cursor: str, *types: type) -> list[Any]:
    """The position in a cursor; raises `Invalid` when it is none of ours or its parts are not of these types."""
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        position = None
    if (
        not isinstance(position, list)
        or len(position) != len(types)
        or not all(_is_a(kind, part) for part, kind in zip(position, types, strict=True))
    ):
        raise Invalid("cursor: this is no cursor of this server. Send the one of the last page, unchanged.")
    return position


def _is_a(kind: type, part: Any) -> bool:
    """Whether a part is of a type, and something that the store can compare with."""
    match part:
        case str():
            return kind is str and not any("\ud800" <= character <= "\udfff" for character in part)
        case _:
            return type(part) is kind and (kind is not int or 0 <= part < 2**63)
