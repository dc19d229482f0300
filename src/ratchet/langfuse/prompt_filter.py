"""What lists of prompts are filtered by: single parameters, or a `filter` of conditions that stands for all of them."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, TypeAdapter, ValidationError

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.time import parse_time
from ratchet.http.fields import Time, invalid_field, to_invalid
from ratchet.langfuse.parameters import Limit, PageParameters

CONDITIONS_MAX = 50


class PromptListParameters(PageParameters):
    """Which prompts to list."""

    limit: Limit = 10
    name: str | None = None
    label: str | None = None
    tag: str | None = None
    from_updated_at: Time | None = None
    to_updated_at: Time | None = None
    filter: str | None = None


def to_conditions(asked: PromptListParameters) -> list[Condition]:
    """The conditions on versions that the parameters come to; raises `Invalid` for a `filter` that is wrong."""
    if asked.filter:
        return parse_prompt_filter(asked.filter)
    given = (
        Condition("name", Operator.EQUAL, asked.name or None),
        Condition("labels", Operator.ANY_OF, [asked.label] if asked.label else None),
        Condition("tags", Operator.ANY_OF, [asked.tag] if asked.tag else None),
        Condition("updated_at", Operator.AT_LEAST, asked.from_updated_at),
        Condition("updated_at", Operator.LESS, asked.to_updated_at),
    )
    return [condition for condition in given if condition.value is not None]


class _ConditionIn(BaseModel):
    type: str
    column: str
    operator: str
    value: Any
    key: str = ""


_CONDITIONS = TypeAdapter(list[_ConditionIn])


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("This is a string")
    return value


def _texts(value: Any) -> list[str]:
    if not isinstance(value, list) or not value:
        raise ValueError("This is a list of strings, and not empty")
    return [_text(text) for text in value]


def _version(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) >= 2**31:
        raise ValueError("This is the number of a version")
    return value


def _time(value: Any) -> int:
    return parse_time(_text(value))


class _Kind(NamedTuple):
    """A type of condition: what it can be on, how it compares, and how its value is read."""

    columns: Mapping[str, str]
    operators: Mapping[str, Operator]
    read: Callable[[Any], Any]


_TEXT_COLUMNS = {"id": "id", "name": "name", "type": "type"}
_COMPARISONS = {name: Operator(name) for name in (">", "<", ">=", "<=")}
_PATTERNS = {name: Operator(name) for name in ("=", "contains", "does not contain", "starts with", "ends with")}
_OPTIONS = {name: Operator(name) for name in ("any of", "none of")}

_KINDS: Mapping[str, _Kind] = {
    "string": _Kind(_TEXT_COLUMNS, {**_PATTERNS, "is not empty": Operator.UNEQUAL}, _text),
    "stringOptions": _Kind(_TEXT_COLUMNS, _OPTIONS, _texts),
    "number": _Kind({"version": "version"}, {"=": Operator.EQUAL, **_COMPARISONS}, _version),
    "datetime": _Kind({"createdAt": "created_at", "updatedAt": "updated_at"}, _COMPARISONS, _time),
    "arrayOptions": _Kind({"labels": "labels", "tags": "tags"}, {**_OPTIONS, "all of": Operator.ALL_OF}, _texts),
    "stringObject": _Kind(
        {"config": "config"}, {**_PATTERNS, "is set": Operator.IS_NOT_NULL, "is not set": Operator.IS_NULL}, _text
    ),
}


def parse_prompt_filter(text: str) -> list[Condition]:
    """A JSON array of conditions; raises `Invalid` naming the part that is wrong."""
    try:
        given = _CONDITIONS.validate_json(text)
    except ValidationError as error:
        raise to_invalid(error, "filter") from error
    if len(given) > CONDITIONS_MAX:
        raise invalid_field("filter", f"At most {CONDITIONS_MAX} conditions are taken")
    return [_to_condition(condition, f"filter.{index}") for index, condition in enumerate(given)]


def _to_condition(given: _ConditionIn, where: str) -> Condition:
    kind = _pick(f"{where}.type", given.type, _KINDS)
    column = _pick(f"{where}.column", given.column, kind.columns)
    operator = _pick(f"{where}.operator", given.operator, kind.operators)
    if given.type == "stringObject" and (not given.key or "\0" in given.key):
        raise invalid_field(f"{where}.key", "A condition on the config names the key that it is about")
    try:
        value = kind.read(given.value)
    except ValueError as error:
        raise invalid_field(f"{where}.value", str(error)) from error
    if given.operator == "is not empty":
        value = ""
    if column == "config" and not value and operator is not Operator.IS_NULL:
        operator = Operator.IS_NOT_NULL  # to look for nothing asks whether the key is there
    return Condition(column, operator, value, given.key)


def _pick(field: str, name: str, known: Mapping[str, Any]) -> Any:
    if name not in known:
        raise invalid_field(field, f"{name!r} is none of {', '.join(sorted(known))}")
    return known[name]
