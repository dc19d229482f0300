"""Conditions on versions of prompts, as SQL."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, String, and_, cast, not_, select

from ratchet.domain.condition import Condition, Operator
from ratchet.store.records.tables import prompt_labels, prompt_tags, prompt_versions, prompts

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_COLUMNS: Mapping[str, Column[Any]] = {
    "id": prompt_versions.c.id,
    "name": prompts.c.name,
    "type": prompts.c.type,
    "version": prompt_versions.c.version,
    "created_at": prompt_versions.c.created_at,
    "updated_at": prompt_versions.c.updated_at,
}
_TIMES = frozenset({"created_at", "updated_at"})

# Patterns are the caller's: % is anything, _ one character, a backslash takes their meaning away.
_OPERATORS: Mapping[Operator, Callable[[ColumnElement[Any], Any], ColumnElement[bool]]] = {
    Operator.EQUAL: lambda column, value: column == value,
    Operator.UNEQUAL: lambda column, value: column != value,
    Operator.GREATER: lambda column, value: column > value,
    Operator.LESS: lambda column, value: column < value,
    Operator.AT_LEAST: lambda column, value: column >= value,
    Operator.AT_MOST: lambda column, value: column <= value,
    Operator.CONTAINS: lambda column, value: column.ilike(f"%{_pattern(value)}%", escape="\\"),
    Operator.LACKS: lambda column, value: column.not_ilike(f"%{_pattern(value)}%", escape="\\"),
    Operator.STARTS_WITH: lambda column, value: column.ilike(f"{_pattern(value)}%", escape="\\"),
    Operator.ENDS_WITH: lambda column, value: column.ilike(f"%{_pattern(value)}", escape="\\"),
    Operator.ANY_OF: lambda column, value: column.in_(value),
    Operator.NONE_OF: lambda column, value: column.not_in(value),
    Operator.IS_NULL: lambda column, _: column.is_(None),
    Operator.IS_NOT_NULL: lambda column, _: column.is_not(None),
}


def to_clause(condition: Condition) -> ColumnElement[bool]:
    """The condition on `prompts` joined with `prompt_versions`."""
    match condition.field:
        case "labels":
            of_version = (prompt_labels.c.prompt_id == prompts.c.id) & (
                prompt_labels.c.version == prompt_versions.c.version
            )
            return _on_list(of_version, prompt_labels.c.label, condition)
        case "tags":
            return _on_list(prompt_tags.c.prompt_id == prompts.c.id, prompt_tags.c.tag, condition)
        case "config":
            member = cast(prompt_versions.c.config[condition.key].as_string(), String)
            return _OPERATORS[condition.operator](member, condition.value)
        case _:
            value = _to_moment(condition.value) if condition.field in _TIMES else condition.value
            return _OPERATORS[condition.operator](_COLUMNS[condition.field], value)


def _on_list(of_version: ColumnElement[bool], column: Column[str], condition: Condition) -> ColumnElement[bool]:
    def has(found: ColumnElement[bool]) -> ColumnElement[bool]:
        return select(column).where(of_version, found).correlate(prompts, prompt_versions).exists()

    values = condition.value if isinstance(condition.value, list) else [condition.value]
    match condition.operator:
        case Operator.ALL_OF:
            return and_(*(has(column == value) for value in values))
        case Operator.NONE_OF:
            return not_(has(column.in_(values)))
        case _:
            return has(column.in_(values))


def _to_moment(time_ns: Any) -> datetime:
    return _EPOCH + timedelta(microseconds=time_ns // 1000)


def _pattern(value: str) -> str:
    """A backslash at the very end would escape nothing, which Postgres refuses."""
    dangling = (len(value) - len(value.rstrip("\\"))) % 2
    return value + "\\" * dangling
