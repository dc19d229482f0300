"""Observations as the second version of Langfuse's API shows them: by groups of fields, texts as they were sent."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from ratchet.domain.span import Span, TraceOverride
from ratchet.domain.time import format_time
from ratchet.domain.value import decode_value, encode_value
from ratchet.langfuse.observation_view import latency_s, time_to_first_token_s, to_metadata, to_time

METADATA_CHARACTERS = 200
DEFAULT_GROUPS = ("core", "basic")


def with_override(span: Span, override: TraceOverride | None) -> Span:
    """A span with what was said of its trace apart from it, where it says nothing itself."""
    if override is None:
        return span
    return span._replace(
        trace_name=span.trace_name or override.name,
        user_id=span.user_id or override.user_id,
        session_id=span.session_id or override.session_id,
        release=span.release or override.release,
        tags=span.tags or override.tags,
    )


def to_grouped_observation(span: Span, groups: Collection[str], expanded: Collection[str]) -> dict[str, Any]:
    """A span with the fields of some groups; of its metadata only the `expanded` keys come whole."""
    shown = _core(span)
    for group in groups:
        shown.update(GROUPS[group](span))
    if "metadata" in shown:
        shown["metadata"] = {key: value if key in expanded else _cut(value) for key, value in shown["metadata"].items()}
    return shown


def _cut(value: Any) -> Any:
    text = encode_value(value)
    return value if len(text) <= METADATA_CHARACTERS else text[:METADATA_CHARACTERS]


def _core(span: Span) -> dict[str, Any]:
    return {
        "id": span.span_id,
        "traceId": span.trace_id,
        "projectId": span.project_id,
        "parentObservationId": span.parent_span_id or None,
        "type": span.type,
        "startTime": format_time(span.start_time),
        "endTime": to_time(span.end_time),
        "modelId": None,
        "inputPrice": None,
        "outputPrice": None,
        "totalPrice": None,
    }


def _basic(span: Span) -> dict[str, Any]:
    return {
        "name": span.name or None,
        "level": span.level,
        "statusMessage": span.status_message or None,
        "version": span.version or None,
        "environment": span.environment,
        "bookmarked": False,
        "public": span.public,
        "userId": span.user_id or None,
        "sessionId": span.session_id or None,
        "isRootObservation": span.root_rank > 0,
    }


def _time(span: Span) -> dict[str, Any]:
    return {
        "completionStartTime": to_time(span.completion_start_time),
        "createdAt": format_time(span.revision),
        "updatedAt": format_time(span.revision),
    }


def _io(span: Span) -> dict[str, Any]:
    return {"input": span.input or None, "output": span.output or None}


def _metadata(span: Span) -> dict[str, Any]:
    return {"metadata": to_metadata(span)}


def _model(span: Span) -> dict[str, Any]:
    return {
        "providedModelName": span.model or None,
        "internalModelId": None,
        "modelParameters": {key: decode_value(value) for key, value in span.model_parameters.items()},
    }


def _usage(span: Span) -> dict[str, Any]:
    return {
        "usageDetails": span.usage,
        "costDetails": span.cost,
        "totalCost": span.cost.get("total"),
        "usagePricingTierName": None,
    }


def _prompt(span: Span) -> dict[str, Any]:
    return {
        "promptId": None,
        "promptName": span.prompt_name or None,
        "promptVersion": span.prompt_version or None,
    }


def _metrics(span: Span) -> dict[str, Any]:
    return {"latency": latency_s(span), "timeToFirstToken": time_to_first_token_s(span)}


def _trace_context(span: Span) -> dict[str, Any]:
    return {"tags": span.tags, "release": span.release or None, "traceName": span.trace_name or None}


GROUPS: Mapping[str, Callable[[Span], dict[str, Any]]] = {
    "core": _core,
    "basic": _basic,
    "time": _time,
    "io": _io,
    "metadata": _metadata,
    "model": _model,
    "usage": _usage,
    "prompt": _prompt,
    "metrics": _metrics,
    "trace_context": _trace_context,
}
"""What each group adds to the core, which every observation has."""
