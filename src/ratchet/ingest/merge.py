"""What a trace or a span is, by everything that was said of it.

Changes apply in their own order and not in that of their arrival, so late ones and repeated ones lead to the same row.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from time import time_ns
from typing import Any, NamedTuple

import orjson

from ratchet.domain.change import Change, Subject
from ratchet.domain.model import Model, Source
from ratchet.domain.span import Level, Span, SpanType, TraceOverride
from ratchet.domain.value import decode_value, encode_value
from ratchet.prices.own import Call, cost_of_call

_SPAN_FIELDS = (
    "parent_span_id",
    "name",
    "type",
    "level",
    "status_message",
    "input",
    "output",
    "end_time",
    "completion_start_time",
    "model",
    "usage",
    "prompt_name",
    "prompt_version",
    "environment",
    "version",
    "sdk_name",
    "sdk_version",
)
_TRACE_FIELDS = (
    "timestamp",
    "name",
    "user_id",
    "session_id",
    "input",
    "output",
    "tags",
    "environment",
    "release",
    "version",
    "public",
)

# A message begins with its exception's type as Python prints it: `ValueError: no such city`.
_EXCEPTION_IN_MESSAGE = re.compile(
    r"([A-Za-z_][\w.]{0,199}(?:Error|Exception|Exit|Interrupt|Timeout|Warning))(?:[:(]|$)"
)
_EXCEPTION_IN_METADATA = ("exception.type", "error.type", "exception_type", "error_type")


class Place(NamedTuple):
    """Where a span is."""

    trace_id: str
    start_time: int


@dataclass(frozen=True, slots=True)
class History:
    """What was said of one subject, and in which order; `known` is the part that was stored before."""

    subject: Subject
    known: Sequence[Change]
    changes: Sequence[Change]
    said: Sequence[Mapping[str, Any]]


def to_history(subject: Subject, known: Iterable[Change], new: Iterable[Change]) -> History:
    """The changes of a subject, each once, in their order."""
    known = _in_order(known)
    changes = _in_order((*new, *known))
    return History(subject, known, changes, [orjson.loads(change.fields) for change in changes])


def merge_span(history: History, stored: Span | None, models: Sequence[Model] = ()) -> Span:
    """A span by its stored row and everything said of it; `models` have prices of the project's own."""
    place = _place_span(history, stored)
    base = stored or Span(history.subject.project_id, place.trace_id, history.subject.subject_id)
    said = _fold([*([_said_by_span(stored, models)] if stored else []), *history.said])
    return _to_span(base._replace(trace_id=place.trace_id, start_time=place.start_time), said, models)


def merge_trace(history: History, stored: TraceOverride | None) -> TraceOverride:
    """What applications said of a trace, by its stored row and everything said of it."""
    first = history.changes[0]
    base = stored or TraceOverride(first.project_id, first.subject_id, first.timestamp)
    said = _fold([*([_said_by_trace(stored, history.known)] if stored else []), *history.said])
    return base._replace(
        **{"timestamp": first.timestamp} | {field: said[field] for field in _TRACE_FIELDS if field in said},
        metadata=_encode(said.get("metadata", {})),
        revision=_revision_after(base.revision),
    )


def _place_span(history: History, stored: Span | None) -> Place:
    """As stored, unless that was a guess from updates alone; else as the creation says, else as updates do."""
    if stored:
        place = Place(stored.trace_id, stored.start_time)
        created = not history.known or any(not change.is_update for change in history.known)
        if created or place != _guess_place(to_history(history.subject, history.known, ())):
            return place
    return _guess_place(history)


def _guess_place(history: History) -> Place:
    told = list(zip(history.changes, history.said, strict=True))
    telling = next(([creation] for creation in told if not creation[0].is_update), told)
    return Place(
        next((said["trace_id"] for _, said in telling if "trace_id" in said), history.subject.subject_id),
        next((said["start_time"] for _, said in telling if "start_time" in said), telling[0][0].timestamp),
    )


