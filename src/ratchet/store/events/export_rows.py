"""Items as an export reads them: first which there are, in a few numbers each, then what they hold, a page at a time.

Rows come as Arrow, in the order of `created_at` and a hash of the id under the seed: pages are named without ids.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ratchet.domain.dataset import ItemStatus
from ratchet.store.events.client import ArrowTable, EventStore
from ratchet.store.events.conditions import Statement
from ratchet.store.events.item_facts import IS_PLAIN, QUERY, RESPONSE

_OF_DATASET = "project_id = {project:String} AND dataset_id = {dataset:String} AND version <= {as_of}"
_TIME = "fromUnixTimestamp64Nano({value}, 'UTC')"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowQuery:
    """Which active items, as of a moment: by score, query type and when they were made; times in nanoseconds.

    An item without a score has the newest of its source trace under one of `score_names`, if that is from 0 to 1.
    """

    project_id: str
    dataset_id: str
    as_of: int
    seed: int = 0
    min_score: float | None = None
    max_score: float | None = None
    query_type: str | None = None
    start: int | None = None
    end: int | None = None
    score_names: tuple[str, ...] = ()


class Key(NamedTuple):
    """Where a row is in the order of pages."""

    created_at: int
    item_hash: int


def read_latest_version(store: EventStore, project_id: str, dataset_id: str) -> int:
    """When a dataset's items were last edited, in nanoseconds; 0 when there never were any."""
    rows = store.query(
        "SELECT toUnixTimestamp64Nano(max(version)) FROM dataset_items "
        "WHERE project_id = {project:String} AND dataset_id = {dataset:String}",
        {"project": project_id, "dataset": dataset_id},
    )
    return int(rows[0][0])


def has_borrowed_scores(store: EventStore, project_id: str, dataset_id: str) -> bool:
    """Whether there are items that have no score of their own, but a trace that may have one."""
    rows = store.query(
        "SELECT 1 FROM dataset_items WHERE project_id = {project:String} AND dataset_id = {dataset:String} "
        "AND score IS NULL AND source_trace_id != '' LIMIT 1",
        {"project": project_id, "dataset": dataset_id},
    )
    return bool(rows)


def read_keys(store: EventStore, query: RowQuery) -> ArrowTable:
    """`created_at` (ns), `item_hash`, `score`, `query_type` and `size` (bytes of text) of every row, in order."""
    statement = Statement(project=query.project_id, dataset=query.dataset_id)
    return store.query_arrow(
        "SELECT toUnixTimestamp64Nano(created_at) AS created_at, item_hash, score, query_type, size "
        f"FROM ({compose_rows(query, statement, columns=_SIZES)}) ORDER BY created_at, item_hash",
        statement.values,
    )


def read_rows(store: EventStore, query: RowQuery, first: Key, last: Key) -> ArrowTable:
    """What the rows from one key to another hold: values as texts, `is_plain` where query and response are certain."""
    return _read_page(store, query, (first, last), ", ".join(_CONTENTS))


def read_lines(store: EventStore, query: RowQuery, first: Key, last: Key) -> ArrowTable:
    """The same rows as lines of JSON, each with its line break; good where `is_plain`."""
    return _read_page(store, query, (first, last), f"{_LINE} AS line")


def _read_page(store: EventStore, query: RowQuery, within: tuple[Key, Key], columns: str) -> ArrowTable:
    statement = Statement(project=query.project_id, dataset=query.dataset_id)
    low, high = (statement.bind(key.created_at, "Int64") for key in within)
    times = f"AND created_at BETWEEN {_TIME.format(value=low)} AND {_TIME.format(value=high)}"
    first, last = (_to_tuple(key, statement) for key in within)
    rows = compose_rows(query, statement, columns=_VALUES, within=times)
    typed = f"SELECT *, {QUERY} AS query, {RESPONSE} AS response FROM ({rows})"
    return store.query_arrow(
        f"SELECT {columns}, {_IS_CERTAIN} AS is_plain FROM ({typed}) "
        f"WHERE (toUnixTimestamp64Nano(created_at), item_hash) BETWEEN {first} AND {last} "
        "ORDER BY created_at, item_hash",
        statement.values,
    )


def _to_tuple(key: Key, statement: Statement) -> str:
    return f"({statement.bind(key.created_at, 'Int64')}, {statement.bind(key.item_hash, 'UInt64')})"


_SIZES = "length(input) + length(expected_output) + length(metadata) AS size"
_VALUES = "input, expected_output, metadata, source_span_id"


