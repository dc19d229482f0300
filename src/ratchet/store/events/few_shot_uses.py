"""Which examples went into which traces, and how good these traces were."""

from collections.abc import Collection
from typing import NamedTuple

from ratchet.domain.window import HOUR_NS, Window
from ratchet.store.events.client import EventStore
from ratchet.store.events.conditions import Statement
from ratchet.store.events.windows import in_window


class UseCounts(NamedTuple):
    """How many traces of a window had a prompt for examples, and how many of these were given none."""

    traces: int
    held_out: int


class UseGroup(NamedTuple):
    """Traces of one dataset and query type with the same examples: how many, how many have a Quality score, its sums.

    Of traces that are held out, the examples are those that they would have had.
    """

    dataset: str
    query_type: str
    is_held_out: bool
    examples: tuple[str, ...]
    traces: int
    scored: int
    total: float
    squares: float
    last_at: int


def count_uses(store: EventStore, project_id: str, window: Window) -> UseCounts:
    """How many traces there are to read."""
    statement = Statement(project=project_id)
    rows = store.query(
        f"SELECT uniqExact(trace_id), uniqExactIf(trace_id, is_held_out) FROM few_shot_uses FINAL "
        f"WHERE project_id = {{project:String}} AND {in_window('start_time', window, statement)}",
        statement.values,
    )
    return UseCounts(*rows[0])


def read_uses(
    store: EventStore, project_id: str, window: Window, *, score_names: Collection[str], part: int = 1
) -> list[UseGroup]:
    """The traces of a window in which prompts asked for examples, those alike together, the most frequent first.

    A trace's quality is the mean of its scores under one of `score_names` that lie from 0 to 1. `part` reads one
    trace in so many.
    """
    statement = Statement(project=project_id)
    here = f"project_id = {{project:String}} AND {in_window('start_time', window, statement)}"
    some = f"cityHash64(trace_id) % {statement.bind(part, 'UInt32')} = 0"
    names = statement.bind(list(score_names), "Array(String)")
    # Scores come after what they judge, however much later.
    since = in_window("timestamp", Window(window.start, _FOREVER), statement, before_ns=HOUR_NS)
    rows = store.query(
        f"""
        SELECT dataset, query_type, held_out, examples, count(), count(quality), ifNull(sum(quality), 0),
            ifNull(sum(quality * quality), 0), toUnixTimestamp64Nano(max(at))
        FROM (
            SELECT trace_id, argMin(dataset, start_time) AS dataset, argMin(query_type, start_time) AS query_type,
                max(is_held_out) AS held_out, arraySort(groupUniqArrayArray(examples)) AS examples,
                min(start_time) AS at
            FROM few_shot_uses FINAL WHERE {here} AND {some} GROUP BY trace_id
        ) AS uses LEFT JOIN (
            SELECT trace_id, toNullable(avg(value)) AS quality FROM scores FINAL
            WHERE project_id = {{project:String}} AND {since} AND name IN {names}
                AND data_type IN ('NUMERIC', 'BOOLEAN') AND isFinite(value) AND value BETWEEN 0 AND 1
                AND trace_id IN (SELECT trace_id FROM few_shot_uses WHERE {here} AND {some})
            GROUP BY trace_id
        ) AS theirs ON uses.trace_id = theirs.trace_id
        GROUP BY dataset, query_type, held_out, examples ORDER BY count() DESC, examples
        """,
        statement.values,
    )
    return [UseGroup(row[0], row[1], bool(row[2]), tuple(row[3]), *row[4:]) for row in rows]


_FOREVER = 2**63 - 1
