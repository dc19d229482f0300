"""How a value of any JSON type is kept in a text column, and got back as it was.

A text stays as it is unless it would read back as something else ("3", "true", "{}"), and is quoted then; anything
else becomes its JSON.
"""

import json
from typing import Any

_MAY_BE_JSON = frozenset('"{[-0123456789tfnNI \t\n\r')


def encode_value(value: Any) -> str:
    """Text for any JSON value: `decode_value` gives the value back."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if _reads_as_json(value) else value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def decode_value(text: str) -> Any:
    """The value that `encode_value` was given."""
    if not text or text[0] not in _MAY_BE_JSON:
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _reads_as_json(text: str) -> bool:
    if not text or text[0] not in _MAY_BE_JSON:
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
