"""Traces: found by conditions, counted, and read whole."""

from collections.abc import Iterable, Mapping, Sequence

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.rollup import roll_up
from ratchet.domain.trace import ALL_TIME, Trace, TracePosition, TraceQuery
from ratchet.domain.window import Window
from ratchet.errors import Invalid
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Column, Statement, to_sql
from ratchet.store.events.evidence import SUFFICIENT, rows_of
from ratchet.store.events.lookup import split_ids
from ratchet.store.events.outlines import read_outlines
from ratchet.store.events.trace_groups import TIMESTAMP, TRACE_COLUMNS
from ratchet.store.events.trace_overrides import read_trace_overrides

# Splitting a few hundred thousand groups for a parallel merge costs more than it saves on two cores.
_SETTINGS = "SETTINGS group_by_two_level_threshold = 1000000, group_by_two_level_threshold_bytes = 500000000"

NEWEST_FIRST = (("timestamp", "DESC"), ("id", "DESC"))


def find_traces(
    store: EventStore,
    query: TraceQuery,
    *,
    limit: int,
    offset: int = 0,
    after: TracePosition | None = None,
    order: Sequence[tuple[str, str]] = NEWEST_FIRST,
) -> list[TracePosition]:
    """Where the traces of a query stand, in order; `after` goes on behind a position, newest first."""
    statement = Statement(project=query.project_id)
    groups = groups_of(query, statement)
    if after is not None:
        place = f"({statement.bind(after.timestamp, 'Int64')}, {statement.bind(after.trace_id, 'String')})"
        groups += f" AND (timestamp, id) < {place}"
    keys = ", ".join(f"{_order_key(name)} {direction}" for name, direction in order)
    found = store.query(
        f"SELECT {TIMESTAMP} AS timestamp, any(trace_id) AS id {groups} "
        f"ORDER BY {keys} LIMIT {int(limit)} OFFSET {int(offset)} {_SETTINGS}",
        statement.values,
    )
    return [TracePosition(timestamp, trace_id) for timestamp, trace_id in found]


def count_traces(store: EventStore, query: TraceQuery) -> int:
    """How many traces a query has."""
    statement = Statement(project=query.project_id)
    traces = _ALL if query.window == ALL_TIME and not query.conditions else hashes_of(query, statement)
    [[count]] = store.query(f"SELECT uniqExact(trace_hash) FROM ({traces}) {_SETTINGS}", statement.values)
    return count


# To count them, traces need not be grouped.
_ALL = """
SELECT trace_hash FROM spans WHERE project_id = {project:String}
UNION ALL
SELECT cityHash64(trace_id) FROM trace_overrides WHERE project_id = {project:String}
"""


def hashes_of(query: TraceQuery, statement: Statement) -> str:
    """A subquery for the hashes of a query's traces; the statement binds `project`."""
    return f"SELECT trace_hash FROM (SELECT trace_hash, {TIMESTAMP} AS timestamp {groups_of(query, statement)})"


def read_traces(store: EventStore, project_id: str, trace_ids: Iterable[str]) -> dict[str, Trace]:
    """Those of these traces that are stored, from all that is known of them."""
    traces: dict[str, Trace] = {}
    for some in split_ids(trace_ids):
        outlines = read_outlines(store, project_id, some)
        overrides = read_trace_overrides(store, project_id, some)
        for trace_id in outlines.keys() | overrides.keys():
            traces[trace_id] = roll_up(outlines.get(trace_id, []), overrides.get(trace_id))
    return traces


def keep_matching(
    store: EventStore, project_id: str, traces: Mapping[str, Trace], conditions: Sequence[Condition], window: Window
) -> dict[str, Trace]:
    """Those of these traces, all of which lie in a window, for which every condition holds."""
    if not conditions or not traces:
        return dict(traces)
    among = Condition("id", Operator.ANY_OF, list(traces))
    query = TraceQuery(project_id=project_id, window=window, conditions=(among, *conditions))
    found = find_traces(store, query, limit=len(traces))
    return {place.trace_id: traces[place.trace_id] for place in found if place.trace_id in traces}


def groups_of(query: TraceQuery, statement: Statement) -> str:
    """FROM to HAVING: the rows of a query's traces, grouped, and what must hold of each group."""
    rows = rows_of(query, statement)
    tests = [f"timestamp >= {int(query.window.start)} AND timestamp < {int(query.window.end)}"]
    tests += [
        to_sql(condition, _column(condition.field), statement)
        for condition in query.conditions
        if condition.field not in SUFFICIENT
    ]
    return f"FROM ({rows}) GROUP BY trace_hash HAVING {' AND '.join(tests)}"


def _order_key(name: str) -> str:
    return name if name in {"timestamp", "id"} else _column(name).sql


def _column(name: str) -> Column:
    column = TRACE_COLUMNS.get(name)
    if column is None:
        raise Invalid(f"Traces have no {name!r}. Use one of: {', '.join(sorted(TRACE_COLUMNS.keys() | SUFFICIENT))}.")
    return column
