"""Traces as Langfuse's API shows them."""

from collections.abc import Collection, Sequence
from typing import Any

from ratchet.domain.score import Score
from ratchet.domain.span import Span
from ratchet.domain.time import format_time
from ratchet.domain.trace import Trace
from ratchet.domain.value import decode_value
from ratchet.langfuse.observation_view import to_observation
from ratchet.langfuse.score_view import to_score

FIELD_GROUPS = ("core", "io", "scores", "observations", "metrics")


def to_trace(trace: Trace, project_id: str) -> dict[str, Any]:
    """The fields that every view of a trace has."""
    return {
        "id": trace.id,
        "projectId": project_id,
        "timestamp": format_time(trace.timestamp if trace.stated_time is None else trace.stated_time),
        "name": trace.name or None,
        "userId": trace.user_id or None,
        "sessionId": trace.session_id or None,
        "release": trace.release or None,
        "version": trace.version or None,
        "tags": trace.tags,
        "public": trace.public,
        "bookmarked": False,
        "environment": trace.environment,
        "createdAt": format_time(trace.created_at),
        "updatedAt": format_time(trace.updated_at),
    }


def to_io(trace: Trace) -> dict[str, Any]:
    """What went in and came out, read as JSON where it is some."""
    return {
        "input": read_text(trace.input),
        "output": read_text(trace.output),
        "metadata": {key: decode_value(value) for key, value in trace.metadata.items()},
    }


def read_text(text: str) -> Any:
    """The value that a stored input or output stands for; None when there is none."""
    return decode_value(text) if text else None


def to_listed_trace(trace: Trace, scores: Sequence[Score], project_id: str, groups: Collection[str]) -> dict[str, Any]:
    """A trace in a list, with the ids of its observations and scores."""
    return {
        **to_trace(trace, project_id),
        **_to_parts(trace, project_id, groups),
        "observations": trace.span_ids if "observations" in groups else [],
        "scores": [score.score_id for score in scores] if "scores" in groups else [],
    }


def to_detailed_trace(
    trace: Trace, spans: Sequence[Span], scores: Sequence[Score], project_id: str, groups: Collection[str]
) -> dict[str, Any]:
    """A trace by itself, with all of its observations and scores."""
    return {
        **to_trace(trace, project_id),
        **_to_parts(trace, project_id, groups),
        "observations": [to_observation(span) for span in spans] if "observations" in groups else [],
        "scores": [to_score(score) for score in scores] if "scores" in groups else [],
    }


def _to_parts(trace: Trace, project_id: str, groups: Collection[str]) -> dict[str, Any]:
    # Version 2 of the Python SDK takes no null for what nobody knows yet.
    latency_s = (trace.latency_ms or 0) / 1000
    with_metrics = "metrics" in groups
    return {
        "htmlPath": f"/project/{project_id}/traces/{trace.id}",
        "latency": latency_s if with_metrics else -1,
        "totalCost": trace.total_cost if with_metrics else -1,
        **(to_io(trace) if "io" in groups else {}),
    }
