"""What can be measured, grouped by and filtered by: tables of fields, and where each is read."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from ratchet.domain.measurement import Subject
from ratchet.errors import Invalid
from ratchet.store.events.conditions import Column, Kind
from ratchet.store.events.observations import SPAN_COLUMNS
from ratchet.store.events.score_reads import SCORE_COLUMNS
from ratchet.store.events.trace_groups import TIMESTAMP, TRACE_COLUMNS


class Source(StrEnum):
    """Which rows a field is read from: the subject's own, or others that are joined to them."""

    OWN = "own"
    TRACE = "of_trace"
    SPAN = "of_span"
    SCORES = "of_scores"


class Field(NamedTuple):
    """An expression over the rows of its source; `unfolds` is a map of which it needs a row for each `entry`."""

    sql: str
    kind: Kind
    source: Source = Source.OWN
    unfolds: str = ""


def _all_of(columns: Mapping[str, Column], *names: str, source: Source = Source.OWN) -> dict[str, Field]:
    return {name: Field(*columns[name], source) for name in names}


def _ms(start: str, end: str) -> str:
    return f"(toUnixTimestamp64Nano({end}) - toUnixTimestamp64Nano({start})) / 1e6"


def _per_second(tokens: str, duration_ms: str) -> str:
    # No speed without tokens, nor without time.
    return f"nullIf({tokens}, 0) * 1000 / nullIf({duration_ms}, 0)"


def _number(sql: str, source: Source = Source.OWN) -> Field:
    return Field(sql, Kind.NUMBER, source)


def _text(sql: str, source: Source = Source.OWN) -> Field:
    return Field(sql, Kind.TEXT, source)


OF_TRACE: Mapping[str, str] = {
    "trace_name": "name",
    "user_id": "user_id",
    "trace_session_id": "session_id",
    "tags": "tags",
    "release": "release",
    "trace_version": "version",
}
"""What spans and scores have from their trace, and what the trace calls it."""

_FROM_TRACE = {name: Field(*TRACE_COLUMNS[theirs], Source.TRACE) for name, theirs in OF_TRACE.items()}
_PROMPT_VERSION = "nullIf(prompt_version, 0)"
_LATENCY = _ms("start_time", "end_time")
_STREAMING = _ms("completion_start_time", "end_time")

_SPAN_FIELDS: Mapping[str, Field] = {
    **_all_of(SPAN_COLUMNS, "span_id", "trace_id", "parent_span_id", "type", "name", "level", "environment", "version"),
    **_all_of(SPAN_COLUMNS, "model", "prompt_name", "is_root", "start_time", "metadata"),
    **_FROM_TRACE,
    "prompt_version": _number(_PROMPT_VERSION),
    "month": _text("formatDateTime(start_time, '%Y-%m')"),
    "cost_type": Field("entry.1", Kind.TEXT, unfolds="cost"),
    "usage_type": Field("entry.1", Kind.TEXT, unfolds="usage"),
    "experiment_id": _text("attributes['langfuse.experiment.id']"),
    "experiment_name": _text("attributes['langfuse.experiment.name']"),
    "experiment_dataset_id": _text("attributes['langfuse.experiment.dataset.id']"),
}
_SPAN_MEASURES: Mapping[str, Field] = {
    **_all_of(SPAN_COLUMNS, "input_tokens", "output_tokens", "total_tokens", "input_cost", "output_cost", "total_cost"),
    **_all_of(SPAN_COLUMNS, "trace_id"),
    "count": _number("1"),
    "latency_ms": _number(_LATENCY),
    "streaming_latency_ms": _number(_STREAMING),
    "time_to_first_token_ms": _number(_ms("start_time", "completion_start_time")),
    "output_tokens_per_second": _number(_per_second(SPAN_COLUMNS["output_tokens"].sql, _STREAMING)),
    "total_tokens_per_second": _number(_per_second(SPAN_COLUMNS["total_tokens"].sql, _LATENCY)),
    "cost_by_type": Field("entry.2", Kind.NUMBER, unfolds="cost"),
    "usage_by_type": Field("entry.2", Kind.NUMBER, unfolds="usage"),
    "scores": _number("count()", Source.SCORES),
    "users": _FROM_TRACE["user_id"],
    "sessions": _FROM_TRACE["trace_session_id"],
}

_SCORE_FIELDS: Mapping[str, Field] = {
    **_all_of(SCORE_COLUMNS, "id", "name", "data_type", "string_value", "value", "trace_id", "span_id", "session_id"),
    **_all_of(SCORE_COLUMNS, "run_id", "source", "config_id", "environment", "timestamp", "metadata"),
    **_FROM_TRACE,
    "is_true": Field("value = 1", Kind.FLAG),
    "month": _text("formatDateTime(timestamp, '%Y-%m')"),
    "day": _text("formatDateTime(timestamp, '%Y-%m-%d')"),
    "span_name": _text("name", Source.SPAN),
    "model": _text("model", Source.SPAN),
    "prompt_name": _text("prompt_name", Source.SPAN),
    "prompt_version": _number(_PROMPT_VERSION, Source.SPAN),
}
_SCORE_MEASURES: Mapping[str, Field] = {
    "count": _number("1"),
    "value": _number("if(isFinite(value), value, NULL)"),
}

_TRACE_FIELDS: Mapping[str, Field] = {
    **_all_of(TRACE_COLUMNS, "id", "name", "tags", "user_id", "session_id", "release", "version", "environment"),
    **_all_of(TRACE_COLUMNS, "timestamp"),
    "month": _text(f"formatDateTime(fromUnixTimestamp64Nano({TIMESTAMP}, 'UTC'), '%Y-%m')"),
}
_TRACE_MEASURES: Mapping[str, Field] = {
    **_all_of(TRACE_COLUMNS, "total_tokens", "total_cost"),
    "count": _number("1"),
    "failed": _number(f"{TRACE_COLUMNS['status'].sql} = 'error'"),
    "timestamp": _number(TIMESTAMP),
    "latency_ms": _number(f"1e3 * {TRACE_COLUMNS['latency_s'].sql}"),
    "spans": _number("countIf(level != '')"),  # what was said of a trace apart from its spans has no level
    "scores": _number("count()", Source.SCORES),
    "users": Field(*TRACE_COLUMNS["user_id"]),
    "sessions": Field(*TRACE_COLUMNS["session_id"]),
}

FIELDS: Mapping[Subject, Mapping[str, Field]] = {
    Subject.SPANS: _SPAN_FIELDS,
    Subject.SCORES: _SCORE_FIELDS,
    Subject.TRACES: _TRACE_FIELDS,
}
"""What subjects can be grouped and filtered by."""

MEASURES: Mapping[Subject, Mapping[str, Field]] = {
    Subject.SPANS: _SPAN_MEASURES,
    Subject.SCORES: _SCORE_MEASURES,
    Subject.TRACES: _TRACE_MEASURES,
}
"""What can be measured of each; of texts, how many different ones there are."""


def field_of(subject: Subject, name: str) -> Field:
    """What a subject can be grouped or filtered by; raises `Invalid` when it cannot by this."""
    return _known(FIELDS[subject], name, f"{subject} have")


def measure_of(subject: Subject, name: str) -> Field:
    """What can be measured of a subject; raises `Invalid` when this cannot."""
    return _known(MEASURES[subject], name, f"can be measured of {subject}")


def _known(fields: Mapping[str, Field], name: str, whose: str) -> Field:
    if name not in fields:
        raise Invalid(f"{name!r} is nothing that {whose}. Use one of: {', '.join(sorted(fields))}.")
    return fields[name]
