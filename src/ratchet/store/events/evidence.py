"""Which traces can meet a condition at all, told by single rows, so that only theirs are grouped."""

from collections.abc import Mapping

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.trace import ALL_TIME, TraceQuery
from ratchet.domain.window import HOUR_NS, Window
from ratchet.store.events.conditions import Column, Kind, Statement, to_sql
from ratchet.store.events.trace_groups import UNNAMED_ERROR, rows_of_traces
from ratchet.store.events.windows import in_environments, in_window

# A window is read with an hour around it, so that a trace that reaches over its edge is not taken for a piece of one.
_BEFORE_NS = _AFTER_NS = HOUR_NS

_ROWS: Mapping[str, tuple[Column, ...]] = {
    "id": (Column("trace_id", Kind.TEXT),),
    "name": (Column("trace_name", Kind.TEXT), Column("span_name", Kind.TEXT)),
    "user_id": (Column("user_id", Kind.TEXT),),
    "session_id": (Column("session_id", Kind.TEXT),),
    "release": (Column("release", Kind.TEXT),),
    "version": (Column("version", Kind.TEXT),),
    "tags": (Column("tags", Kind.TEXTS),),
    "models": (Column("[model]", Kind.TEXTS),),
    "error_type": (Column(f"multiIf(NOT fails, '', error_type != '', error_type, '{UNNAMED_ERROR}')", Kind.TEXT),),
    "metadata": (Column("span_metadata", Kind.MAP), Column("trace_metadata", Kind.MAP)),
}
_TEXTS_OF_SPANS = ("name", "trace_name", "input", "output", "trace_input", "trace_output")
_TEXTS_OF_OVERRIDES = ("name", "input", "output")
_SCORES: Mapping[str, Column] = {
    "score": Column("avg(value)", Kind.NUMBER),
    "score_category": Column("groupUniqArray(string_value)", Kind.TEXTS),
    "score_boolean": Column("argMax(value, timestamp) = 1", Kind.FLAG),
}

# Of these, what single rows say is all there is to say: the whole trace needs no test.
SUFFICIENT = frozenset({"text", "metadata", *_SCORES})

_ASSERTING = frozenset({Operator.EQUAL, Operator.ANY_OF, Operator.ALL_OF})
_DENIALS: Mapping[Operator, Operator] = {
    Operator.UNEQUAL: Operator.EQUAL,
    Operator.NONE_OF: Operator.ANY_OF,
    Operator.LACKS: Operator.CONTAINS,
    Operator.IS_NULL: Operator.IS_NOT_NULL,
}


def rows_of(query: TraceQuery, statement: Statement) -> str:
    """The rows of those traces of a query's window that can meet its conditions."""
    evidence = [_evidence(query, condition, statement) for condition in query.conditions]
    of_spans, of_overrides = _in_window(query.window, statement)
    of = in_environments(query.of, statement)
    return rows_of_traces(
        " AND ".join([of_spans, of, *(f"trace_hash {test}" for test in evidence if test)]),
        " AND ".join([of_overrides, of, *(f"cityHash64(trace_id) {test}" for test in evidence if test)]),
    )


def _in_window(window: Window, statement: Statement, before_ns: int = _BEFORE_NS) -> tuple[str, str]:
    of_project = "project_id = {project:String} AND "
    return (
        of_project + in_window("start_time", window, statement, before_ns=before_ns, after_ns=_AFTER_NS),
        of_project + in_window("timestamp", window, statement, before_ns=before_ns, after_ns=_AFTER_NS),
    )


def _evidence(query: TraceQuery, condition: Condition, statement: Statement) -> str:
    """`IN (…)` or `NOT IN (…)` for the hash of a trace; empty when rows tell nothing."""
    if condition.field not in SUFFICIENT:
        is_shown = condition.field in _ROWS and condition.operator in _ASSERTING
        return f"IN ({_rows_with(query.window, condition, statement)})" if is_shown else ""
    denied = _DENIALS.get(condition.operator)
    asserted = condition._replace(operator=denied or condition.operator)
    return f"{'NOT IN' if denied else 'IN'} ({_find(query.window, asserted, statement)})"


def _find(window: Window, condition: Condition, statement: Statement) -> str:
    if condition.field == "text":
        return _rows_with_text(window, condition, statement)
    if condition.field in _SCORES:
        return _scored(window, condition, statement)
    return _rows_with(window, condition, statement)


def _rows_with(window: Window, condition: Condition, statement: Statement) -> str:
    if condition.operator is Operator.ALL_OF:  # each row of a trace may show a part
        condition = condition._replace(operator=Operator.ANY_OF)
    rows = rows_of_traces(*_in_window(window, statement), final=False)
    shown = " OR ".join(to_sql(condition, column, statement) for column in _ROWS[condition.field])
    return f"SELECT trace_hash FROM ({rows}) WHERE {shown}"


def _rows_with_text(window: Window, condition: Condition, statement: Statement) -> str:
    # No span comes before the time of its trace, and texts are dear to read.
    of_spans, of_overrides = _in_window(window, statement, before_ns=0)

    def found_in(columns: tuple[str, ...]) -> str:
        return " OR ".join(to_sql(condition, Column(column, Kind.TEXT), statement) for column in columns)

    return (
        f"SELECT trace_hash FROM spans WHERE {of_spans} AND ({found_in(_TEXTS_OF_SPANS)}) UNION ALL "
        "SELECT cityHash64(trace_id) FROM trace_overrides FINAL "
        f"WHERE {of_overrides} AND ({found_in(_TEXTS_OF_OVERRIDES)})"
    )


def _scored(window: Window, condition: Condition, statement: Statement) -> str:
    test = to_sql(condition, _SCORES[condition.field], statement)
    # A score comes after what it judges, however late.
    since = in_window("timestamp", Window(window.start, ALL_TIME.end), statement, before_ns=_BEFORE_NS)
    name = statement.bind(condition.key, "String")
    return (
        "SELECT cityHash64(trace_id) FROM scores FINAL "
        f"WHERE project_id = {{project:String}} AND name = {name} AND trace_id != '' AND {since} "
        f"GROUP BY trace_id HAVING {test}"
    )
