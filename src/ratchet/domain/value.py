"""How a value of any JSON type is kept in a text column, and got back as it was.

A text stays as it is unless it would read back as something else ("3", "true", "{}"), and is quoted then; anything
else becomes its JSON. `NaN`, `Infinity` and `1e999` are no JSON that could be answered with: they are texts.
"""

import json
import math
from typing import Any

_MAY_BE_JSON = frozenset('"{[-0123456789tfn \t\n\r')


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    return number if math.isfinite(number) else _refuse(digits)


_read = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite).decode


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
