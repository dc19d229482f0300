"""Spans one by one: found by conditions on them and on their traces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ratchet.domain.condition import Condition
from ratchet.domain.span import Span, SpanKey
from ratchet.domain.trace import ALL_TIME, TraceQuery
from ratchet.domain.window import HOUR_NS, Window
from ratchet.errors import Invalid
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Column, Kind, Statement, to_sql
from ratchet.store.events.spans import read_spans
from ratchet.store.events.traces import hashes_of
from ratchet.store.events.windows import in_window

# How long before a span its trace may have begun, where a search by both has a start.
_TRACE_BEFORE_NS = 24 * HOUR_NS


def _sum_of(column: str, part: str) -> str:
    return f"arraySum(mapValues(mapFilter((key, value) -> position(key, '{part}') > 0, {column})))"


def _seconds(end: str) -> str:
    return f"(toUnixTimestamp64Nano({end}) - toUnixTimestamp64Nano(start_time)) / 1e9"


SPAN_COLUMNS: Mapping[str, Column] = {
    **{
        name: Column(name, Kind.TEXT)
        for name in (
            *("span_id", "trace_id", "parent_span_id", "type", "name", "level", "status_message", "environment"),
            *("version", "release", "model", "prompt_name", "input", "output"),
        )
    },
    "start_time": Column("toUnixTimestamp64Nano(start_time)", Kind.TIME),
    "end_time": Column("toUnixTimestamp64Nano(end_time)", Kind.TIME),
    "is_root": Column("root_rank > 0", Kind.FLAG),
    "prompt_version": Column("prompt_version", Kind.NUMBER),
    "metadata": Column("metadata", Kind.MAP),
    "latency_s": Column(_seconds("end_time"), Kind.NUMBER),
    "time_to_first_token_s": Column(_seconds("completion_start_time"), Kind.NUMBER),
    "tokens_per_second": Column(f"{_sum_of('usage', 'output')} / nullIf({_seconds('end_time')}, 0)", Kind.NUMBER),
    "input_tokens": Column(_sum_of("usage", "input"), Kind.NUMBER),
    "output_tokens": Column(_sum_of("usage", "output"), Kind.NUMBER),
    "total_tokens": Column("usage['total']", Kind.NUMBER),
    "input_cost": Column(_sum_of("cost", "input"), Kind.NUMBER),
    "output_cost": Column(_sum_of("cost", "output"), Kind.NUMBER),
    "total_cost": Column("total_cost", Kind.NUMBER),
}
"""What conditions can be put on."""


class SpanPosition(NamedTuple):
    """Where a span stands among others by its start; ids decide between equal ones."""

    start_time: int
    trace_id: str
    span_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanQuery:
    """Which spans of a project: by their start, by conditions on them, and by conditions on their traces."""

    project_id: str
    window: Window = ALL_TIME
    conditions: tuple[Condition, ...] = ()
    trace_conditions: tuple[Condition, ...] = ()

    def within(self, window: Window) -> "SpanQuery":
        """The same question about another stretch of time."""
        return replace(self, window=window)


def find_spans(
    store: EventStore, query: SpanQuery, *, limit: int, after: SpanPosition | None = None
) -> list[SpanPosition]:
    """Where the spans of a query stand, newest first, behind a position."""
    statement = Statement(project=query.project_id)
    where = _where(query, statement)
    if after is not None:
        start, trace, span = (statement.bind(value, kind) for value, kind in zip(after, _POSITION, strict=True))
        where += f" AND (toUnixTimestamp64Nano(start_time), trace_id, span_id) < ({start}, {trace}, {span})"
    found = store.query(
        f"SELECT start_time, trace_id, span_id FROM spans FINAL WHERE {where} "
        f"ORDER BY start_time DESC, trace_id DESC, span_id DESC LIMIT {int(limit)}",
        statement.values,
    )
    return [SpanPosition(*row) for row in found]


_POSITION = ("Int64", "String", "String")


def count_spans(store: EventStore, query: SpanQuery) -> int:
    """How many spans a query has."""
    statement = Statement(project=query.project_id)
    [[count]] = store.query(f"SELECT count() FROM spans FINAL WHERE {_where(query, statement)}", statement.values)
    return count


def read_spans_at(store: EventStore, project_id: str, positions: Sequence[SpanPosition]) -> list[Span]:
    """The spans at these positions, whole, in the same order."""
    keys = [SpanKey(project_id, position.trace_id, position.span_id) for position in positions]
    found = read_spans(store, keys)
    return [found[key] for key in keys if key in found]


def _where(query: SpanQuery, statement: Statement) -> str:
    tests = ["project_id = {project:String}", in_window("start_time", query.window, statement)]
    tests += [to_sql(condition, _column(condition.field), statement) for condition in query.conditions]
    if query.trace_conditions:
        window = Window(max(0, query.window.start - _TRACE_BEFORE_NS), query.window.end)
        traces = TraceQuery(project_id=query.project_id, window=window, conditions=query.trace_conditions)
        tests.append(f"trace_hash IN ({hashes_of(traces, statement)})")
    return " AND ".join(tests)


def _column(name: str) -> Column:
    column = SPAN_COLUMNS.get(name)
    if column is None:
        raise Invalid(f"Spans have no {name!r}. Use one of: {', '.join(sorted(SPAN_COLUMNS))}.")
    return column
