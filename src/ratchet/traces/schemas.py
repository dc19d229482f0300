"""What a search for traces answers."""

from datetime import datetime

from pydantic import BaseModel, Field

from ratchet.domain.score import Score
from ratchet.domain.trace import Trace, TraceStatus
from ratchet.domain.window import from_ns

PREVIEW_CHARACTERS = 500


class ScoreOut(BaseModel):
    """A score of a trace, or of one of its spans."""

    name: str
    data_type: str
    value: float | None
    string_value: str | None
    span_id: str | None
    comment: str | None


class TraceOut(BaseModel):
    """A trace as a line of a list; what nobody said is null."""

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
    input: str | None = Field(description=f"The first {PREVIEW_CHARACTERS} characters")
    output: str | None = Field(description=f"The first {PREVIEW_CHARACTERS} characters")
    scores: list[ScoreOut]


class TraceSearchOut(BaseModel):
    """A page of traces, newest first. Ask again with `cursor=<next_cursor>` for what comes after; null at the end."""

    traces: list[TraceOut]
    count: int = Field(description="How many traces this page has")
    next_cursor: str | None


def to_trace_out(trace: Trace, scores: list[Score]) -> TraceOut:
    """A trace with its scores as it leaves."""
    return TraceOut(
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
        input=trace.input[:PREVIEW_CHARACTERS] or None,
        output=trace.output[:PREVIEW_CHARACTERS] or None,
        scores=[_to_score_out(score) for score in scores],
    )


def _to_score_out(score: Score) -> ScoreOut:
    return ScoreOut(
        name=score.name,
        data_type=score.data_type,
        value=score.value,
        string_value=score.string_value or None,
        span_id=score.span_id or None,
        comment=score.comment or None,
    )
