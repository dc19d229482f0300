"""Items' runs: written as they are told of, found by conditions and by when they ran, deleted by run."""

from collections.abc import Iterable, Mapping, Sequence

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.run import RunItem, RunItemPosition, RunQuery
from ratchet.domain.trace import ALL_TIME
from ratchet.domain.window import Window
from ratchet.errors import Invalid
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Column, Kind, Statement, to_sql
from ratchet.store.events.lookup import split_ids

RUN_COLUMNS: Mapping[str, Column] = {
    name: Column(name, Kind.TEXT) for name in ("run_id", "run_name", "dataset_id", "item_id", "trace_id", "span_id")
}
"""What conditions can be put on, of runs as of their items."""

AT = "coalesce(started_at, linked_at)"
"""When an item ran; null while only spans around it have come."""

# What an index knows the few places of, beside the key.
_INDEXED = frozenset({"item_id", "trace_id"})
_PLACE = f"toUnixTimestamp64Nano(assumeNotNull({AT})), run_id, trace_id, span_id, item_id"


def write_run_items(store: EventStore, items: Sequence[RunItem]) -> None:
    """Store what is said of items' runs, beside what has been said; it is on disk when this returns."""
    if items:
        store.insert("run_items", RunItem._fields, list(zip(*items, strict=True)))


def find_run_items(
    store: EventStore, query: RunQuery, *, limit: int, offset: int = 0, after: RunItemPosition | None = None
) -> list[RunItem]:
    """Items' runs, the newest first; `after` goes on behind a position."""
    statement = Statement(project=query.project_id)
    where = _where(query, statement)
    if after is not None:
        place = ", ".join(statement.bind(part, "String") for part in after[1:])
        where += f" AND ({_PLACE}) < ({statement.bind(after.at, 'Int64')}, {place})"
    rows = store.query(
        f"SELECT {', '.join(RunItem._fields)} FROM run_items FINAL WHERE {where} "
        f"ORDER BY ({_PLACE}) DESC LIMIT {int(limit)} OFFSET {int(offset)}",
        statement.values,
    )
    return [RunItem(*row) for row in rows]


def count_run_items(store: EventStore, query: RunQuery) -> int:
    """How many items' runs a query has."""
    statement = Statement(project=query.project_id)
    where = _where(query, statement)
    [[count]] = store.query(f"SELECT count() FROM run_items FINAL WHERE {where}", statement.values)
    return count


def delete_run_items(store: EventStore, project_id: str, run_ids: Iterable[str]) -> None:
    """Take away everything that is known of runs; what comes of them later is theirs again."""
    for some in split_ids(run_ids):
        store.command(
            "DELETE FROM run_items WHERE project_id = {project:String} AND run_id IN {runs:Array(String)}",
            {"project": project_id, "runs": some},
        )


def tests_of(conditions: Iterable[Condition], statement: Statement) -> list[str]:
    """Conditions on runs as SQL, with what leads to the few runs that can meet them."""
    tests: list[str] = []
    for condition in conditions:
        test = to_sql(condition, _column(condition.field), statement)
        tests.append(test)
        if condition.field in _INDEXED and condition.operator in {Operator.EQUAL, Operator.ANY_OF}:
            # Beside FINAL, an index leaves nothing out.
            tests.append(f"run_id IN (SELECT run_id FROM run_items WHERE project_id = {{project:String}} AND {test})")
    return tests


def in_range(time: str, window: Window, statement: Statement) -> str:
    """That a time lies in a window; true for a side that is open, whatever the time."""
    tests = ["true"]
    if window.start > ALL_TIME.start:
        tests.append(f"{time} >= fromUnixTimestamp64Nano({statement.bind(window.start, 'Int64')}, 'UTC')")
    if window.end < ALL_TIME.end:
        tests.append(f"{time} < fromUnixTimestamp64Nano({statement.bind(window.end, 'Int64')}, 'UTC')")
    return " AND ".join(tests)


def _where(query: RunQuery, statement: Statement) -> str:
    tests = ["project_id = {project:String}", f"{AT} IS NOT NULL", in_range(AT, query.window, statement)]
    return " AND ".join([*tests, *tests_of(query.conditions, statement)])


def _column(name: str) -> Column:
    column = RUN_COLUMNS.get(name)
    if column is None:
        raise Invalid(f"Runs have no {name!r}. Use one of: {', '.join(sorted(RUN_COLUMNS))}.")
    return column
