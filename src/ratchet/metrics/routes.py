"""`/metrics/…` for dashboards, and `/metrics` itself for whoever watches this server."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4

from ratchet.auth.guard import Caller
from ratchet.http.ranges import RangeIn
from ratchet.http.state import EventChanges, Events, EventWriters, Records, RequestTraffic
from ratchet.metrics.dashboard import read_dashboard
from ratchet.metrics.datasets import summarize_datasets
from ratchet.metrics.health import to_exposition
from ratchet.metrics.persona import read_persona
from ratchet.metrics.quality import read_one_score, read_quality
from ratchet.metrics.schemas import (
    DashboardOut,
    DatasetSummaryOut,
    ErrorsOut,
    LatencyExtremesOut,
    PersonaOut,
    QualityIn,
    QualityOut,
)
from ratchet.metrics.series import read_series
from ratchet.metrics.series_schemas import SeriesIn, SeriesOut
from ratchet.store.events.metrics import read_trace_figures
from ratchet.store.records.quality_marks import read_marks

router = APIRouter(prefix="/metrics", tags=["metrics"])

AnyRange = Annotated[RangeIn, Query()]
QualityRange = Annotated[QualityIn, Query()]


@router.get("", response_class=Response)
def get_server_health(
    _caller: Caller, events: Events, writers: EventWriters, changes: EventChanges, traffic: RequestTraffic
) -> Response:
    """The server's own health, in Prometheus's text format."""
    queues = {
        "spans": writers.spans,
        "scores": writers.scores,
        "log_records": writers.contents,
        "run_items": writers.run_items,
        "changes": changes,
    }
    return Response(to_exposition(events, queues, traffic), media_type=CONTENT_TYPE_PLAIN_0_0_4)


@router.get("/dashboard")
def get_dashboard(caller: Caller, events: Events, records: Records, asked: QualityRange) -> DashboardOut:
    """Quality, latency, errors, persona and datasets of a window of time."""
    window = asked.to_window()
    marks = read_marks(records, caller.project_id)
    dashboard = read_dashboard(
        events,
        records,
        caller.project_id,
        window,
        asked.interval,
        marks=marks,
        score=asked.score,
        of=asked.to_environments(),
    )
    return DashboardOut.of(dashboard, window, asked.interval)


@router.get("/quality")
def get_quality(caller: Caller, events: Events, records: Records, asked: QualityRange) -> list[QualityOut]:
    """The quality in every hour or day that has scores, oldest first."""
    project, window, of = caller.project_id, asked.to_window(), asked.to_environments()
    buckets = (
        read_quality(events, project, window, asked.interval, read_marks(records, project), of=of)
        if asked.score is None
        else read_one_score(events, project, window, asked.interval, asked.score, of=of)
    )
    return [QualityOut.of(bucket, asked.interval) for bucket in buckets]


@router.get("/series")
def get_series(caller: Caller, events: Events, records: Records, asked: Annotated[SeriesIn, Query()]) -> SeriesOut:
    """Traffic, errors, latency, cost, tokens and quality over time, cut into steps of one length."""
    window = asked.to_window()
    marks = read_marks(records, caller.project_id)
    series = read_series(
        events,
        caller.project_id,
        window,
        steps_max=asked.steps,
        marks=marks,
        score=asked.score,
        of=asked.to_environments(),
    )
    return SeriesOut.of(series, window)


@router.get("/latency")
def get_latency(caller: Caller, events: Events, asked: AnyRange) -> LatencyExtremesOut:
    """How long traces took, in milliseconds."""
    return LatencyExtremesOut.of(
        read_trace_figures(events, caller.project_id, asked.to_window(), asked.to_environments())
    )


@router.get("/errors")
def get_errors(caller: Caller, events: Events, asked: AnyRange) -> ErrorsOut:
    """How many traces failed, and of what."""
    return ErrorsOut.of(read_trace_figures(events, caller.project_id, asked.to_window(), asked.to_environments()))


@router.get("/persona")
def get_persona(caller: Caller, events: Events, asked: AnyRange) -> PersonaOut:
    """How well answers kept to a persona, by the scores that the application gave."""
    return PersonaOut.of(read_persona(events, caller.project_id, asked.to_window(), asked.to_environments()))


@router.get("/dataset")
def get_datasets(caller: Caller, events: Events, records: Records) -> dict[str, DatasetSummaryOut]:
    """How large each dataset is, and how good its items are."""
    marks = read_marks(records, caller.project_id)
    return DatasetSummaryOut.of_all(summarize_datasets(events, records, caller.project_id, marks))
