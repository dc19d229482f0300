"""How a value of any JSON type is kept in a text column, and got back as it was.

A text stays as it is unless it would read back as something else ("3", "true", "{}"), and is quoted then; anything
else becomes its JSON. `NaN`, `Infinity`, `1e999` and what is nested too deeply are no JSON that could be answered with:
they are texts.
"""

import json
import math
from typing import Any

# Writers of JSON give up somewhat beyond it.
DEPTH_MAX = 200
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
        return _read_shallow(text)
    except (ValueError, RecursionError):
        return text


def _reads_as_json(text: str) -> bool:
    if not text or text[0] not in _MAY_BE_JSON:
        return False
    try:
        _read_shallow(text)
    except (ValueError, RecursionError):
        return False
    return True


def _read_shallow(text: str) -> Any:
    value = _read(text)
    if text.count("[") + text.count("{") > DEPTH_MAX and _is_deep(value):
        raise ValueError(f"nested more than {DEPTH_MAX} deep")
    return value


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEPTH_MAX):
        objects, lists = (list[Any](one for one in level if isinstance(one, kind)) for kind in (dict, list))
        level = [member for one in objects for member in one.values()] + [member for one in lists for member in one]
    return bool(level)
