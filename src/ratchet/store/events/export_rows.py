"""Items as an export reads them: first which there are, in a few numbers each, then what they hold.

All of them come as a stream, sorted by the engine; a few as a page, between two keys: `created_at` and a hash of the
id under the seed.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ratchet.domain.dataset import ItemStatus
from ratchet.domain.export import ExportFormat, ExportOrder
from ratchet.store.events.client import ArrowTable, EventStore
from ratchet.store.events.conditions import Statement
from ratchet.store.events.export_lines import IS_CERTAIN, find_line_form
from ratchet.store.events.item_facts import QUERY, RESPONSE

# These are written whatever is missing in an item.
UNRULED = frozenset({ExportFormat.JSONL, ExportFormat.CSV, ExportFormat.PARQUET})

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


def read_keys(store: EventStore, query: RowQuery, order: ExportOrder, *, size_bytes_max: int | None) -> ArrowTable:
    """`created_at` (ns), `item_hash`, `score`, `query_type`, `size` (bytes) and `is_fit` of every row, in order.

    `is_fit` says that a line of the order's format can be made of a row, with `size_bytes_max` of text at most.
    """
    statement = _begin(query)
    has_rules = order.format not in UNRULED
    form = find_line_form(replace(order, redact=False), statement, size_bytes_max)
    rows = compose_rows(query, statement, columns=f"{_VALUES}, {_SIZE}" if has_rules else _SIZE)
    return store.query_arrow(
        f"""
        SELECT toUnixTimestamp64Nano(created_at) AS created_at, item_hash, score, query_type, size,
            {form.is_fit if has_rules else "1"} AS is_fit
        FROM ({_with_facts(rows) if has_rules else rows}) ORDER BY created_at, item_hash
        """,
        statement.values,
        settings=[_COMPOSE_FIRST],
    )


def read_rows(store: EventStore, query: RowQuery, first: Key, last: Key) -> ArrowTable:
    """What the rows from one key to another hold: values as texts, `is_plain` where query and response are certain."""
    statement = _begin(query)
    low, high = (statement.bind(key.created_at, "Int64") for key in (first, last))
    times = f"AND created_at BETWEEN {_TIME.format(value=low)} AND {_TIME.format(value=high)}"
    start, end = (_to_tuple(key, statement) for key in (first, last))
    rows = compose_rows(query, statement, columns=_VALUES, within=times)
    return store.query_arrow(
        f"SELECT {', '.join(_CONTENTS.values())} FROM ({_with_facts(rows)}) "
        f"WHERE (toUnixTimestamp64Nano(created_at), item_hash) BETWEEN {start} AND {end} "
        "ORDER BY created_at, item_hash",
        statement.values,
    )


class Lines(NamedTuple):
    """Rows one behind the other: their hashes, and the line of each that is fit.

    Of the others `contents` has what they hold, which `to_contents` makes a row of as `read_rows` gives it.
    """

    hashes: Sequence[int]
    fit: Sequence[int]
    lines: list[bytes]
    contents: Sequence[bytes]


def stream_lines(
    store: EventStore, query: RowQuery, order: ExportOrder, *, size_bytes: int, size_bytes_max: int | None
) -> Iterator[Lines]:
    """All rows as lines, of `size_bytes` of text together; by their hashes, or in order where nothing is split."""
    statement = _begin(query)
    form = find_line_form(order, statement, size_bytes_max)
    rows = compose_rows(query, statement, columns=_VALUES)
    sql = f"""
        SELECT item_hash, {form.is_fit} AS is_fit, {form.line} AS line, if(is_fit, '', {_CONTENTS_AS_JSON}) AS contents
        FROM ({_with_facts(rows)}) ORDER BY {_ORDERS[order.train_split is not None]} SETTINGS {_sorting(size_bytes)}
    """
    for hashes, fit, lines, contents in store.stream(sql, statement.values):
        yield Lines(hashes, fit, list(lines), contents)


def stream_rows(
    store: EventStore, query: RowQuery, order: ExportOrder, *, size_bytes: int
) -> Iterator[tuple[Sequence[int], dict[str, Sequence[Any]]]]:
    """The hashes and the contents of all rows, column by column, in the order of `stream_lines`; texts are bytes."""
    statement = _begin(query)
    rows = compose_rows(query, statement, columns=_VALUES)
    sql = f"""
        SELECT item_hash, {", ".join(_CONTENTS.values())}
        FROM ({_with_facts(rows)}) ORDER BY {_ORDERS[order.train_split is not None]} SETTINGS {_sorting(size_bytes)}
    """
    for hashes, *columns in store.stream(sql, statement.values):
        yield hashes, dict(zip(_CONTENTS, columns, strict=True))


def to_contents(text: bytes) -> dict[str, Any]:
    """The row that a text of `Lines` holds."""
    return dict(zip(_CONTENTS, json.loads(text), strict=True))


_ORDERS = {True: "item_hash", False: "created_at, item_hash"}
_MEBIBYTE = 1024 * 1024
# What is made of texts is made in parallel, and sorted without them.
_COMPOSE_FIRST = "query_plan_execute_functions_after_sorting = 0"


def _sorting(size_bytes: int) -> str:
    """Settings that have the engine sort on its disk beyond little memory, in parts that are few enough to merge."""
    part = min(max(size_bytes // 48, 32 * _MEBIBYTE), 256 * _MEBIBYTE)
    return f"""
        max_bytes_before_external_sort = {part}, max_bytes_ratio_before_external_sort = 0,
        min_external_sort_block_bytes = {_MEBIBYTE}, prefer_external_sort_block_bytes = {_MEBIBYTE},
        max_block_size = 8192, max_execution_time = 7200, {_COMPOSE_FIRST},
        output_format_json_escape_forward_slashes = 0, output_format_json_quote_64bit_integers = 0
    """


def _begin(query: RowQuery) -> Statement:
    return Statement(project=query.project_id, dataset=query.dataset_id)


def _with_facts(rows: str) -> str:
    return f"SELECT *, {QUERY} AS query, {RESPONSE} AS response FROM ({rows})"


def _to_tuple(key: Key, statement: Statement) -> str:
    return f"({statement.bind(key.created_at, 'Int64')}, {statement.bind(key.item_hash, 'UInt64')})"


_SIZE = "length(input) + length(expected_output) + length(metadata) AS size"
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


_CONTENTS = {
    **{name: name for name in ("item_id", "query", "response", "score", "score_name", "query_type")},
    **{name: name for name in ("input", "expected_output", "metadata", "source_trace_id", "source_span_id")},
    "created_ns": "toUnixTimestamp64Nano(created_at) AS created_ns",
    "version_ns": "toUnixTimestamp64Nano(version) AS version_ns",
    "is_plain": f"{IS_CERTAIN} AS is_plain",
}
_CONTENTS_AS_JSON = f"toJSONString(tuple({', '.join(sql.split(' AS ')[0] for sql in _CONTENTS.values())}))"
