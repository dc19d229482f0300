"""Scores: found by conditions, by their time, and by what they judge."""

from collections.abc import Iterable, Mapping, Sequence

from ratchet.domain.condition import Condition
from ratchet.domain.score import Score
from ratchet.domain.trace import ALL_TIME
from ratchet.domain.window import Window
from ratchet.errors import Invalid
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Column, Kind, Statement, to_sql
from ratchet.store.events.lookup import split_ids
from ratchet.store.events.windows import in_window

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


def find_scores(
    store: EventStore,
    project_id: str,
    conditions: Sequence[Condition] = (),
    *,
    window: Window = ALL_TIME,
    limit: int,
    offset: int = 0,
    after: tuple[int, str] | None = None,
) -> list[Score]:
    """Scores for which every condition holds, newest first; `after` goes on behind a timestamp and an id."""
    statement = Statement(project=project_id)
    where = _where(conditions, window, statement)
    if after is not None:
        place = f"({statement.bind(after[0], 'Int64')}, {statement.bind(after[1], 'String')})"
        where += f" AND (toUnixTimestamp64Nano(scores.timestamp), score_id) < {place}"
    rows = store.query(
        f"SELECT {_FIELDS} FROM scores FINAL WHERE {where} "
        f"ORDER BY timestamp DESC, score_id DESC LIMIT {int(limit)} OFFSET {int(offset)}",
        statement.values,
    )
    return [Score(*row) for row in rows]


def count_scores(
    store: EventStore, project_id: str, conditions: Sequence[Condition] = (), *, window: Window = ALL_TIME
) -> int:
    """How many scores `find_scores` would find without a limit."""
    statement = Statement(project=project_id)
    where = _where(conditions, window, statement)
    [[count]] = store.query(f"SELECT count() FROM scores FINAL WHERE {where}", statement.values)
    return count


def read_scores_of_traces(store: EventStore, project_id: str, trace_ids: Iterable[str]) -> dict[str, list[Score]]:
    """The scores of these traces and of their spans, by trace, from the oldest on."""
    scores: dict[str, list[Score]] = {}
    for some in split_ids(trace_ids):
        rows = store.query(
            f"SELECT {_FIELDS} FROM scores FINAL WHERE project_id = {{project:String}} "
            "AND trace_id IN {traces:Array(String)} ORDER BY timestamp, score_id",
            {"project": project_id, "traces": some},
        )
        for score in (Score(*row) for row in rows):
            scores.setdefault(score.trace_id, []).append(score)
    return scores


def _where(conditions: Sequence[Condition], window: Window, statement: Statement) -> str:
    tests = [to_sql(condition, _column(condition.field), statement) for condition in conditions]
    return " AND ".join(["project_id = {project:String}", in_window("timestamp", window, statement), *tests])


def _column(name: str) -> Column:
    column = SCORE_COLUMNS.get(name)
    if column is None:
        raise Invalid(f"Scores have no {name!r}. Use one of: {', '.join(sorted(SCORE_COLUMNS))}.")
    return column
