"""Figures over time as they travel."""

from collections.abc import Iterable
from itertools import islice
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints

from ratchet.domain.quality import ScoreFigures
from ratchet.domain.step import step_numbers
from ratchet.domain.time import format_time
from ratchet.domain.window import SECOND_NS, Window
from ratchet.http.ranges import RangeIn
from ratchet.metrics.schemas import PersonaOut, TimeRangeOut
from ratchet.metrics.series import WindowSeries
from ratchet.store.events.series import ModelUse, ScoreStep, TraceStep, UsageStep

ERROR_TYPES_MAX = 20
MODELS_MAX = 20
SCORES_MAX = 100


class SeriesIn(RangeIn):
    """A window, into how many steps to cut it at most, and perhaps the one score to look at."""

    steps: int = Field(60, ge=1, le=500, description="How many steps at most; their length is a round one.")
    score: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = Field(
        None, description="The name of one score, on whatever scale; by default all that speak of quality, from 0 to 1."
    )


class QualityStepOut(BaseModel):
    """What scores come to; null without any."""

    count: int
    avg: float | None
    min: float | None
    max: float | None
    lowest_name: str | None = Field(description="The score whose mean is the lowest.")

    @classmethod
    def of(cls, step: ScoreStep) -> Self:
        return cls(count=step.count, avg=step.mean, min=step.low, max=step.high, lowest_name=step.lowest_name)


class FiguresOut(BaseModel):
    """What a stretch of time comes to. Latencies are null where no trace has ended."""

    traces: int
    failed: int
    error_types: dict[str, int] = Field(description=f"The {ERROR_TYPES_MAX} most frequent ones.")
    latency_count: int
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    spans: int
    cost_usd: float
    tokens: int
    quality: QualityStepOut

    @classmethod
    def of(cls, traces: TraceStep, usage: UsageStep, quality: ScoreStep) -> Self:
        return cls(
            traces=traces.traces,
            failed=traces.failed,
            error_types=_most_frequent(traces),
            latency_count=traces.latencies,
            p50_ms=traces.latency_ms_p50,
            p95_ms=traces.latency_ms_p95,
            p99_ms=traces.latency_ms_p99,
            spans=usage.spans,
            cost_usd=usage.cost,
            tokens=usage.tokens,
            quality=QualityStepOut.of(quality),
        )


class StepOut(FiguresOut):
    """One step. The first and the last one are cut where the window is."""

    start: str = Field(examples=["2024-01-15T10:30:00.000Z"])


class ModelOut(BaseModel):
    """What one model was used for."""

    model: str
    calls: int
    cost_usd: float
    tokens: int

    @classmethod
    def of(cls, use: ModelUse) -> Self:
        return cls(model=use.model, calls=use.calls, cost_usd=use.cost, tokens=use.tokens)


class NumericScoreOut(BaseModel):
    """What the scores of one name come to, and whether they count as quality."""

    name: str
    count: int
    avg: float
    min: float
    max: float
    is_quality: bool

    @classmethod
    def of(cls, figures: ScoreFigures, of_quality: Iterable[str]) -> Self:
        is_quality = figures.name in of_quality
        return cls(
            name=figures.name,
            count=figures.count,
            avg=figures.mean,
            min=figures.low,
            max=figures.high,
            is_quality=is_quality,
        )


class SeriesOut(BaseModel):
    """Everything that charts of a window show: the whole, and every step in order."""

    time_range: TimeRangeOut
    step_s: int
    whole: FiguresOut
    steps: list[StepOut]
    models: list[ModelOut] = Field(description=f"The {MODELS_MAX} on which the most was spent.")
    scores: list[NumericScoreOut] = Field(description=f"The {SCORES_MAX} most frequent ones that are numbers.")
    persona: PersonaOut

    @classmethod
    def of(cls, series: WindowSeries, window: Window) -> Self:
        return cls(
            time_range=TimeRangeOut.of(window),
            step_s=series.step_ns // SECOND_NS,
            whole=FiguresOut.of(series.traces.whole, series.usage.whole, series.quality.whole),
            steps=[_to_step(series, number) for number in step_numbers(window, series.step_ns)],
            models=[ModelOut.of(use) for use in series.models[:MODELS_MAX]],
            scores=[NumericScoreOut.of(figures, series.quality_names) for figures in series.scores[:SCORES_MAX]],
            persona=PersonaOut.of(series.persona),
        )


def _to_step(series: WindowSeries, number: int) -> StepOut:
    figures = FiguresOut.of(
        series.traces.steps.get(number, TraceStep()),
        series.usage.steps.get(number, UsageStep()),
        series.quality.steps.get(number, ScoreStep()),
    )
    return StepOut(start=format_time(number * series.step_ns), **dict(figures))


def _most_frequent(traces: TraceStep) -> dict[str, int]:
    by_count = sorted(traces.error_types.items(), key=lambda found: (-found[1], found[0]))
    return dict(islice(by_count, ERROR_TYPES_MAX))
