"""One trace on the wire: its outline, and the content of any part of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, Field

from ratchet.domain.score import Score
from ratchet.domain.span import Span
from ratchet.domain.trace import Trace, TraceStatus
from ratchet.domain.value import decode_value
from ratchet.domain.window import from_ns
from ratchet.traces.outline import Outline


class SpanOutlineOut(BaseModel):
    """A span without what it holds; what nobody said is null."""

    id: str
    parent_id: str | None
    name: str
    type: str
    level: str
    status_message: str | None
    error_type: str | None
    start_ms: float = Field(description="Milliseconds after the trace began; negative for a span that began before")
    duration_ms: float | None = Field(description="Null while it has not ended")
    first_token_ms: float | None = Field(description="Milliseconds after the span began")
    model: str | None
    usage: dict[str, int] = Field(description="Tokens by what they are")
    cost: dict[str, float] = Field(description="Dollars by what they are for; `total` is all of them")
    prompt_name: str | None
    prompt_version: int | None
    environment: str
    version: str | None

    @classmethod
    def of(cls, span: Span, began: int) -> Self:
        return cls(
            id=span.span_id,
            parent_id=span.parent_span_id or None,
            name=span.name,
            type=span.type,
            level=span.level,
            status_message=span.status_message or None,
            error_type=span.error_type or None,
            start_ms=(span.start_time - began) / 1e6,
            duration_ms=_ms_after(span.end_time, span.start_time),
            first_token_ms=_ms_after(span.completion_start_time, span.start_time),
            model=span.model or None,
            usage=span.usage,
            cost=span.cost,
            prompt_name=span.prompt_name or None,
            prompt_version=span.prompt_version or None,
            environment=span.environment,
            version=span.version or None,
        )


class TraceScoreOut(BaseModel):
    """A score of a trace or of one of its spans, with who gave it and why."""

    id: str
    name: str
    data_type: str
    value: float | None
    string_value: str | None
    span_id: str | None
    source: str
    comment: str | None
    timestamp: datetime
    config_id: str | None
    author_id: str | None

    @classmethod
    def of(cls, score: Score) -> Self:
        return cls(
            id=score.score_id,
            name=score.name,
            data_type=score.data_type,
            value=score.value,
            string_value=score.string_value or None,
            span_id=score.span_id or None,
            source=score.source,
            comment=score.comment or None,
            timestamp=from_ns(score.timestamp),
            config_id=score.config_id or None,
            author_id=score.author_id or None,
        )


class OutlineOut(BaseModel):
    """A trace with its spans, the first to start first, and its scores, the oldest first."""

    id: str
    timestamp: datetime
    name: str | None
    user_id: str | None
    session_id: str | None
    status: TraceStatus
    error_type: str | None
    latency_ms: float | None
    total_cost: float
    tags: list[str]
    environment: str
    release: str | None
    version: str | None
    models: list[str]
    spans: list[SpanOutlineOut]
    scores: list[TraceScoreOut]

    @classmethod
    def of(cls, outline: Outline, scores: Sequence[Score]) -> Self:
        trace, spans = outline
        return cls(
            id=trace.id,
            timestamp=from_ns(trace.timestamp),
            name=trace.name or None,
            user_id=trace.user_id or None,
            session_id=trace.session_id or None,
            status=trace.status,
            error_type=trace.error_type or None,
            latency_ms=trace.latency_ms,
            total_cost=trace.total_cost,
            tags=trace.tags,
            environment=trace.environment,
            release=trace.release or None,
            version=trace.version or None,
            models=trace.models,
            spans=[SpanOutlineOut.of(span, trace.timestamp) for span in spans],
            scores=[TraceScoreOut.of(score) for score in scores],
        )


class ContentOut(BaseModel):
    """What a trace or a span holds: any JSON, null where there is nothing."""

    input: Any
    output: Any
    metadata: dict[str, Any]
    model_parameters: dict[str, Any] = {}
    attributes: dict[str, Any] = Field(default={}, description="As OpenTelemetry sent them")
    resource: dict[str, Any] = Field(default={}, description="What sent the span")
    events: Any = Field(default=None, description="What happened while the span went on")
    links: Any = None
    scope: str | None = None

    @classmethod
    def of_trace(cls, trace: Trace) -> Self:
        return cls(input=_read(trace.input), output=_read(trace.output), metadata=_decode(trace.metadata))

    @classmethod
    def of_span(cls, span: Span) -> Self:
        return cls(
            input=_read(span.input),
            output=_read(span.output),
            metadata=_decode(span.metadata),
            model_parameters=_decode(span.model_parameters),
            attributes=_decode(span.attributes),
            resource=_decode(span.resource),
            events=_read(span.events),
            links=_read(span.links),
            scope=" ".join(part for part in (span.scope_name, span.scope_version) if part) or None,
        )


def _ms_after(end: int | None, start: int) -> float | None:
    return None if end is None else (end - start) / 1e6


def _read(text: str) -> Any:
    return decode_value(text) if text else None


def _decode(values: Mapping[str, str]) -> dict[str, Any]:
    return {key: decode_value(value) for key, value in values.items()}
