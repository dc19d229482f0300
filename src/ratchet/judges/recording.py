"""What a judge found, as scores and failures under ids that are the same every time."""

import hashlib
from collections.abc import Mapping, Sequence
from time import time_ns
from typing import Any

from ratchet.domain.judge import FailureRecord, Judge, JudgeFailure, Verdict
from ratchet.domain.score import Score, ScoreSource, ScoreType
from ratchet.domain.value import encode_value
from ratchet.judges.subject import Subject

DETAIL_LENGTH_MAX = 4000


def to_scores(judge: Judge, subject: Subject, verdicts: Sequence[Verdict]) -> list[Score]:
    """A score per verdict. Judged again, a subject has the same ids: its scores are replaced and none is added."""
    return [_to_score(judge, subject, verdict) for verdict in verdicts]


def to_failure(judge: Judge, subject: Subject, failure: JudgeFailure) -> FailureRecord:
    """A failure as it is stored."""
    now = time_ns()
    return FailureRecord(
        project_id=judge.project_id,
        failure_id=_id_of(judge, subject, "failure"),
        judge=judge.name,
        judge_version=judge.version,
        epoch=judge.epoch,
        reason=failure.reason.value,
        detail=failure.detail[:DETAIL_LENGTH_MAX],
        cost_usd=failure.cost_usd,
        timestamp=now,
        trace_id=subject.trace_id,
        span_id=subject.span_id,
        environment=subject.environment,
        revision=now,
    )


def _to_score(judge: Judge, subject: Subject, verdict: Verdict) -> Score:
    now = time_ns()
    data_type, value, text = _to_value(verdict.value)
    name = verdict.name or judge.gives
    return Score(
        project_id=judge.project_id,
        score_id=_id_of(judge, subject, name),
        name=name,
        data_type=data_type,
        timestamp=now,
        value=value,
        string_value=text,
        trace_id=subject.trace_id,
        span_id=subject.span_id,
        source=ScoreSource.EVAL,
        comment=verdict.reasoning,
        metadata=_metadata(judge, verdict),
        environment=subject.environment,
        revision=now,
    )


def _to_value(value: float | str | bool) -> tuple[str, float | None, str]:
    match value:
        case bool():
            return ScoreType.BOOLEAN, float(value), str(value)
        case str():
            return ScoreType.CATEGORICAL, None, value
        case _:
            return ScoreType.NUMERIC, float(value), ""


def _metadata(judge: Judge, verdict: Verdict) -> dict[str, str]:
    said: Mapping[str, Any] = {
        **verdict.metadata,
        "judge": judge.name,
        "judge_version": judge.version,
        "epoch": judge.epoch,
        "label": verdict.label,
        "evidence": list(verdict.evidence),
        "cost_usd": verdict.cost_usd,
    }
    kept = {name: value for name, value in said.items() if value not in ("", [], 0.0, None)}
    return {name: encode_value(value) for name, value in kept.items()}


def _id_of(judge: Judge, subject: Subject, name: str) -> str:
    parts = (judge.project_id, judge.name, str(judge.version), subject.trace_id, subject.span_id, name)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
