"""The `filter` parameter of Langfuse's lists: a JSON array of conditions, checked and put into our words."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ratchet.domain.condition import Condition, Operator, Value
from ratchet.domain.time import parse_time
from ratchet.domain.trace import ALL_TIME
from ratchet.domain.window import Window
from ratchet.http.fields import invalid_field, to_invalid

CONDITIONS_MAX = 50


class FilterCondition(BaseModel):
    """One condition, as clients write it."""

    model_config = ConfigDict(extra="ignore")

    type: str
    column: str
    operator: str
    value: Any = None
    key: str = ""


_CONDITIONS = TypeAdapter(list[FilterCondition])

_TEXT = ("=", "contains", "does not contain", "starts with", "ends with", "matches")
_NUMBER = ("=", ">", "<", ">=", "<=")
_OPTIONS = ("any of", "none of")
_FLAG = ("=", "<>")

OPERATORS: Mapping[str, tuple[str, ...]] = {
    "datetime": (">", "<", ">=", "<="),
    "string": _TEXT,
    "stringOptions": _OPTIONS,
    "categoryOptions": _OPTIONS,
    "arrayOptions": (*_OPTIONS, "all of"),
    "number": _NUMBER,
    "stringObject": _TEXT,
    "numberObject": _NUMBER,
    "booleanObject": _FLAG,
    "boolean": _FLAG,
    "null": ("is null", "is not null"),
}
"""Which operators each type of condition has."""

_KEYED = frozenset({"categoryOptions", "stringObject", "numberObject", "booleanObject"})


def parse_filter(text: str, columns: Mapping[str, str]) -> list[Condition]:
    """Conditions on our fields; `columns` says what Langfuse's columns are called here. Raises `Invalid`."""
    try:
        given = _CONDITIONS.validate_json(text)
    except ValidationError as error:
        raise to_invalid(error, "filter") from error
    return to_conditions(given, columns, "filter")


def to_conditions(given: Sequence[FilterCondition], columns: Mapping[str, str], within: str) -> list[Condition]:
    """As `parse_filter`, for conditions that have been read already; `within` is where they stood."""
    if len(given) > CONDITIONS_MAX:
        raise invalid_field(within, f"At most {CONDITIONS_MAX} conditions are taken")
    return [_to_condition(condition, f"{within}.{index}", columns) for index, condition in enumerate(given)]


def window_of(conditions: Iterable[Condition], field: str) -> Window:
    """The stretch of time outside of which conditions on a time cannot hold, so that nothing else is read."""
    times = [(at.operator, at.value) for at in conditions if at.field == field and isinstance(at.value, int)]
    starts = [time for operator, time in times if operator in _AFTER]
    ends = [time + 1 for operator, time in times if operator in _UNTIL]
    return Window(max(starts, default=ALL_TIME.start), min(ends, default=ALL_TIME.end))


_AFTER = frozenset({Operator.GREATER, Operator.AT_LEAST})
_UNTIL = frozenset({Operator.LESS, Operator.AT_MOST})


def _to_condition(given: FilterCondition, where: str, columns: Mapping[str, str]) -> Condition:
    _check_one_of(f"{where}.type", given.type, OPERATORS)
    _check_one_of(f"{where}.operator", given.operator, OPERATORS[given.type])
    _check_one_of(f"{where}.column", given.column, columns)
    if given.type in _KEYED and not given.key:
        raise invalid_field(f"{where}.key", f"A condition of type {given.type} names the key that it is about")
    try:
        value = _VALUES[given.type](given.value)
    except ValueError as error:
        raise invalid_field(f"{where}.value", str(error)) from error
    return Condition(columns[given.column], Operator(given.operator), value, given.key)


def _check_one_of(field: str, value: str, known: Mapping[str, Any] | tuple[str, ...]) -> None:
    if value not in known:
        raise invalid_field(field, f"{value!r} is none of {', '.join(sorted(known))}")


def _time(value: Any) -> int:
    if not isinstance(value, str):
        raise ValueError("This is a time in ISO 8601, as a string")
    return parse_time(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("This is a string")
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError("This is a list of strings")
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError("This is a finite number")
    return float(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("This is true or false")
    return value


def _nothing(_value: Any) -> None:
    return None


_VALUES: Mapping[str, Callable[[Any], Value]] = {
    "datetime": _time,
    "string": _text,
    "stringOptions": _texts,
    "categoryOptions": _texts,
    "arrayOptions": _texts,
    "number": _number,
    "stringObject": _text,
    "numberObject": _number,
    "booleanObject": _flag,
    "boolean": _flag,
    "null": _nothing,
}
