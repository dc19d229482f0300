"""The figures as they travel: names, units and forms of time are the dashboard's contract."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints

from ratchet.domain.window import SECOND_NS, Interval, Window, from_ns
from ratchet.http.ranges import RangeIn
from ratchet.metrics.dashboard import Dashboard
from ratchet.metrics.datasets import DatasetSummary
from ratchet.metrics.persona import Persona
from ratchet.store.events.metrics import ScoreBucket, TraceFigures

_FORMS = {Interval.HOUR: "%Y-%m-%d %H:%M", Interval.DAY: "%Y-%m-%d"}


class QualityIn(RangeIn):
    """A window, cut into intervals, and perhaps the one score to look at."""

    interval: Interval = Interval.HOUR
    score: Annotated[str, StringConstraints(min_length=1, max_length=500)] | None = Field(
        None, description="The name of one score, on whatever scale; by default all that speak of quality, from 0 to 1."
    )


class TimeRangeOut(BaseModel):
    """The window that figures are of, in UTC."""

    from_: str = Field(alias="from", examples=["2024-01-15T10:00:00"])
    to: str = Field(examples=["2024-01-16T10:00:00"])
    hours: int | float = Field(examples=[24])

    @classmethod
    def of(cls, window: Window) -> Self:
        return cls.model_validate({"from": _to_iso(window.start), "to": _to_iso(window.end), "hours": window.hours})


class QualityOut(BaseModel):
    """What the scores of one interval come to."""

    timestamp: str = Field(examples=["2024-01-15 10:00"])
    avg_score: float
    min_score: float
    max_score: float
    count: int

    @classmethod
    def of(cls, bucket: ScoreBucket, interval: Interval) -> Self:
        return cls(
            timestamp=from_ns(bucket.start * SECOND_NS).strftime(_FORMS[interval]),
            avg_score=bucket.mean,
            min_score=bucket.low,
            max_score=bucket.high,
            count=bucket.count,
        )


class LatencyOut(BaseModel):
    """How long traces took; null where none has ended."""

    count: int
    avg_ms: float | None
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None

    @classmethod
    def of(cls, figures: TraceFigures) -> Self:
        return cls(
            count=figures.latencies,
            avg_ms=figures.latency_ms_avg,
            p50_ms=figures.latency_ms_p50,
            p95_ms=figures.latency_ms_p95,
            p99_ms=figures.latency_ms_p99,
        )


class LatencyExtremesOut(LatencyOut):
    """How long traces took, with the shortest and the longest."""

    min_ms: float | None
    max_ms: float | None

    @classmethod
    def of(cls, figures: TraceFigures) -> Self:
        typical = LatencyOut.of(figures).model_dump()
        return cls(**typical, min_ms=figures.latency_ms_min, max_ms=figures.latency_ms_max)


class ErrorsOut(BaseModel):
    """How many traces failed, and of what."""

    total_traces: int
    error_count: int
    error_rate: float | None = Field(description="In percent; null without traces.", examples=[5.13])
    error_types: dict[str, int]

    @classmethod
    def of(cls, figures: TraceFigures) -> Self:
        return cls(
            total_traces=figures.traces,
            error_count=figures.failed,
            error_rate=round(100 * figures.failed / figures.traces, 2) if figures.traces else None,
            error_types=dict(sorted(figures.error_types.items())),
        )


class AverageOut(BaseModel):
    """The mean of some scores, and how many there were."""

    avg: float | None
    count: int


class PersonaOut(BaseModel):
    """How well answers kept to a persona."""

    persona_overall: AverageOut
    persona_structure_policy: AverageOut
    persona_voice_fidelity: AverageOut
    rewrite_count: int | float

    @classmethod
    def of(cls, persona: Persona) -> Self:
        averages = {name: AverageOut(avg=mean, count=count) for name, (mean, count) in persona.averages.items()}
        return cls(**averages, rewrite_count=_whole(persona.rewrites))


class DatasetSummaryOut(BaseModel):
    """How large a dataset is, and how good its items are."""

    item_count: int
    avg_score: float | None = Field(description="The mean over the items that have a score; null when none has.")

    @classmethod
    def of_all(cls, summaries: Iterable[DatasetSummary]) -> dict[str, Self]:
        return {summary.name: cls(item_count=summary.items, avg_score=summary.score_mean) for summary in summaries}


class DashboardOut(BaseModel):
    """Everything at once."""

    time_range: TimeRangeOut
    quality: list[QualityOut]
    latency: LatencyOut
    errors: ErrorsOut
    persona: PersonaOut
    datasets: dict[str, DatasetSummaryOut]

    @classmethod
    def of(cls, dashboard: Dashboard, window: Window, interval: Interval) -> Self:
        return cls(
            time_range=TimeRangeOut.of(window),
            quality=[QualityOut.of(bucket, interval) for bucket in dashboard.quality],
            latency=LatencyOut.of(dashboard.traces),
            errors=ErrorsOut.of(dashboard.traces),
            persona=PersonaOut.of(dashboard.persona),
            datasets=DatasetSummaryOut.of_all(dashboard.datasets),
        )


def _to_iso(moment: int) -> str:
    return from_ns(moment).strftime("%Y-%m-%dT%H:%M:%S")


def _whole(number: float) -> int | float:
    return int(number) if float(number).is_integer() else number
