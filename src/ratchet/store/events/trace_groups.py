"""A trace in SQL: the rows that speak of it, and what they come to as a group.

Spans and overrides are read as rows of one form. An override has no span's rank: it says when a trace began only where
no span does, and says everything else before any span.
"""

from collections.abc import Mapping

from ratchet.store.events.conditions import Column, Kind

UNNAMED_ERROR = "Error"
"""What a failed trace counts as when none of its failing spans says more."""

# Orders rows from the logical root on: two bits of rank, and the start in nanoseconds.
_SPAN_PLACE = "bitShiftLeft(toUInt64(2 - root_rank), 62) + toUInt64(toUnixTimestamp64Nano(start_time))"
_OVERRIDE_PLACE = "bitShiftLeft(toUInt64(3), 62) + toUInt64(toUnixTimestamp64Nano(timestamp))"
_TIME_BITS = 2**62 - 1
# The same order with overrides first: one rank more, and the last of four overflows to be the first.
_VOICE = f"(place + {2**62})"

_NO_TEXTS = "map()::Map(LowCardinality(String), String)"
_NO_COUNTS = "map()::Map(LowCardinality(String), UInt64)"
_NO_COSTS = "map()::Map(LowCardinality(String), Float64)"

# What rollups read, by name: from a span, and from an override.
_FROM_ROWS: Mapping[str, tuple[str, str]] = {
    "trace_hash": ("trace_hash", "cityHash64(trace_id)"),
    "trace_id": ("trace_id", "trace_id"),
    "place": (_SPAN_PLACE, _OVERRIDE_PLACE),
    "end_ns": ("ifNull(toUnixTimestamp64Nano(end_time), 0)", "toInt64(0)"),
    "level": ("level", "''"),
    "fails": ("level = 'ERROR'", "false"),
    "error_type": ("error_type", "''"),
    "span_name": ("name", "''"),
    "trace_name": ("trace_name", "name"),
    "user_id": ("user_id", "user_id"),
    "session_id": ("session_id", "session_id"),
    "tags": ("tags", "tags"),
    "environment": ("environment", "environment"),
    "release": ("release", "release"),
    "version": ("version", "version"),
    "public": ("nullIf(public, false)", "public"),
    "model": ("model", "''"),
    "usage": ("usage", _NO_COUNTS),
    "cost": ("cost", _NO_COSTS),
    "total_cost": ("total_cost", "toFloat64(0)"),
    "span_input": ("input", "''"),
    "span_output": ("output", "''"),
    "trace_input": ("trace_input", "input"),
    "trace_output": ("trace_output", "output"),
    "span_metadata": ("metadata", _NO_TEXTS),
    "trace_metadata": ("trace_metadata", "metadata"),
    "attributes": ("attributes", _NO_TEXTS),
    "prompt_name": ("prompt_name", "''"),
    "prompt_version": ("prompt_version", "toUInt32(0)"),
}


def rows_of_traces(of_spans: str, of_overrides: str, *, final: bool = True) -> str:
    """Every row that speaks of a trace, where conditions on the key hold on spans and on overrides.

    Without `final`, rows that have been replaced may be among them.
    """
    spans = "spans FINAL" if final else "spans"
    of_span = ", ".join(f"{span} AS {name}" for name, (span, _) in _FROM_ROWS.items())
    of_override = ", ".join(f"{override} AS {name}" for name, (_, override) in _FROM_ROWS.items())
    return (
        f"SELECT {of_span} FROM (SELECT *, trace_hash, total_cost FROM {spans} PREWHERE {of_spans}) AS spans "
        f"UNION ALL SELECT {of_override} FROM (SELECT * FROM trace_overrides FINAL WHERE {of_overrides}) AS overrides"
    )


def _said(column: str, unsaid: str = "''") -> str:
    return f"argMinIf({column}, {_VOICE}, {column} != {unsaid})"


def _of_root(column: str) -> str:
    return f"argMin({column}, place)"


