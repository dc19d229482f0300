"""JSON as files have it: compact, in UTF-8, with integers of any size."""

import json
from typing import Any

import orjson


def dump_json(value: Any) -> bytes:
    """A value as JSON, without a line break in it."""
    try:
        return orjson.dumps(value)
    except TypeError:  # an integer of more than 64 bits
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
