"""Scores: found by conditions, by their time, and by what they judge."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from time import time_ns
from typing import NamedTuple

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.score import Score
from ratchet.domain.trace import ALL_TIME, TraceQuery
from ratchet.domain.window import HOUR_NS, Window
from ratchet.errors import Invalid
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Column, Kind, Statement, to_sql
from ratchet.store.events.lookup import split_ids
from ratchet.store.events.traces import hashes_of
from ratchet.store.events.windows import in_window, walk_back

SCORE_COLUMNS: Mapping[str, Column] = {
    "id": Column("score_id", Kind.TEXT),
    **{
        name: Column(name, Kind.TEXT)
        for name in (
            *("name", "data_type", "string_value", "trace_id", "span_id", "session_id", "run_id", "source"),
            *("comment", "config_id", "author_id", "queue_id", "environment"),
        )
    },
    "value": Column("value", Kind.NUMBER),
    "timestamp": Column("toUnixTimestamp64Nano(timestamp)", Kind.TIME),
    "metadata": Column("metadata", Kind.MAP),
}
"""What conditions can be put on."""

_FIELDS = ", ".join(Score._fields)


class ScorePosition(NamedTuple):
    """Where a score stands among others by time; ids decide between equal timestamps."""

    timestamp: int
    score_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreQuery:
    """Which scores of a project: by their time, by conditions on them, and by conditions on the traces they judge."""

    project_id: str
    window: Window = ALL_TIME
    conditions: tuple[Condition, ...] = ()
    trace_conditions: tuple[Condition, ...] = ()

    def within(self, window: Window) -> "ScoreQuery":
        """The same question about another stretch of time."""
        return replace(self, window=window)

    def also(self, *conditions: Condition) -> "ScoreQuery":
        """The same question with more conditions."""
        return replace(self, conditions=(*self.conditions, *conditions))


def find_scores(
    store: EventStore, query: ScoreQuery, *, limit: int, offset: int = 0, after: ScorePosition | None = None
) -> list[Score]:
    """Scores of a query, newest first; `after` goes on behind a position."""
    statement = Statement(project=query.project_id)
    where = _where(query, statement)
    if after is not None:
        place = f"({statement.bind(after.timestamp, 'Int64')}, {statement.bind(after.score_id, 'String')})"
        where += f" AND (toUnixTimestamp64Nano(timestamp), score_id) < {place}"
    rows = store.query(
        f"SELECT {_FIELDS} FROM scores FINAL WHERE {where} "
        f"ORDER BY timestamp DESC, score_id DESC LIMIT {int(limit)} OFFSET {int(offset)}",
        statement.values,
    )
    return [Score(*row) for row in rows]


def find_newest_scores(
    store: EventStore, query: ScoreQuery, *, limit: int, after: ScorePosition | None = None
) -> list[Score]:
    """As `find_scores`, looked for in pieces of time from the newest on, since that is what most want."""
    found: list[Score] = []
    for piece in _pieces(store, query, after):
        found += find_scores(store, query.within(piece), limit=limit - len(found), after=after)
        if len(found) == limit:
            break
    return found


def count_scores(store: EventStore, query: ScoreQuery) -> int:
    """How many scores a query has."""
    statement = Statement(project=query.project_id)
    [[count]] = store.query(f"SELECT count() FROM scores FINAL WHERE {_where(query, statement)}", statement.values)
    return count


def read_scores_of_traces(store: EventStore, project_id: str, trace_ids: Iterable[str]) -> dict[str, list[Score]]:
    """The scores of these traces and of their spans, by trace, from the oldest on."""
    return _read_scores_of(store, project_id, "trace_id", trace_ids)


def read_scores_of_runs(store: EventStore, project_id: str, run_ids: Iterable[str]) -> dict[str, list[Score]]:
    """The scores of these runs as a whole, by run, from the oldest on."""
    return _read_scores_of(store, project_id, "run_id", run_ids)


def _read_scores_of(
    store: EventStore, project_id: str, subject: str, subject_ids: Iterable[str]
) -> dict[str, list[Score]]:
    test = f"{subject} IN {{subjects:Array(String)}}"
    scores: dict[str, list[Score]] = {}
    for some in split_ids(subject_ids):
        rows = store.query(
            f"SELECT {_FIELDS} FROM scores FINAL WHERE project_id = {{project:String}} "
            f"AND {test} AND {_in_hours_with(test)} ORDER BY timestamp, score_id",
            {"project": project_id, "subjects": some},
        )
        for score in (Score(*row) for row in rows):
            scores.setdefault(getattr(score, subject), []).append(score)
    return scores


def _pieces(store: EventStore, query: ScoreQuery, after: ScorePosition | None) -> Iterable[Window]:
    window = query.window
    if after is not None:
        window = Window(window.start, min(window.end, after.timestamp + 1))
    if any(_is_selective(condition) for condition in query.conditions):
        return [window]
    return walk_back(window, time_ns(), _read_earliest(store, query.project_id))


def _read_earliest(store: EventStore, project_id: str) -> int:
    """A full hour before which a project has no score; the end of time when it has none at all."""
    found = store.query(
        "SELECT timestamp FROM scores WHERE project_id = {project:String} "
        "ORDER BY project_id, toStartOfHour(timestamp) LIMIT 1",
        {"project": project_id},
    )
    return min((moment // HOUR_NS * HOUR_NS for (moment,) in found), default=ALL_TIME.end)


def _where(query: ScoreQuery, statement: Statement) -> str:
    tests = ["project_id = {project:String}", in_window("timestamp", query.window, statement)]
    for condition in query.conditions:
        test = to_sql(condition, _column(condition.field), statement)
        tests += [test, _in_hours_with(test)] if _is_selective(condition) else [test]
    if query.trace_conditions:
        traces = TraceQuery(project_id=query.project_id, conditions=query.trace_conditions)
        tests.append(f"cityHash64(trace_id) IN ({hashes_of(traces, statement)})")
    return " AND ".join(tests)


def _is_selective(condition: Condition) -> bool:
    """Whether an index knows the few places that can meet a condition."""
    return condition.field in {"id", "trace_id", "run_id"} and condition.operator in {Operator.EQUAL, Operator.ANY_OF}


def _in_hours_with(test: str) -> str:
    # Beside FINAL, an index leaves little out; what it finds without leads back to the key.
    return (
        "toStartOfHour(timestamp) IN "
        f"(SELECT toStartOfHour(timestamp) FROM scores WHERE project_id = {{project:String}} AND {test})"
    )


def _column(name: str) -> Column:
    column = SCORE_COLUMNS.get(name)
    if column is None:
        raise Invalid(f"Scores have no {name!r}. Use one of: {', '.join(sorted(SCORE_COLUMNS))}.")
    return column
