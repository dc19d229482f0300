"""The rows that figures are computed over: the subject's own, and those of other tables that are joined to them.

Each is a SELECT of the columns asked for, under their aliases, beside `trace_hash` and `span_id` to join by.
"""

from collections.abc import Callable, Mapping

from ratchet.domain.measurement import Granularity, Measurement, Subject
from ratchet.domain.trace import ALL_TIME, TraceQuery
from ratchet.domain.window import HOUR_NS, Window
from ratchet.errors import Invalid
from ratchet.store.events.conditions import Column, Statement, to_sql
from ratchet.store.events.evidence import rows_of
from ratchet.store.events.measure_fields import OF_TRACE, Source, field_of, measure_of
from ratchet.store.events.trace_groups import TIMESTAMP, rows_of_traces
from ratchet.store.events.traces import groups_of
from ratchet.store.events.windows import in_environments, in_window

Columns = Mapping[str, str]
"""Expressions by their aliases."""

_OF_PROJECT = "project_id = {project:String}"
# How long before a span its trace may have begun, and how long before its trace's start a clock may put a score.
_TRACE_BEFORE_NS = 24 * HOUR_NS
_SCORE_BEFORE_NS = HOUR_NS

_INTERVALS: Mapping[Granularity, str] = {
    Granularity.MINUTE: "toStartOfMinute({time})",
    Granularity.HOUR: "toStartOfHour({time})",
    Granularity.DAY: "toStartOfDay({time})",
    Granularity.WEEK: "toDateTime(toMonday({time}), 'UTC')",
    Granularity.MONTH: "toDateTime(toStartOfMonth({time}), 'UTC')",
}


def own_rows(asked: Measurement, columns: Columns, statement: Statement) -> str:
    """The subject's own rows; with a granularity also `start`, in seconds since 1970."""
    return _OWN[asked.subject](asked, columns, statement)


def joined_rows(asked: Measurement, source: Source, columns: Columns, statement: Statement) -> str:
    """Rows of another source, one for each value of its `JOIN_KEYS`."""
    return _JOINED[asked.subject, source](asked, columns, statement)


JOIN_KEYS: Mapping[tuple[Subject, Source], tuple[str, ...]] = {
    (Subject.SPANS, Source.TRACE): ("trace_hash",),
    (Subject.SPANS, Source.SCORES): ("trace_hash", "span_id"),
    (Subject.SCORES, Source.TRACE): ("trace_hash",),
    (Subject.SCORES, Source.SPAN): ("trace_hash", "span_id"),
    (Subject.TRACES, Source.SCORES): ("trace_hash",),
}
"""What a joined row and a row of the subject have in common."""


def _spans(asked: Measurement, columns: Columns, statement: Statement) -> str:
    keys = {"trace_hash": "trace_hash", "span_id": "span_id", **_start(asked, "start_time")}
    where = _own_conditions(asked, in_window("start_time", asked.window, statement), statement)
    return f"SELECT {_select(keys, columns)} FROM spans FINAL {_unfold(asked)} WHERE {where}"


def _unfold(asked: Measurement) -> str:
    """A row for each entry of the map that some field is about; raises `Invalid` for more than one map."""
    names = (*asked.dimensions, *(condition.field for condition in asked.conditions))
    used = [field_of(asked.subject, name) for name in names]
    used += [measure_of(asked.subject, metric.measure) for metric in asked.metrics]
    unfolded = {field.unfolds for field in used if field.unfolds}
    if len(unfolded) > 1:
        raise Invalid(f"{' and '.join(sorted(unfolded))} are broken down by type one at a time. Ask for one of them.")
    return f"ARRAY JOIN {unfolded.pop()} AS entry" if unfolded else ""


def _scores(asked: Measurement, columns: Columns, statement: Statement) -> str:
    keys = {"trace_hash": "cityHash64(trace_id)", "span_id": "span_id", **_start(asked, "timestamp")}
    where = _own_conditions(asked, in_window("timestamp", asked.window, statement), statement)
    return f"SELECT {_select(keys, columns)} FROM scores FINAL WHERE {where}"


def _traces(asked: Measurement, columns: Columns, statement: Statement) -> str:
    query = TraceQuery(project_id=asked.project_id, window=asked.window, conditions=asked.conditions, of=asked.of)
    keys = {
        "trace_hash": "trace_hash",
        "timestamp": TIMESTAMP,
        **_start(asked, f"fromUnixTimestamp64Nano({TIMESTAMP}, 'UTC')"),
    }
    return f"SELECT {_select(keys, columns)} {groups_of(query, statement)}"


