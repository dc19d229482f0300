"""Observations as the first version of Langfuse's API shows them: inputs and outputs read, usage and cost summed up."""

from collections.abc import Mapping
from typing import Any

from ratchet.domain.span import Span
from ratchet.domain.time import format_time
from ratchet.domain.value import decode_value

_OWN_SCOPE = "langfuse-sdk"


def to_observation(span: Span) -> dict[str, Any]:
    """A span as `ObservationsView`."""
    return {
        "id": span.span_id,
        "traceId": span.trace_id,
        "projectId": span.project_id,
        "parentObservationId": span.parent_span_id or None,
        "type": span.type,
        "name": span.name or None,
        "startTime": format_time(span.start_time),
        "endTime": to_time(span.end_time),
        "completionStartTime": to_time(span.completion_start_time),
        "environment": span.environment,
        "version": span.version or None,
        "level": span.level,
        "statusMessage": span.status_message or None,
        "input": decode_value(span.input) if span.input else None,
        "output": decode_value(span.output) if span.output else None,
        "metadata": to_metadata(span),
        "latency": latency_s(span),
        "timeToFirstToken": time_to_first_token_s(span),
        "promptId": None,
        "promptName": span.prompt_name or None,
        "promptVersion": span.prompt_version or None,
        "createdAt": format_time(span.revision),
        "updatedAt": format_time(span.revision),
        **_to_model(span),
        **_to_usage(span),
    }


def to_time(time_ns: int | None) -> str | None:
    """A time that may not have come."""
    return None if time_ns is None else format_time(time_ns)


def to_metadata(span: Span) -> dict[str, Any]:
    """What the application said of a span, and beside it where the span came from."""
    metadata = _decode(span.metadata)
    if span.attributes and span.scope_name != _OWN_SCOPE:
        metadata["attributes"] = _decode(span.attributes)
    if span.resource:
        metadata["resourceAttributes"] = _decode(span.resource)
    if span.scope_name:
        metadata["scope"] = {"name": span.scope_name, "version": span.scope_version or None}
    return metadata


def _decode(values: Mapping[str, str]) -> dict[str, Any]:
    return {key: decode_value(value) for key, value in values.items()}


def latency_s(span: Span) -> float | None:
    """How long a span took, once it has ended."""
    return None if span.end_time is None else (span.end_time - span.start_time) / 1e9


def time_to_first_token_s(span: Span) -> float | None:
    """How long a model was silent, where that is known."""
    return None if span.completion_start_time is None else (span.completion_start_time - span.start_time) / 1e9


def _to_model(span: Span) -> dict[str, Any]:
    return {
        "model": span.model or None,
        "modelParameters": _decode(span.model_parameters),
        "modelId": None,
        "inputPrice": None,
        "outputPrice": None,
        "totalPrice": None,
    }


def _to_usage(span: Span) -> dict[str, Any]:
    tokens = {"input": _sum_of("input", span.usage), "output": _sum_of("output", span.usage)}
    total = span.usage.get("total", sum(tokens.values()))
    costs = {
        "inputCost": _sum_of("input", span.cost) if span.cost else None,
        "outputCost": _sum_of("output", span.cost) if span.cost else None,
        "totalCost": span.cost.get("total"),
    }
    return {
        "usageDetails": span.usage,
        "costDetails": span.cost,
        "usage": {"unit": "TOKENS", **tokens, "total": total, **costs},
        "unit": "TOKENS",
        "promptTokens": tokens["input"],
        "completionTokens": tokens["output"],
        "totalTokens": total,
        "calculatedInputCost": costs["inputCost"],
        "calculatedOutputCost": costs["outputCost"],
        "calculatedTotalCost": costs["totalCost"],
    }


def _sum_of(part: str, details: Mapping[str, Any]) -> Any:
    return sum(amount for key, amount in details.items() if part in key)
