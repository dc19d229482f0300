"""Conditions as SQL: each kind of column has its operators, and every value is bound."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from ratchet.domain.condition import Condition, Value
from ratchet.errors import Invalid


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    TIME = "time"
    FLAG = "flag"
    TEXTS = "texts"
    MAP = "map"


class Column(NamedTuple):
    """An expression that conditions can be put on; times are in nanoseconds."""

    sql: str
    kind: Kind


class Statement:
    """The values that one statement binds, under names that do not meet."""

    def __init__(self, **values: Any) -> None:
        self.values = values

    def bind(self, value: Any, type_name: str) -> str:
        """The placeholder to write where the value belongs."""
        name = f"p{len(self.values)}"
        self.values[name] = value
        return f"{{{name}:{type_name}}}"


class _Form(NamedTuple):
    """How an operator is written, and as what its value is bound; `""` for one that has no value."""

    template: str
    type_name: str


_WORDS: Mapping[str, str] = {
    "String": "text",
    "Bool": "true or false",
    "Array(String)": "list of texts",
    "Array(Float64)": "list of numbers",
    "Int64": "time",
    "Float64": "number",
}
_COMPARED = {"=": "=", "<>": "!=", ">": ">", "<": "<", ">=": ">=", "<=": "<="}


def _compared(type_name: str) -> dict[str, _Form]:
    return {name: _Form(f"{{sql}} {sign} {{value}}", type_name) for name, sign in _COMPARED.items()}


_FORMS: Mapping[Kind, Mapping[str, _Form]] = {
    Kind.TEXT: {
        "=": _Form("{sql} = {value}", "String"),
        "<>": _Form("{sql} != {value}", "String"),
        "contains": _Form("position({sql}, {value}) > 0", "String"),
        "does not contain": _Form("position({sql}, {value}) = 0", "String"),
        "starts with": _Form("startsWith({sql}, {value})", "String"),
        "ends with": _Form("endsWith({sql}, {value})", "String"),
        "matches": _Form("positionCaseInsensitiveUTF8({sql}, {value}) > 0", "String"),
        "any of": _Form("{sql} IN {value}", "Array(String)"),
        "none of": _Form("{sql} NOT IN {value}", "Array(String)"),
        "is null": _Form("{sql} = ''", ""),
        "is not null": _Form("{sql} != ''", ""),
    },
    Kind.NUMBER: {
        **_compared("Float64"),
        "any of": _Form("{sql} IN {value}", "Array(Float64)"),
        "is null": _Form("{sql} IS NULL", ""),
        "is not null": _Form("{sql} IS NOT NULL", ""),
    },
    Kind.TIME: {
        **_compared("Int64"),
        "is null": _Form("{sql} IS NULL", ""),
        "is not null": _Form("{sql} IS NOT NULL", ""),
    },
    Kind.FLAG: {"=": _Form("{sql} = {value}", "Bool"), "<>": _Form("{sql} != {value}", "Bool")},
    Kind.TEXTS: {
        "any of": _Form("hasAny({sql}, {value})", "Array(String)"),
        "none of": _Form("NOT hasAny({sql}, {value})", "Array(String)"),
        "all of": _Form("hasAll({sql}, {value})", "Array(String)"),
        "is null": _Form("empty({sql})", ""),
        "is not null": _Form("notEmpty({sql})", ""),
    },
}


def to_sql(condition: Condition, column: Column, statement: Statement) -> str:
    """The condition on a column as SQL; raises `Invalid` when the operator means nothing there."""
    if column.kind is Kind.MAP:
        return _entry_to_sql(condition, column, statement)
    forms = _FORMS[column.kind]
    form = forms.get(condition.operator)
    if form is None:
        raise Invalid(
            f"{condition.field} is a {column.kind}, and {condition.operator!r} means nothing there. "
            f"Use one of: {', '.join(forms)}."
        )
    value = statement.bind(_checked(condition, form.type_name), form.type_name) if form.type_name else ""
    return form.template.format(sql=column.sql, value=value)


def _checked(condition: Condition, type_name: str) -> Value:
    """The value, if it can be what the operator compares this column with."""
    value = condition.value
    match type_name:
        case "String":
            fits = isinstance(value, str)
        case "Bool":
            fits = isinstance(value, bool)
        case "Array(String)":
            fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
        case "Array(Float64)":
            fits = isinstance(value, list) and all(isinstance(item, float) for item in value)
        case "Int64":
            fits = isinstance(value, int) and not isinstance(value, bool)
        case _:
            fits = isinstance(value, int | float) and not isinstance(value, bool)
    if not fits:
        raise Invalid(f"{condition.field} {condition.operator} {value!r}: the value must be a {_WORDS[type_name]}.")
    return value


def _entry_to_sql(condition: Condition, column: Column, statement: Statement) -> str:
    """A condition on one entry of a map; its value is compared as what the condition's own value is."""
    entry = f"{column.sql}[{statement.bind(condition.key, 'String')}]"
    match condition.value:
        case bool():
            unencoded = condition._replace(value="true" if condition.value else "false")
            return to_sql(unencoded, Column(entry, Kind.TEXT), statement)
        case int() | float():
            return to_sql(condition, Column(f"toFloat64OrNull({entry})", Kind.NUMBER), statement)
        case _:
            return to_sql(condition, Column(_decoded(entry), Kind.TEXT), statement)


def _decoded(entry: str) -> str:
    # Texts that would read as something else are kept as JSON (ratchet.domain.value).
    return f"if(startsWith({entry}, '\"'), JSONExtractString({entry}), {entry})"
