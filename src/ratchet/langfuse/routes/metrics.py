"""GET of metrics under /api/public: /v2/metrics, /metrics and /metrics/daily."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from ratchet.auth.guard import Caller
from ratchet.domain.condition import Condition, Operator
from ratchet.http.fields import Environment, Time, invalid_field
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events
from ratchet.langfuse.daily import read_daily
from ratchet.langfuse.metric_measurement import to_measurement
from ratchet.langfuse.metric_query import MetricQueryIn, parse_query
from ratchet.langfuse.metric_rows import to_rows
from ratchet.langfuse.metric_views import VIEWS_V1, VIEWS_V2, MetricView
from ratchet.langfuse.parameters import PageParameters, Parameters, any_of, equal, to_window
from ratchet.metrics.intervals import fill_intervals
from ratchet.store.events import EventStore
from ratchet.store.events.measures import read_figures

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])

# Version 2 answers with so many rows unless asked for more; version 1 with all, as far as that can be done at once.
ROWS_V2 = 100
ROWS_V1_MAX = 10_000


class MetricParameters(Parameters):
    """What to measure: an object, written as JSON."""

    query: str


class DailyParameters(PageParameters):
    """Which days to list, and of which traces."""

    trace_name: str | None = None
    user_id: str | None = None
    tags: list[str] = Field([], description="Traces that have all of these")
    environment: list[Environment] = []
    from_timestamp: Time | None = None
    to_timestamp: Time | None = None


@router.get("/v2/metrics")
def measure(caller: Caller, events: Events, given: Annotated[MetricParameters, Query()]) -> dict[str, Any]:
    """Figures of observations or scores."""
    asked = parse_query(given.query)
    return {"data": _read_rows(events, caller.project_id, asked, VIEWS_V2, ROWS_V2)}


@router.get("/metrics")
def measure_v1(caller: Caller, events: Events, given: Annotated[MetricParameters, Query()]) -> dict[str, Any]:
    """Figures of traces, observations or scores."""
    asked = parse_query(given.query)
    rows = _read_rows(events, caller.project_id, asked, VIEWS_V1, ROWS_V1_MAX + 1)
    if len(rows) > ROWS_V1_MAX:
        message = f"There are more than {ROWS_V1_MAX} rows: say how many you want here, or ask for a shorter time"
        raise invalid_field("query.config.row_limit", message)
    return {"data": rows}


@router.get("/metrics/daily")
def measure_days(caller: Caller, events: Events, asked: Annotated[DailyParameters, Query()]) -> dict[str, Any]:
    """A page of days, the newest first: what there was, and what each model used."""
    conditions = equal(name=asked.trace_name, user_id=asked.user_id) + any_of(environment=asked.environment)
    if asked.tags:
        conditions.append(Condition("tags", Operator.ALL_OF, asked.tags))
    window = to_window(asked.from_timestamp, asked.to_timestamp)
    days = read_daily(events, caller.project_id, window, conditions)
    return {"data": days[asked.offset : asked.offset + asked.limit], "meta": asked.meta(len(days))}


def _read_rows(
    events: EventStore, project_id: str, asked: MetricQueryIn, views: Mapping[str, MetricView], limit: int
) -> list[dict[str, Any]]:
    measurement = to_measurement(project_id, asked, views, limit=limit)
    found = read_figures(events, measurement)
    return to_rows(asked, measurement, found if asked.order_by else fill_intervals(measurement, found))
