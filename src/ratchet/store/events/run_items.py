"""Items' runs: written as they are told of, found by conditions and by when they ran, deleted by run."""

from collections.abc import Iterable, Mapping, Sequence
from time import time_ns

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.run import RunItem, RunItemKey, RunItemPosition, RunQuery
from ratchet.domain.trace import ALL_TIME
from ratchet.domain.window import HOUR_NS, Window
from ratchet.errors import Invalid
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Column, Kind, Statement, to_sql
from ratchet.store.events.lookup import split_ids
from ratchet.store.events.windows import walk_back

RUN_COLUMNS: Mapping[str, Column] = {
    name: Column(name, Kind.TEXT) for name in ("run_id", "run_name", "dataset_id", "item_id", "trace_id", "span_id")
}
"""What conditions can be put on, of runs as of their items."""

AT = "coalesce(started_at, linked_at)"
"""When an item ran; null while only spans around it have come."""

# They make a row what it is, so a condition on them leaves out whole rows, and can do so before rows are put together.
_KEY = frozenset(RunItemKey._fields)
_SELECTIVE = frozenset({"run_id", "item_id", "trace_id"})
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
    rows_of = _rows_of(query, statement)
    if after is not None:
        place = ", ".join(statement.bind(part, "String") for part in after[1:])
        rows_of += f" AND ({_PLACE}) < ({statement.bind(after.at, 'Int64')}, {place})"
    rows = store.query(
        f"SELECT {', '.join(RunItem._fields)} {rows_of} ORDER BY ({_PLACE}) DESC LIMIT {int(limit)} "
        f"OFFSET {int(offset)}",
        statement.values,
    )
    return [RunItem(*row) for row in rows]


def find_newest_run_items(
    store: EventStore, query: RunQuery, *, limit: int, after: RunItemPosition | None = None
) -> list[RunItem]:
    """As `find_run_items`, looked for in pieces of time from the newest on, since that is what most want."""
    found: list[RunItem] = []
    for piece in _pieces(store, query, after):
        found += find_run_items(store, query.within(piece), limit=limit - len(found), after=after)
        if len(found) == limit:
            break
    return found


def count_run_items(store: EventStore, query: RunQuery) -> int:
    """How many items' runs a query has."""
    statement = Statement(project=query.project_id)
    [[count]] = store.query(f"SELECT count() {_rows_of(query, statement)}", statement.values)
    return count


def delete_run_items(store: EventStore, project_id: str, run_ids: Iterable[str]) -> None:
    """Take away everything that is known of runs; what comes of them later is theirs again."""
    for some in split_ids(run_ids):
        store.command(
            "DELETE FROM run_items WHERE project_id = {project:String} AND run_id IN {runs:Array(String)}",
            {"project": project_id, "runs": some},
        )


def to_tests(conditions: Iterable[Condition], statement: Statement) -> list[str]:
    """Conditions on runs as SQL."""
    return [to_sql(condition, _column(condition.field), statement) for condition in conditions]


def overlaps(window: Window, statement: Statement) -> str:
    """That something of a row lies in a window."""
    began = in_range("first_at", Window(ALL_TIME.start, window.end), statement)
    ended = in_range("last_at", Window(window.start, ALL_TIME.end), statement)
    return f"{began} AND {ended}"


def in_range(time: str, window: Window, statement: Statement) -> str:
    """That a time lies in a window; true for a side that is open, whatever the time."""
    tests = ["true"]
    if window.start > ALL_TIME.start:
        tests.append(f"{time} >= fromUnixTimestamp64Nano({statement.bind(window.start, 'Int64')}, 'UTC')")
    if window.end < ALL_TIME.end:
        tests.append(f"{time} < fromUnixTimestamp64Nano({statement.bind(window.end, 'Int64')}, 'UTC')")
    return " AND ".join(tests)


def _rows_of(query: RunQuery, statement: Statement) -> str:
    """FROM and WHERE: the rows of a query, each put together from all that was said of it."""
    of_key = [condition for condition in query.conditions if condition.field in _KEY]
    others = [condition for condition in query.conditions if condition.field not in _KEY]
    keys = ["project_id = {project:String}", *to_tests(of_key, statement)]
    if query.window != ALL_TIME and not _is_selective(query):
        active = f"project_id = {{project:String}} AND {overlaps(query.window, statement)}"
        keys.append(f"run_id IN (SELECT run_id FROM run_items WHERE {active})")
    tests = [f"{AT} IS NOT NULL", in_range(AT, query.window, statement), *to_tests(others, statement)]
    return f"FROM run_items FINAL PREWHERE {' AND '.join(keys)} WHERE {' AND '.join(tests)}"


def _pieces(store: EventStore, query: RunQuery, after: RunItemPosition | None) -> Iterable[Window]:
    window = query.window
    if after is not None:
        window = Window(window.start, min(window.end, after.at + 1))
    if _is_selective(query):
        return [window]
    return walk_back(window, time_ns(), _read_earliest(store, query.project_id))


def _is_selective(query: RunQuery) -> bool:
    """Whether its conditions leave so few rows that asking about time first, or piece by piece, saves nothing."""
    chosen = (condition for condition in query.conditions if condition.field in _SELECTIVE)
    return any(condition.operator in {Operator.EQUAL, Operator.ANY_OF} for condition in chosen)


def _read_earliest(store: EventStore, project_id: str) -> int:
    """A full hour before which nothing ran; the end of time when nothing did at all."""
    [[count, earliest]] = store.query(
        "SELECT count(), min(first_at) FROM run_items WHERE project_id = {project:String}", {"project": project_id}
    )
    return earliest // HOUR_NS * HOUR_NS if count else ALL_TIME.end


def _column(name: str) -> Column:
    column = RUN_COLUMNS.get(name)
    if column is None:
        raise Invalid(f"Runs have no {name!r}. Use one of: {', '.join(sorted(RUN_COLUMNS))}.")
    return column
