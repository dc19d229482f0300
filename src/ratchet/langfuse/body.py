"""JSON bodies as Langfuse's SDKs send them, which is not always by the book."""

import json
from typing import Any

import orjson

from ratchet.errors import Invalid


def parse_json(raw: bytes) -> Any:
    """The value that a body holds; raises `Invalid` when it is no JSON.

    Python SDKs write NaN for a number that is none, and JavaScript ones cut a text within an emoji. The first is
    left to whoever reads the field, of the second the half emoji becomes U+FFFD.
    """
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _parse_leniently(raw)


def _parse_leniently(raw: bytes) -> Any:
    try:
        value = json.loads(raw.decode())
        whole = (
            json.dumps(value, ensure_ascii=False).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        )
        return json.loads(whole)
    except (ValueError, RecursionError) as error:
        raise Invalid(f"The body is no JSON that can be read: {error}") from error
