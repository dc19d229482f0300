"""Scores as the versions of Langfuse's API show them."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from ratchet.domain.score import Score, ScoreType
from ratchet.domain.time import format_time
from ratchet.domain.trace import Trace
from ratchet.domain.value import decode_value


def to_score(score: Score) -> dict[str, Any]:
    """A score as versions 1 and 2 have it: a number in `value`, a text in `stringValue`."""
    return {
        "id": score.score_id,
        "projectId": score.project_id,
        "traceId": score.trace_id or None,
        "observationId": score.span_id or None,
        "sessionId": score.session_id or None,
        "datasetRunId": score.run_id or None,
        "name": score.name,
        "source": score.source,
        "dataType": score.data_type,
        "timestamp": format_time(score.timestamp),
        "createdAt": format_time(score.timestamp),
        "updatedAt": _updated_at(score),
        "authorUserId": score.author_id or None,
        "comment": score.comment or None,
        "metadata": _metadata(score),
        "configId": score.config_id or None,
        "queueId": score.queue_id or None,
        "environment": score.environment,
        **_to_values(score),
    }


def _to_values(score: Score) -> dict[str, Any]:
    match score.data_type:
        case ScoreType.NUMERIC:
            return {"value": score.value}
        case ScoreType.TEXT:
            return {"stringValue": score.string_value}
        case _:  # a category without a number counts as 0
            return {"value": score.value or 0, "stringValue": score.string_value}


def to_traced_score(score: Score, trace: Trace | None) -> dict[str, Any]:
    """A score with what its trace says of itself, as far as that has come; None where it is of no trace."""
    return {**to_score(score), "trace": _about(trace) if score.trace_id else None}


def _about(trace: Trace | None) -> dict[str, Any]:
    if trace is None:
        return dict.fromkeys(("userId", "sessionId", "tags", "environment"))
    return {
        "userId": trace.user_id or None,
        "sessionId": trace.session_id or None,
        "tags": trace.tags,
        "environment": trace.environment,
    }


def to_score_v3(score: Score, groups: Collection[str]) -> dict[str, Any]:
    """A score as version 3 has it: `value` is of the score's own type, more comes by groups of fields."""
    shown = {
        "id": score.score_id,
        "projectId": score.project_id,
        "name": score.name,
        "value": _own_value(score),
        "dataType": score.data_type,
        "source": score.source,
        "timestamp": format_time(score.timestamp),
        "environment": score.environment,
        "createdAt": format_time(score.timestamp),
        "updatedAt": _updated_at(score),
    }
    for group in groups:
        shown.update(GROUPS_V3[group](score))
    return shown


def _own_value(score: Score) -> float | bool | str | None:
    match score.data_type:
        case ScoreType.NUMERIC:
            return score.value
        case ScoreType.BOOLEAN:
            return bool(score.value)
        case _:
            return score.string_value


def _details(score: Score) -> dict[str, Any]:
    return {
        "comment": score.comment or None,
        "configId": score.config_id or None,
        "metadata": _metadata(score),
    }


def _subject(score: Score) -> dict[str, Any]:
    if score.span_id:
        return {"subject": {"kind": "observation", "id": score.span_id, "traceId": score.trace_id or None}}
    if score.trace_id:
        return {"subject": {"kind": "trace", "id": score.trace_id}}
    if score.session_id:
        return {"subject": {"kind": "session", "id": score.session_id}}
    return {"subject": {"kind": "experiment", "id": score.run_id}}


def _annotation(score: Score) -> dict[str, Any]:
    return {"authorUserId": score.author_id or None, "queueId": score.queue_id or None}


GROUPS_V3: Mapping[str, Callable[[Score], dict[str, Any]]] = {
    "details": _details,
    "subject": _subject,
    "annotation": _annotation,
}
"""What each group of version 3 adds."""


def _updated_at(score: Score) -> str:
    return format_time(max(score.revision, score.timestamp))


def _metadata(score: Score) -> dict[str, Any]:
    return {key: decode_value(value) for key, value in score.metadata.items()}