def compose_rows(query: RowQuery, statement: Statement, *, columns: str, within: str = "") -> str:
    """The latest versions that the query asks for, with their scores and hashes."""
    as_of = _TIME.format(value=statement.bind(query.as_of, "Int64"))
    latest = f"""
        SELECT item_id, created_at, version, status, is_deleted, score AS own_score, score_name AS own_score_name,
            query_type, source_trace_id, {columns}
        FROM dataset_items WHERE {_OF_DATASET.replace("{as_of}", as_of)} {within}
        ORDER BY created_at DESC, item_id DESC, version DESC LIMIT 1 BY created_at, item_id
    """
    seed = statement.bind(query.seed, "UInt64")
    return f"""
        SELECT *, sipHash64Keyed(({seed}, toUInt64(0)), item_id) AS item_hash
        FROM ({_scored(query, statement, latest, within)}) WHERE {" AND ".join(_tests(query, statement))}
    """


def _scored(query: RowQuery, statement: Statement, latest: str, within: str) -> str:
    if not query.score_names:
        return f"SELECT *, own_score AS score, own_score_name AS score_name FROM ({latest})"
    names = statement.bind(list(query.score_names), "Array(String)")
    return f"""
        SELECT items.*, if(own_score IS NULL, theirs.newest, own_score) AS score,
            if(own_score IS NULL, theirs.newest_name, own_score_name) AS score_name
        FROM ({latest}) AS items LEFT JOIN (
            SELECT trace_id, argMax(toNullable(value), (timestamp, score_id)) AS newest,
                argMax(name, (timestamp, score_id)) AS newest_name
            FROM scores FINAL
            WHERE project_id = {{project:String}} AND data_type IN ('NUMERIC', 'BOOLEAN') AND name IN {names}
                AND isFinite(value) AND value BETWEEN 0 AND 1 AND trace_id IN (
                    SELECT source_trace_id FROM dataset_items
                    WHERE project_id = {{project:String}} AND dataset_id = {{dataset:String}} {within}
                        AND score IS NULL AND source_trace_id != ''
                )
            GROUP BY trace_id
        ) AS theirs ON items.source_trace_id = theirs.trace_id
    """


def _tests(query: RowQuery, statement: Statement) -> list[str]:
    tests = ["NOT is_deleted", f"status = {statement.bind(ItemStatus.ACTIVE, 'String')}"]
    given: Sequence[tuple[str, Any, str]] = (
        ("score >= {}", query.min_score, "Float64"),
        ("score <= {}", query.max_score, "Float64"),
        ("query_type = {}", query.query_type, "String"),
        ("toUnixTimestamp64Nano(created_at) >= {}", query.start, "Int64"),
        ("toUnixTimestamp64Nano(created_at) <= {}", query.end, "Int64"),
    )
    return tests + [test.format(statement.bind(value, kind)) for test, value, kind in given if value is not None]


def _moment(column: str) -> str:
    """ISO 8601 in UTC to the millisecond, as `format_time` writes it."""
    return f"concat(replaceOne(toString(toDateTime64({column}, 3, 'UTC')), ' ', 'T'), 'Z')"


_CONTENTS = (
    *("item_id", "query", "response", "score", "score_name", "query_type", "input", "expected_output", "metadata"),
    *("source_trace_id", "source_span_id"),
    *("toUnixTimestamp64Nano(created_at) AS created_ns", "toUnixTimestamp64Nano(version) AS version_ns"),
)


def _is_json(column: str) -> str:
    """A value that is stored as JSON; a text is as it is, unless it would read as something else."""
    return f"match({column}, '^[\"{{\\\\[0-9tfn-]') AND isValidJSON({column}) AND position({column}, '\\n') = 0"


# Query and response where nothing is missing that a source could add; values that the engine reads as Python does.
_IS_CERTAIN = f"""
    ({IS_PLAIN}) AND (source_trace_id = '' OR (query IS NOT NULL AND response IS NOT NULL))
    AND (NOT match(metadata, '^["{{\\\\[0-9tfn-]') OR isValidJSON(metadata))
"""
_JSON = {
    "id": "toJSONString(item_id)",
    "query": "ifNull(toJSONString(query), 'null')",
    "response": "ifNull(toJSONString(response), 'null')",
    # Always with a point, so that no reader takes the first thousand for integers.
    "score": "ifNull(if(score = trunc(score), concat(toString(toInt64(score)), '.0'), toString(score)), 'null')",
    "score_name": "if(score_name = '', 'null', toJSONString(toString(score_name)))",
    "query_type": "if(query_type = '', 'null', toJSONString(toString(query_type)))",
    **{
        column: f"if({_is_json(column)}, {column}, toJSONString({column}))"
        for column in ("input", "expected_output", "metadata")
    },
    "source_trace_id": "if(source_trace_id = '', 'null', toJSONString(source_trace_id))",
    "source_observation_id": "if(source_span_id = '', 'null', toJSONString(source_span_id))",
    "created_at": f"concat('\"', {_moment('created_at')}, '\"')",
    "updated_at": f"concat('\"', {_moment('version')}, '\"')",
}
_MEMBERS = ", ',', ".join(f"'\"{name}\":', {sql}" for name, sql in _JSON.items())
_LINE = f"concat('{{', {_MEMBERS}, '}}\\n')"
