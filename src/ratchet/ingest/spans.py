"""Spans as they came, made into spans as they are stored."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ratchet.domain.environment import PROBE_TRACE_PREFIX, SYNTHETIC
from ratchet.domain.model import Model
from ratchet.domain.span import Level, Span, SpanType
from ratchet.domain.value import encode_value
from ratchet.ingest.attributes import (
    APP_ROOT,
    FIRST_TOKEN_AFTER,
    METADATA,
    MODEL_PARAMETERS,
    PROMPT_LINK,
    RESOURCE_FIELDS,
    TRACE_METADATA,
)
from ratchet.ingest.content import gather_content
from ratchet.ingest.draft import Draft, sort_attributes
from ratchet.ingest.events import to_events_text, to_links_text
from ratchet.ingest.failure import find_failure
from ratchet.ingest.kind import calls_generations_spans, find_type, looks_like_generation
from ratchet.ingest.readers import to_version
from ratchet.ingest.rules import OTHERS
from ratchet.ingest.spending import settle_spending
from ratchet.ingest.times import settle_times
from ratchet.ingest.wire import STATUS_ERROR, Attributes, Scope, WireSpan

_DEFAULTS = tuple(Span._field_defaults.get(field) for field in Span._fields)
_MAPS = (METADATA, TRACE_METADATA, MODEL_PARAMETERS, OTHERS)


class Sender(NamedTuple):
    """Who sent a request, and when it came; `models` are those with prices of the project's own, as they win."""

    project_id: str
    received_at: int
    sdk_name: str = ""
    sdk_version: str = ""
    models: Sequence[Model] = ()


class Origin(NamedTuple):
    """What all spans of a scope have in common: fields of theirs, unless they say otherwise."""

    scope: Scope
    received_at: int
    fields: dict[str, Any]
    is_old_langfuse: bool
    models: Sequence[Model] = ()


def to_origin(scope: Scope, sender: Sender) -> Origin:
    """The origin of a scope's spans in a request."""
    resource = scope.resource
    fields: dict[str, Any] = {
        "project_id": sender.project_id,
        "revision": sender.received_at,
        "resource": {key: encode_value(value) for key, value in _described(scope).items()},
        "scope_name": scope.name,
        "scope_version": scope.version,
        "sdk_name": sender.sdk_name or str(resource.get("telemetry.sdk.name") or ""),
        "sdk_version": sender.sdk_version or str(resource.get("telemetry.sdk.version") or ""),
    }
    for field, read, keys in RESOURCE_FIELDS:
        values = (read(resource[key]) for key in keys if resource.get(key) is not None)
        if (value := next((value for value in values if value is not None), None)) is not None:
            fields[field] = value
    return Origin(scope, sender.received_at, fields, calls_generations_spans(scope), sender.models)


def to_span(wire: WireSpan, origin: Origin) -> Span:
    """The span to be stored, of one whose ids and times were found good."""
    draft = sort_attributes(wire.attributes, origin.fields)
    start_time, end_time = settle_times(wire, origin.received_at)
    events = gather_content(draft, wire.events)
    _settle_type(draft, origin)
    settle_spending(draft, start_time, origin.models)
    _settle_prompt(draft)
    _settle_first_token(draft, start_time)
    _settle_level(draft, wire)
    _settle_name(draft, wire)
    _settle_maps(draft)
    if wire.trace_id.startswith(PROBE_TRACE_PREFIX):
        draft.fields["environment"] = SYNTHETIC
    draft.fields |= {
        "trace_id": wire.trace_id,
        "span_id": wire.span_id,
        "parent_span_id": wire.parent_span_id,
        "root_rank": 2 if draft.fields.get(APP_ROOT) else 0 if wire.parent_span_id else 1,
        "start_time": start_time,
        "end_time": end_time,
        "events": to_events_text(events),
        "links": to_links_text(wire.links),
    }
    return Span._make(map(draft.fields.get, Span._fields, _DEFAULTS))


def _described(scope: Scope) -> Attributes:
    """A resource, with what its scope says of itself beside; Langfuse's own says only the public key."""
    if scope.name == "langfuse-sdk":
        return scope.resource
    return {**scope.resource, **{f"scope.{key}": value for key, value in scope.attributes.items()}}


def _settle_type(draft: Draft, origin: Origin) -> None:
    fields = draft.fields
    if "type" not in fields:
        fields["type"] = find_type(draft.attributes)
    elif origin.is_old_langfuse and fields["type"] == SpanType.SPAN and looks_like_generation(draft.attributes):
        fields["type"] = SpanType.GENERATION


def _settle_prompt(draft: Draft) -> None:
    """Only a generation is linked to a prompt."""
    fields = draft.fields
    if "prompt_name" not in fields and PROMPT_LINK not in fields:
        return
    if fields["type"] != SpanType.GENERATION:
        for field in ("prompt_name", "prompt_version", PROMPT_LINK):
            draft.drop(field)
        return
    link = fields.get(PROMPT_LINK, {})
    if isinstance(link.get("name"), str):
        fields.setdefault("prompt_name", link["name"])
        fields.setdefault("prompt_version", to_version(link.get("version")) or 0)


def _settle_level(draft: Draft, wire: WireSpan) -> None:
    fields = draft.fields
    if "level" not in fields and wire.status_code == STATUS_ERROR:
        fields["level"] = Level.ERROR
    if wire.status_message:
        fields.setdefault("status_message", wire.status_message)
    if fields.get("level") == Level.ERROR:
        failure = find_failure(wire.attributes, wire.events)
        fields["error_type"] = failure.type
        fields.setdefault("status_message", failure.message)


def _settle_first_token(draft: Draft, start_time: int) -> None:
    if FIRST_TOKEN_AFTER in draft.fields:
        draft.fields.setdefault("completion_start_time", start_time + draft.fields[FIRST_TOKEN_AFTER])


def _settle_name(draft: Draft, wire: WireSpan) -> None:
    """The Vercel AI SDK's function and operation, else what an attribute said, else the name as it came."""
    function, operation = wire.attributes.get("ai.telemetry.functionId"), wire.attributes.get("ai.operationId")
    if function and operation:
        draft.fields["name"] = f"{function}:{operation}"
    else:
        draft.fields.setdefault("name", wire.name)


def _settle_maps(draft: Draft) -> None:
    """Members by key come over those of a whole object."""
    for group in _MAPS:
        if group in draft.groups:
            draft.fields[group] = draft.fields.get(group, {}) | draft.groups[group]
