"""Any value of an application as a text that a span can carry: bounded, and never a reason to fail."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, cast

LENGTH_MAX = 200_000
"""Characters of one input or output; what is longer is cut, and says so."""


def to_text(value: Any) -> str:
    """A text as it is, anything else as its JSON."""
    if not isinstance(value, str):
        value = _to_json(value)
    if len(value) > LENGTH_MAX:
        value = f"{value[:LENGTH_MAX]}… [cut: {len(value):,} characters]"
    return to_encodable(value)


def to_encodable(text: str) -> str:
    """A text as it is, with question marks for what UTF-8 has no bytes for: halves of surrogate pairs."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def to_attribute(value: Any) -> str | int | float | bool:
    """A number or a truth as it is, anything else as a text."""
    return value if isinstance(value, bool | int | float) else to_text(value)


def _simplify(value: Any) -> Any:
    """What JSON can hold in place of a value that it cannot."""
    if isinstance(dump := getattr(value, "model_dump", None), Callable):  # pydantic
        return dump(mode="json")
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return dict(cast(Mapping[Any, Any], value))
    if isinstance(value, set | frozenset):
        return list(cast(set[Any], value))
    return repr(value)


_encode = json.JSONEncoder(ensure_ascii=False, default=_simplify).encode


def _to_json(value: Any) -> str:
    try:
        return _encode(value)
    except (TypeError, ValueError, RecursionError):  # keys that are no texts, values that hold themselves
        return repr(value)