def _start(asked: Measurement, time: str) -> Columns:
    if asked.granularity is None:
        return {}
    return {"start": f"toUnixTimestamp({_INTERVALS[asked.granularity].format(time=time)})"}


def _select(*columns: Columns) -> str:
    return ", ".join(f"{sql} AS {alias}" for some in columns for alias, sql in some.items())


def _own_conditions(asked: Measurement, in_time: str, statement: Statement) -> str:
    tests = [_OF_PROJECT, in_time, in_environments(asked.of, statement)]
    for condition in asked.conditions:
        field = field_of(asked.subject, condition.field)
        if field.source is Source.OWN:
            tests.append(to_sql(condition, Column(field.sql, field.kind), statement))
    return " AND ".join(tests)


def _traces_of_spans(asked: Measurement, columns: Columns, statement: Statement) -> str:
    # Of traces that cannot meet a condition no rows are read; they then have nothing to meet it with.
    conditions = [
        condition._replace(field=OF_TRACE[condition.field])
        for condition in asked.conditions
        if condition.field in OF_TRACE
    ]
    window = Window(max(0, asked.window.start - _TRACE_BEFORE_NS), asked.window.end)
    query = TraceQuery(project_id=asked.project_id, window=window, conditions=tuple(conditions))
    return f"SELECT trace_hash, {_select(columns)} FROM ({rows_of(query, statement)}) GROUP BY trace_hash"


def _traces_of_scores(asked: Measurement, columns: Columns, statement: Statement) -> str:
    scored = _scored_traces(asked, "trace_id", statement)
    rows = rows_of_traces(_spans_of_scores(asked, statement), f"{_OF_PROJECT} AND trace_id IN ({scored})")
    return f"SELECT trace_hash, {_select(columns)} FROM ({rows}) GROUP BY trace_hash"


def _spans_with_scores(asked: Measurement, columns: Columns, statement: Statement) -> str:
    where = _spans_of_scores(asked, statement)
    return f"SELECT trace_hash, span_id, {_select(columns)} FROM spans FINAL PREWHERE {where}"


def _spans_of_scores(asked: Measurement, statement: Statement) -> str:
    """The condition for spans of the traces that scores of the window judge, however long ago those were."""
    index_hash = "reinterpretAsUInt64(substring(MD5(concat(project_id, '\\0', trace_id)), 1, 8))"
    return (
        f"{_OF_PROJECT} AND toStartOfHour(start_time) IN (SELECT toStartOfHour(start_time) FROM span_index "
        f"WHERE trace_hash IN ({_scored_traces(asked, index_hash, statement)})) "
        f"AND trace_hash IN ({_scored_traces(asked, 'cityHash64(trace_id)', statement)})"
    )


def _scored_traces(asked: Measurement, column: str, statement: Statement) -> str:
    return f"SELECT {column} FROM scores WHERE {_own_conditions(asked, _in_score_window(asked, statement), statement)}"


def _in_score_window(asked: Measurement, statement: Statement) -> str:
    return f"trace_id != '' AND {in_window('timestamp', asked.window, statement)}"


def _scores_of(*keys: str) -> Callable[[Measurement, Columns, Statement], str]:
    names = {"trace_hash": "cityHash64(trace_id)", "span_id": "span_id"}

    def rows(asked: Measurement, columns: Columns, statement: Statement) -> str:
        # A score comes after what it judges, however late.
        since = Window(asked.window.start, ALL_TIME.end)
        within = in_window("timestamp", since, statement, before_ns=_SCORE_BEFORE_NS)
        tests = [_OF_PROJECT, "trace_id != ''", within, *(f"{key} != ''" for key in keys if key == "span_id")]
        selected = _select({key: names[key] for key in keys}, columns)
        return f"SELECT {selected} FROM scores FINAL WHERE {' AND '.join(tests)} GROUP BY {', '.join(keys)}"

    return rows


_Rows = Callable[[Measurement, Columns, Statement], str]

_OWN: Mapping[Subject, _Rows] = {Subject.SPANS: _spans, Subject.SCORES: _scores, Subject.TRACES: _traces}
_JOINED: Mapping[tuple[Subject, Source], _Rows] = {
    (Subject.SPANS, Source.TRACE): _traces_of_spans,
    (Subject.SPANS, Source.SCORES): _scores_of("trace_hash", "span_id"),
    (Subject.SCORES, Source.TRACE): _traces_of_scores,
    (Subject.SCORES, Source.SPAN): _spans_with_scores,
    (Subject.TRACES, Source.SCORES): _scores_of("trace_hash"),
}
