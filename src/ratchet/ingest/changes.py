"""Events of Langfuse's ingestion API, each taken as a change: what it says, in our words."""

from collections.abc import Mapping
from typing import Any

import orjson
from pydantic import ValidationError

from ratchet.domain.change import Change, ChangeKind
from ratchet.domain.span import SpanType
from ratchet.errors import Invalid
from ratchet.http.fields import invalid_field, to_invalid
from ratchet.ingest.schemas import EventIn, ObservationIn, TraceIn
from ratchet.ingest.spans import Sender
from ratchet.ingest.usage import parse_usage

_TRACE_EVENT = "trace-create"
# An observation of this event says its type itself.
_UNTYPED = "observation"
_SPAN_EVENTS: Mapping[str, SpanType | None] = {
    f"{noun.lower()}-{verb}": None if noun == _UNTYPED else SpanType(noun)
    for noun in (*SpanType, _UNTYPED)
    for verb in ("create", "update")
}

# What an old SDK's `usage` says of money, and under which key of `cost` it stands.
_COST_OF_USAGE: Mapping[str, str] = {"inputCost": "input", "outputCost": "output", "totalCost": "total"}


def parse_event(raw: Any, *within: str | int) -> EventIn:
    """The envelope of an event; raises `Invalid` naming the field that is wrong, `within` being where it stands."""
    try:
        return EventIn.model_validate(raw)
    except ValidationError as error:
        raise to_invalid(error, *within) from error


def parse_change(event: EventIn, sender: Sender, position: int) -> Change:
    """What an event about a trace or an observation says; raises `Invalid` naming the field that is wrong.

    `position` is the event's place in its batch, and settles which of two with the same timestamp came first.
    """
    try:
        if event.type == _TRACE_EVENT:
            trace = TraceIn.model_validate(event.body)
            return _to_change(event, sender, position, subject_id=trace.id, said=_said_of_trace(trace))
        if event.type in _SPAN_EVENTS:
            span = ObservationIn.model_validate(event.body)
            return _to_change(event, sender, position, subject_id=span.id, said=_said_of_span(span, event.type, sender))
    except ValidationError as error:
        raise to_invalid(error, "body") from error
    known = ", ".join(sorted((_TRACE_EVENT, "score-create", "sdk-log", *_SPAN_EVENTS)))
    raise invalid_field("type", f"{event.type[:60]!r} is no type of event. There are: {known}")


def _to_change(
    event: EventIn, sender: Sender, position: int, *, subject_id: str | None, said: Mapping[str, Any]
) -> Change:
    is_update = event.type.endswith("-update")
    if is_update and subject_id is None:
        raise invalid_field("body.id", "An update names the observation that it is about")
    return Change(
        project_id=sender.project_id,
        subject_id=subject_id or event.id,
        kind=ChangeKind.TRACE if event.type == _TRACE_EVENT else ChangeKind.SPAN,
        timestamp=event.timestamp,
        is_update=is_update,
        position=position,
        change_id=event.id,
        fields=_to_json({field: value for field, value in said.items() if value is not None and value != {}}),
    )


def _said_of_trace(body: TraceIn) -> dict[str, Any]:
    return {
        "timestamp": body.timestamp,
        "name": body.name,
        "user_id": body.user_id,
        "session_id": body.session_id,
        "input": _to_text(body.input),
        "output": _to_text(body.output),
        "metadata": _to_metadata(body.metadata),
        "tags": sorted(set(body.tags or ())) or None,
        "environment": body.environment,
        "release": body.release,
        "version": body.version,
        "public": body.public,
    }


def _said_of_span(body: ObservationIn, event_type: str, sender: Sender) -> dict[str, Any]:
    return {
        "type": _SPAN_EVENTS[event_type] or body.type or _missing_type(event_type),
        "trace_id": body.trace_id,
        "parent_span_id": body.parent_observation_id,
        "name": body.name,
        "start_time": body.start_time,
        "end_time": body.end_time,
        "completion_start_time": body.completion_start_time,
        "level": body.level,
        "status_message": body.status_message,
        "version": body.version,
        "environment": body.environment,
        "input": _to_text(body.input),
        "output": _to_text(body.output),
        "metadata": _to_metadata(body.metadata),
        "model": body.model,
        "model_parameters": _without_nulls(body.model_parameters),
        "usage": parse_usage(_without_nulls(body.usage_details) or _without_nulls(body.usage)),
        "cost": _to_cost(body),
        "prompt_name": body.prompt_name,
        "prompt_version": body.prompt_version,
        "sdk_name": sender.sdk_name or None,
        "sdk_version": sender.sdk_version or None,
    }


def _missing_type(event_type: str) -> SpanType:
    if event_type.endswith("-create"):
        raise invalid_field("body.type", f"{event_type} says what it creates: one of {', '.join(SpanType)}")
    return SpanType.SPAN


def _to_cost(body: ObservationIn) -> dict[str, float]:
    if body.cost_details:
        cost = dict(body.cost_details)
    else:
        usage = body.usage or {}
        cost = {key: float(usage[old]) for old, key in _COST_OF_USAGE.items() if usage.get(old) is not None}
    if cost:
        cost.setdefault("total", sum(cost.values()))
    return cost


def _to_text(value: Any) -> str | None:
    """Text as it is and anything else as JSON; None for what says nothing, which is not the same as 0 or false."""
    if value is None or value in ("", [], {}):
        return None
    return value if isinstance(value, str) else _to_json(value)


def _to_metadata(value: Any) -> dict[str, Any] | None:
    """Whatever is no object is kept as one, under the key `metadata`."""
    if value is None or isinstance(value, dict):
        return value or None
    return {"metadata": value}


def _without_nulls(mapping: Mapping[str, Any] | None) -> dict[str, Any]:
    return {key: value for key, value in (mapping or {}).items() if value is not None}


def _to_json(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError as error:  # deeper than anything that can be read again, or larger than 64 bits
        raise Invalid(f"body: {error}") from error