def _to_span(base: Span, said: Mapping[str, Any], models: Sequence[Model]) -> Span:
    span = base._replace(
        **{field: said[field] for field in _SPAN_FIELDS if field in said},
        metadata=_encode(said.get("metadata", {})),
        model_parameters=_encode(said.get("model_parameters", {})),
        revision=_revision_after(base.revision),
    )
    return span._replace(
        root_rank=base.root_rank if base.root_rank > 1 else int(not span.parent_span_id),
        end_time=None if span.end_time is None else max(span.end_time, span.start_time),
        cost=said.get("cost") or _computed_cost(span, models),
        error_type=_error_type(span, said),
    )


def _computed_cost(span: Span, models: Sequence[Model]) -> dict[str, float]:
    if not span.model or not span.usage:
        return {}
    attributes = {Source.PARAMETERS: span.model_parameters, Source.METADATA: span.metadata}
    return cost_of_call(Call(span.model, span.usage, span.start_time, attributes=attributes), models)


def _error_type(span: Span, said: Mapping[str, Any]) -> str:
    if span.level != Level.ERROR:
        return ""
    return _named_error(span.status_message, said.get("metadata", {})) or said.get("error_type", "")


def _named_error(message: str, metadata: Mapping[str, Any]) -> str:
    named = next((metadata[key] for key in _EXCEPTION_IN_METADATA if key in metadata), None)
    if isinstance(named, str):
        return named[:200]
    match = _EXCEPTION_IN_MESSAGE.match(message)
    return match[1] if match else ""


def _said_by_span(span: Span, models: Sequence[Model]) -> dict[str, Any]:
    """A stored row as the first thing that was said, without what was computed from it and may be again."""
    said = _said_by(span, _SPAN_FIELDS)
    said["model_parameters"] = _decode(span.model_parameters)
    if span.cost and span.cost != _computed_cost(span, models):
        said["cost"] = span.cost
    if span.error_type != _named_error(span.status_message, said["metadata"]):
        said["error_type"] = span.error_type
    return said


def _said_by_trace(override: TraceOverride, known: Sequence[Change]) -> dict[str, Any]:
    """A stored row as the first thing that was said, without a timestamp that only an event's envelope had."""
    said = _said_by(override, _TRACE_FIELDS)
    if known and override.timestamp == known[0].timestamp:
        del said["timestamp"]
    return said


def _said_by(row: Span | TraceOverride, fields: Iterable[str]) -> dict[str, Any]:
    defaults = type(row)._field_defaults
    said = {field: value for field in fields if (value := getattr(row, field)) != defaults.get(field)}
    return {**said, "metadata": _decode(row.metadata)}


def _fold(said: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Each field by its rule: the last that was said, unless `_RULES` has another."""
    folded: dict[str, Any] = {}
    for fields in said:
        for field, value in fields.items():
            rule = _RULES.get(field)
            folded[field] = rule(folded[field], value) if rule and field in folded else value
    return folded


def _in_order(changes: Iterable[Change]) -> list[Change]:
    by_order = {change.order: change for change in changes}
    return [by_order[order] for order in sorted(by_order)]


def _keep(older: Any, _newer: Any) -> Any:
    return older


def _merge_metadata(older: Any, newer: Any) -> Any:
    """Objects key by key, at any depth; of anything else the newer, unless it is null."""
    if isinstance(older, dict) and isinstance(newer, dict):
        return older | {key: _merge_metadata(older.get(key), value) for key, value in newer.items()}
    return older if newer is None else newer


def _merge_tags(older: Sequence[str], newer: Sequence[str]) -> list[str]:
    return sorted({*older, *newer})


def _merge_type(older: str, newer: str) -> str:
    """An update is often of a plain span, whatever it updates."""
    return older if newer == SpanType.SPAN else newer


_RULES: Mapping[str, Callable[[Any, Any], Any]] = {
    "environment": _keep,
    "metadata": _merge_metadata,
    "tags": _merge_tags,
    "timestamp": min,  # old SDKs stamp a trace anew with every update
    "type": _merge_type,
}


def _revision_after(revision: int) -> int:
    return max(time_ns(), revision + 1)


def _encode(metadata: Mapping[str, Any]) -> dict[str, str]:
    return {key: encode_value(value) for key, value in metadata.items()}


def _decode(metadata: Mapping[str, str]) -> dict[str, Any]:
    return {key: decode_value(text) for key, text in metadata.items()}