def _first_given(*texts: str) -> str:
    *others, last = texts
    conditions = "".join(f"{text} != '', {text}, " for text in others)
    return f"multiIf({conditions}{last})"


def _sum_of(column: str, part: str) -> str:
    return f"sum(arraySum(mapValues(mapFilter((key, value) -> position(key, '{part}') > 0, {column}))))"


TIMESTAMP = f"toInt64(bitAnd(min(place), {_TIME_BITS}))"
_HAS_ROOT = "bitShiftRight(min(place), 62) < 2"
_FAILED = f"if({_HAS_ROOT}, {_of_root('fails')}, max(fails))"
_ENDED = f"if({_HAS_ROOT}, {_of_root('end_ns')}, max(end_ns))"
_LATENCY_NS = f"if({_ENDED} >= {TIMESTAMP}, {_ENDED} - {TIMESTAMP}, NULL)"
_FIRST_ERROR_TYPE = "argMinIf(error_type, place, fails AND error_type != '')"
_NAMED_ERROR = _first_given(_FIRST_ERROR_TYPE, f"'{UNNAMED_ERROR}'")
_ERROR_TYPE = f"if({_FAILED}, {_NAMED_ERROR}, '')"
_WORST_LEVEL = (
    "multiIf(max(fails), 'ERROR', countIf(level = 'WARNING') > 0, 'WARNING', "
    "countIf(level = 'DEFAULT') > 0, 'DEFAULT', 'DEBUG')"
)
TRACE_COLUMNS: Mapping[str, Column] = {
    "id": Column("any(trace_id)", Kind.TEXT),
    "timestamp": Column(TIMESTAMP, Kind.TIME),
    "name": Column(_first_given(_said("trace_name"), _of_root("span_name")), Kind.TEXT),
    "user_id": Column(_said("user_id"), Kind.TEXT),
    "session_id": Column(_said("session_id"), Kind.TEXT),
    "status": Column(f"if({_FAILED}, 'error', 'success')", Kind.TEXT),
    "error_type": Column(_ERROR_TYPE, Kind.TEXT),
    "latency_s": Column(f"{_LATENCY_NS} / 1e9", Kind.NUMBER),
    "total_cost": Column("sum(total_cost)", Kind.NUMBER),
    "tags": Column("arraySort(groupUniqArrayArray(tags))", Kind.TEXTS),
    "environment": Column(_first_given(_said("environment", "'default'"), "'default'"), Kind.TEXT),
    "release": Column(_said("release"), Kind.TEXT),
    "version": Column(_said("version"), Kind.TEXT),
    "public": Column(f"ifNull(argMinIf(public, {_VOICE}, isNotNull(public)), false)", Kind.FLAG),
    "bookmarked": Column("false", Kind.FLAG),
    "models": Column("arraySort(groupUniqArrayIf(model, model != ''))", Kind.TEXTS),
    "input": Column(_first_given(_said("trace_input"), _of_root("span_input")), Kind.TEXT),
    "output": Column(_first_given(_said("trace_output"), _of_root("span_output")), Kind.TEXT),
    "input_tokens": Column(_sum_of("usage", "input"), Kind.NUMBER),
    "output_tokens": Column(_sum_of("usage", "output"), Kind.NUMBER),
    "total_tokens": Column("sum(usage['total'])", Kind.NUMBER),
    "input_cost": Column(_sum_of("cost", "input"), Kind.NUMBER),
    "output_cost": Column(_sum_of("cost", "output"), Kind.NUMBER),
    "level": Column(_WORST_LEVEL, Kind.TEXT),
    "error_count": Column("countIf(fails)", Kind.NUMBER),
    "warning_count": Column("countIf(level = 'WARNING')", Kind.NUMBER),
    "default_count": Column("countIf(level = 'DEFAULT')", Kind.NUMBER),
    "debug_count": Column("countIf(level = 'DEBUG')", Kind.NUMBER),
}
"""What conditions can be put on: aggregates over the rows of one trace."""
