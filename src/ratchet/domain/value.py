"""How a value of any JSON type is kept in a text column, and got back as it was.

A text stays as it is unless it would read back as something else ("3", "true", "{}"), and is quoted then; anything
else becomes its JSON. `NaN` and `Infinity` are no JSON, whatever Python's reader says: they are texts.
"""

import json
from typing import Any

_MAY_BE_JSON = frozenset('"{[-0123456789tfn \t\n\r')


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


_read = json.JSONDecoder(parse_constant=_refuse).decode


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
        return _read(text)
    except (ValueError, RecursionError):
        return text


def _reads_as_json(text: str) -> bool:
    if not text or text[0] not in _MAY_BE_JSON:
        return False
    try:
        _read(text)
    except (ValueError, RecursionError):
        return False
    return True
