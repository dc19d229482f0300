"""Made-up traces and scores, and the figures of them computed in Python, as the definitions have it."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import isclose
from typing import Any

import numpy as np

from ratchet.domain.rollup import roll_up
from ratchet.domain.score import Score, ScoreType
from ratchet.domain.span import Level, Span, SpanType, TraceOverride
from ratchet.domain.time import format_time
from ratchet.domain.trace import Trace

MS = 10**6
SECOND = 1000 * MS
HOUR = 3600 * SECOND
DAY = 24 * HOUR
# 2026-10-30T00:00:00Z, a Friday: three days from it lie in two months and, from the Monday on, in two weeks.
BEGAN = 1793318400 * SECOND
ENDS = BEGAN + 4 * DAY


@dataclass
class Made:
    """What a project holds."""

    spans: list[Span] = field(default_factory=list)
    overrides: list[TraceOverride] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)

    @property
    def traces(self) -> dict[str, Trace]:
        spans: defaultdict[str, list[Span]] = defaultdict(list)
        for span in self.spans:
            spans[span.trace_id].append(span)
        said = {override.trace_id: override for override in self.overrides}
        return {key: roll_up(spans.get(key, []), said.get(key)) for key in spans.keys() | said.keys()}


def make(project: str, *, seed: int = 7, traces: int = 60) -> Made:
    """Traces of every kind, with names and users that are said on the root, on a child, or apart from any span."""
    rnd = random.Random(seed)
    made = Made()
    for number in range(traces):
        start = BEGAN + rnd.randrange(3 * DAY)
        spans = [_make_span(rnd, project, number, i, start) for i in range(rnd.randrange(1, 5))]
        made.spans += spans
        if number % 3 == 0:
            made.overrides.append(_make_override(rnd, project, number, start))
        made.scores += [_make_score(rnd, project, spans, number, i) for i in range(rnd.randrange(4))]
    made.overrides.append(TraceOverride(project, "only-said", BEGAN + HOUR, name="said", user_id="u-0", revision=1))
    made.scores.append(_of_session(project))
    return made


def _make_span(rnd: random.Random, project: str, number: int, i: int, start: int) -> Span:
    began = start + i * rnd.randrange(1, 90) * SECOND
    ended = began + rnd.randrange(1, 20 * SECOND)
    usage = rnd.choice([{}, {"input": 10 * i + 5, "input_cached": 3, "output": 7 * i + 1, "total": 17 * i + 9}])
    is_generation = bool(usage)
    return Span(
        project,
        f"trace-{number}",
        f"span-{number}-{i}",
        parent_span_id=f"span-{number}-0" if i else "",
        root_rank=int(i == 0),
        start_time=began,
        end_time=None if rnd.random() < 0.1 else ended,
        completion_start_time=rnd.randrange(began, ended) if is_generation else None,
        name=rnd.choice(["chat", "retrieve", "generate"]),
        type=SpanType.GENERATION if is_generation else SpanType.SPAN,
        level=rnd.choice([Level.DEFAULT, Level.DEFAULT, Level.ERROR]),
        metadata={"tenant": rnd.choice(["acme", "umbrella"])},
        model=rnd.choice(["small", "large"]) if is_generation else "",
        usage=usage,
        cost={"input": 0.25 * i, "output": 0.5, "total": 0.25 * i + 0.5} if is_generation else {},
        prompt_name="folder/greet" if is_generation else "",
        prompt_version=rnd.randrange(1, 3) if is_generation else 0,
        trace_name=rnd.choice(["", "support"]) if i == 1 else "",
        user_id=f"u-{number % 5}" if i == 0 and number % 3 == 1 else "",
        session_id=f"s-{number % 4}" if i == 0 else "",
        tags=rnd.choice([[], ["web"], ["web", "beta"]]) if i == 0 else [],
        environment=rnd.choice(["default", "staging"]),
        release="r1" if number % 2 else "",
        version=rnd.choice(["", "v1"]),
        revision=1,
    )


def _make_override(rnd: random.Random, project: str, number: int, start: int) -> TraceOverride:
    return TraceOverride(
        project, f"trace-{number}", start, name=rnd.choice(["", "billing"]), user_id=f"u-{number % 2}", revision=1
    )


def _make_score(rnd: random.Random, project: str, spans: Sequence[Span], number: int, i: int) -> Score:
    kind = rnd.choice([ScoreType.NUMERIC, ScoreType.BOOLEAN, ScoreType.CATEGORICAL])
    truth = rnd.random() < 0.5
    values: dict[ScoreType, dict[str, Any]] = {
        ScoreType.NUMERIC: {"value": rnd.randrange(100) / 100},
        ScoreType.BOOLEAN: {"value": float(truth), "string_value": str(truth)},
        ScoreType.CATEGORICAL: {"string_value": rnd.choice(["good", "bad"])},
    }
    return Score(
        project,
        f"score-{number}-{i}",
        name=f"{kind.lower()}-{rnd.randrange(2)}",
        data_type=kind,
        timestamp=spans[0].start_time + rnd.randrange(HOUR),
        trace_id=spans[0].trace_id,
        span_id=rnd.choice(["", spans[-1].span_id]),
        metadata={"judge": rnd.choice(["a", "b"])},
        revision=1,
        **values[kind],
    )


def _of_session(project: str) -> Score:
    return Score(
        project, "of-session", "numeric-0", ScoreType.NUMERIC, BEGAN + HOUR, value=0.5, session_id="s-1", revision=1
    )


AGGREGATED: dict[str, Callable[[list[Any]], Any]] = {
    "sum": sum,
    "avg": lambda values: sum(values) / len(values) if values else None,
    "count": len,
    "max": lambda values: max(values, default=None),
    "min": lambda values: min(values, default=None),
    **{
        f"p{percent}": lambda values, percent=percent: float(np.percentile(values, percent)) if values else None
        for percent in (50, 75, 90, 95, 99)
    },
    "uniq": lambda values: len(set(values)),
}


def figures_of(
    rows: Iterable[Any], group: Callable[[Any], tuple[Any, ...]], value: Callable[[Any], Any], aggregation: str
) -> dict[tuple[Any, ...], Any]:
    """A figure for each group of rows; what has no value is left out of it."""
    values: defaultdict[tuple[Any, ...], list[Any]] = defaultdict(list)
    for row in rows:
        of_group = values[group(row)]
        if (one := value(row)) is not None:
            of_group.append(one)
    return {key: AGGREGATED[aggregation](some) for key, some in values.items()}


def differences(found: dict[Any, Any], expected: dict[Any, Any]) -> dict[Any, tuple[Any, Any]]:
    """The groups in which a figure is not what it should be, but for the last digits."""

    def is_same(left: Any, right: Any) -> bool:
        return left == right or (None not in (left, right) and isclose(left, right, rel_tol=1e-9))

    pairs = {key: (found.get(key, "missing"), expected.get(key, "surplus")) for key in found.keys() | expected.keys()}
    return {key: pair for key, pair in pairs.items() if "missing" in pair or "surplus" in pair or not is_same(*pair)}


def in_ms(start: int | None, end: int | None) -> float | None:
    """How long it took."""
    return None if start is None or end is None else (end - start) / MS


def sum_of(part: str, details: dict[str, Any]) -> Any:
    """What the entries come to that are of a part."""
    return sum(amount for key, amount in details.items() if part in key)


def per_second(amount: float, took_ms: float | None) -> float | None:
    """How fast; unknown without tokens."""
    return amount * 1000 / took_ms if amount and took_ms else None


SPAN_VALUES: dict[str, Callable[[Span], Any]] = {
    "count": lambda span: 1,
    "latency": lambda span: in_ms(span.start_time, span.end_time),
    "streamingLatency": lambda span: in_ms(span.completion_start_time, span.end_time),
    "timeToFirstToken": lambda span: in_ms(span.start_time, span.completion_start_time),
    "inputTokens": lambda span: sum_of("input", span.usage),
    "outputTokens": lambda span: sum_of("output", span.usage),
    "totalTokens": lambda span: span.usage.get("total", 0),
    "outputTokensPerSecond": lambda span: per_second(
        sum_of("output", span.usage), in_ms(span.completion_start_time, span.end_time)
    ),
    "tokensPerSecond": lambda span: per_second(span.usage.get("total", 0), in_ms(span.start_time, span.end_time)),
    "inputCost": lambda span: sum_of("input", span.cost),
    "outputCost": lambda span: sum_of("output", span.cost),
    "totalCost": lambda span: span.cost.get("total", 0.0),
}


def span_dimensions(made: Made) -> dict[str, Callable[[Span], Any]]:
    """What observations can be grouped by, as Langfuse names it."""
    traces = made.traces
    return {
        "id": lambda span: span.span_id,
        "traceId": lambda span: span.trace_id,
        "parentObservationId": lambda span: span.parent_span_id or None,
        "environment": lambda span: span.environment,
        "type": lambda span: span.type,
        "name": lambda span: span.name,
        "level": lambda span: span.level,
        "version": lambda span: span.version or None,
        "providedModelName": lambda span: span.model or None,
        "promptName": lambda span: span.prompt_name or None,
        "promptVersion": lambda span: span.prompt_version or None,
        "isRootObservation": lambda span: span.root_rank > 0,
        "startTimeMonth": lambda span: format_time(span.start_time)[:7],
        "tags": lambda span: tuple(traces[span.trace_id].tags),
        "release": lambda span: traces[span.trace_id].release or None,
        "traceRelease": lambda span: traces[span.trace_id].release or None,
        "traceVersion": lambda span: traces[span.trace_id].version or None,
        "traceName": lambda span: traces[span.trace_id].name or None,
        "userId": lambda span: traces[span.trace_id].user_id or None,
        "sessionId": lambda span: traces[span.trace_id].session_id or None,
    }


def score_dimensions(made: Made) -> dict[str, Callable[[Score], Any]]:
    """What scores can be grouped by, as Langfuse names it."""
    traces = made.traces
    spans = {(span.trace_id, span.span_id): span for span in made.spans}

    def of_trace(score: Score, field: str) -> Any:
        return getattr(traces[score.trace_id], field) or None if score.trace_id else None

    def of_span(score: Score, field: str) -> Any:
        span = spans.get((score.trace_id, score.span_id))
        return getattr(span, field) or None if span else None

    return {
        "environment": lambda score: score.environment,
        "name": lambda score: score.name,
        "source": lambda score: score.source,
        "dataType": lambda score: score.data_type,
        "configId": lambda score: score.config_id or None,
        "timestampMonth": lambda score: format_time(score.timestamp)[:7],
        "timestampDay": lambda score: format_time(score.timestamp)[:10],
        "value": lambda score: score.value,
        "traceName": lambda score: of_trace(score, "name"),
        "tags": lambda score: tuple(of_trace(score, "tags") or ()),
        "traceRelease": lambda score: of_trace(score, "release"),
        "traceVersion": lambda score: of_trace(score, "version"),
        "observationName": lambda score: of_span(score, "name"),
        "observationModelName": lambda score: of_span(score, "model"),
        "observationPromptName": lambda score: of_span(score, "prompt_name"),
        "observationPromptVersion": lambda score: of_span(score, "prompt_version"),
    }
