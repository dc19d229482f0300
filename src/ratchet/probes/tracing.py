"""What a run leaves: a trace of the environment `synthetic` for each question, its scores, and its results."""

import hashlib
from collections.abc import Sequence

from ratchet.domain.environment import SYNTHETIC
from ratchet.domain.probe import Checked, CheckType, ProbeResult, ProbeState
from ratchet.domain.score import Score, ScoreSource, ScoreType
from ratchet.domain.span import Level, Span, SpanType
from ratchet.domain.value import encode_value
from ratchet.probes.run import Outcome, ProbeRun

_LEVELS = {ProbeState.DOWN: Level.ERROR, ProbeState.FAILING: Level.WARNING}
_TEXT_LENGTH_MAX = 4000


def to_result(run: ProbeRun, number: int, outcome: Outcome, state: ProbeState) -> ProbeResult:
    """One question's row."""
    trace_id = run.trace_of(outcome.item).trace_id
    reply = outcome.reply
    return ProbeResult(
        project_id=run.probe.project_id,
        probe_id=run.probe.id,
        run_id=run.id,
        number=number,
        ran_at=outcome.asked_at,
        is_ok=outcome.is_ok,
        question=_storable(outcome.item.query or encode_value(outcome.item.input)),
        answer=_storable(_answer_of(outcome)),
        latency_ms=None if reply.failure is not None and reply.status_code is None else outcome.latency_ms,
        status_code=reply.status_code,
        failure="" if reply.failure is None else reply.failure.value,
        detail=_storable(outcome.problem)[:_TEXT_LENGTH_MAX],
        checks=tuple(_storable_check(checked) for checked in outcome.checks),
        scores=_scores_of(outcome),
        trace_id=trace_id,
        answer_trace_id="" if reply.trace_id == trace_id else _storable(reply.trace_id),
        target=run.probe.target,
        state=state,
        is_manual=run.is_manual,
        missed=run.missed if number == 0 else 0,
    )


def to_spans(run: ProbeRun, outcome: Outcome, result: ProbeResult) -> list[Span]:
    """The trace of a question: what was asked and checked, and within it the call of the target.

    It has failed when the probe is down; a single failure that the probe puts up with is a warning.
    """
    call = run.trace_of(outcome.item).span_id
    level = Level.DEFAULT if result.is_ok else _LEVELS.get(result.state, Level.WARNING)
    shared = Span(
        run.probe.project_id,
        result.trace_id,
        "",
        start_time=outcome.asked_at,
        end_time=outcome.asked_at + int(outcome.latency_ms * 1e6),
        environment=SYNTHETIC,
        trace_name=run.probe.name,
        sdk_name="ratchet",
        revision=outcome.asked_at,
    )
    root = shared._replace(
        span_id=call[::-1],
        root_rank=2,
        name=run.probe.name,
        level=level,
        status_message=result.detail,
        error_type=_error_type(result) if level is Level.ERROR else "",
        input=result.question,
        output=encode_value(result.answer),
        metadata=_metadata(result),
        trace_metadata={"probe_id": run.probe.id, "probe_run": run.id},
        tags=["probe"],
    )
    is_refused = outcome.reply.failure is not None and level is Level.ERROR
    return [root, shared._replace(span_id=call, parent_span_id=root.span_id, **_call(run, result, is_refused))]


def to_scores(run: ProbeRun, outcome: Outcome, result: ProbeResult) -> list[Score]:
    """What judges thought of an answer, on its trace."""
    return [
        Score(
            project_id=run.probe.project_id,
            score_id=_score_id(result, opinion.judge, opinion.score_name),
            name=opinion.score_name,
            data_type=ScoreType.NUMERIC,
            timestamp=outcome.asked_at,
            value=float(opinion.value),
            trace_id=result.trace_id,
            source=ScoreSource.EVAL,
            comment=_storable(opinion.reasoning),
            metadata={"judge": encode_value(opinion.judge), "judge_version": str(opinion.version)},
            environment=SYNTHETIC,
            revision=outcome.asked_at,
        )
        for opinion in outcome.opinions
        if isinstance(opinion.value, int | float)
    ]


def _call(run: ProbeRun, result: ProbeResult, is_refused: bool) -> dict[str, object]:
    status = {} if result.status_code is None else {"http.response.status_code": str(result.status_code)}
    return {
        "name": f"ask {run.probe.target}",
        "type": SpanType.TOOL,
        "level": Level.ERROR if is_refused else Level.WARNING if result.failure else Level.DEFAULT,
        "status_message": result.detail if result.failure else "",
        "error_type": result.failure if is_refused else "",
        "input": result.question,
        "output": encode_value(result.answer),
        "attributes": status,
    }


def _metadata(result: ProbeResult) -> dict[str, str]:
    """The checks as attributes, by their place and type."""
    said = {"probe_state": result.state.value, "target": encode_value(result.target)}
    said |= {
        f"check.{place}.{checked.type}": encode_value(f"{'ok' if checked.is_ok else 'failed'}: {checked.detail}")
        for place, checked in enumerate(result.checks, 1)
    }
    return said


def _answer_of(outcome: Outcome) -> str:
    output = outcome.reply.output
    return "" if output is None else output if isinstance(output, str) else encode_value(output)


def _scores_of(outcome: Outcome) -> dict[str, float]:
    return {one.score_name: float(one.value) for one in outcome.opinions if isinstance(one.value, int | float)}


def _error_type(result: ProbeResult) -> str:
    failing: Sequence[CheckType] = [checked.type for checked in result.checks if not checked.is_ok]
    return result.failure or f"check {failing[0]}"


def _score_id(result: ProbeResult, judge: str, name: str) -> str:
    said = "\0".join((result.project_id, result.trace_id, judge, name))
    return hashlib.sha256(said.encode()).hexdigest()[:32]


def _storable_check(checked: Checked) -> Checked:
    detail = _storable(checked.detail)[:_TEXT_LENGTH_MAX]
    return Checked(type=checked.type, is_ok=checked.is_ok, detail=detail, value=checked.value)


def _storable(text: str) -> str:
    """The text with what no store can hold replaced: half an emoji."""
    return text.encode(errors="replace").decode()
