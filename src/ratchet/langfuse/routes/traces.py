"""GET /api/public/traces, by page and by id."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from ratchet.auth.guard import Caller
from ratchet.domain.condition import Condition, Operator
from ratchet.domain.trace import TraceQuery
from ratchet.http.fields import FreeId, Time, invalid_field
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Blobs, Events, Records
from ratchet.langfuse.filter_columns import TRACE_FILTERS
from ratchet.langfuse.filters import parse_filter, window_of
from ratchet.langfuse.parameters import PageParameters, any_of, equal, pick_fields, to_window
from ratchet.langfuse.routes.json_body import body_of
from ratchet.langfuse.score_parameters import is_trace_score
from ratchet.langfuse.trace_view import FIELD_GROUPS, to_detailed_trace, to_listed_trace
from ratchet.store.events.score_reads import read_scores_of_traces
from ratchet.store.events.traces import NEWEST_FIRST, count_traces
from ratchet.traces.deletion import delete_trace, delete_traces
from ratchet.traces.pages import list_traces, read_whole_trace

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])

_ORDERS = {
    "id": "id",
    "timestamp": "timestamp",
    "name": "name",
    "userId": "user_id",
    "sessionId": "session_id",
    "release": "release",
    "version": "version",
    "public": "public",
    "bookmarked": "bookmarked",
}


class TraceParameters(PageParameters):
    """Which traces to list."""

    user_id: str | None = None
    name: str | None = None
    session_id: str | None = None
    from_timestamp: Time | None = None
    to_timestamp: Time | None = None
    order_by: str | None = None
    tags: list[str] = []
    version: str | None = None
    release: str | None = None
    environment: list[str] = []
    fields: str | None = None
    filter: str | None = None


class TracesToDelete(BaseModel):
    """The ids of traces that are to go."""

    trace_ids: Annotated[list[FreeId], Field(alias="traceIds", min_length=1, max_length=1000)]


@router.get("/traces")
def list_page(caller: Caller, events: Events, asked: Annotated[TraceParameters, Query()]) -> dict[str, Any]:
    """A page of traces, the newest first unless `orderBy` says otherwise."""
    groups = pick_fields(asked.fields, FIELD_GROUPS)
    query = _to_query(caller.project_id, asked)
    order = _to_order(asked.order_by)
    traces = list_traces(events, query, offset=asked.offset, limit=asked.limit, order=order)
    ids = [trace.id for trace in traces] if "scores" in groups else []
    scores = read_scores_of_traces(events, caller.project_id, ids)
    return {
        "data": [to_listed_trace(trace, scores.get(trace.id, []), caller.project_id, groups) for trace in traces],
        "meta": asked.meta(count_traces(events, query)),
    }


@router.get("/traces/{trace_id:path}")
def read_one(trace_id: str, caller: Caller, events: Events, fields: str | None = None) -> dict[str, Any]:
    """One trace with all of its observations and scores."""
    groups = pick_fields(fields, FIELD_GROUPS)
    trace, spans = read_whole_trace(events, caller.project_id, trace_id)
    scores = read_scores_of_traces(events, caller.project_id, [trace_id]).get(trace_id, [])
    known = [score for score in scores if is_trace_score(score)]  # clients cannot read others here
    return to_detailed_trace(trace, spans, known, caller.project_id, groups)


@router.delete("/traces/{trace_id:path}")
def remove_one(trace_id: str, caller: Caller, events: Events, records: Records, blobs: Blobs) -> dict[str, str]:
    """Delete a trace with everything that belongs to it."""
    delete_trace(events, records, blobs, caller.project_id, trace_id)
    return {"message": "Trace deleted successfully"}


@router.delete("/traces")
def remove_many(
    caller: Caller,
    events: Events,
    records: Records,
    blobs: Blobs,
    asked: Annotated[TracesToDelete, Depends(body_of(TracesToDelete))],
) -> dict[str, str]:
    """Delete traces with everything that belongs to them; those that are not there are passed over."""
    deleted = delete_traces(events, records, blobs, caller.project_id, asked.trace_ids)
    return {"message": f"{len(deleted)} of {len(set(asked.trace_ids))} traces were there and are deleted"}


def _to_query(project_id: str, asked: TraceParameters) -> TraceQuery:
    if asked.filter:
        filtered = tuple(parse_filter(asked.filter, TRACE_FILTERS))
        return TraceQuery(project_id=project_id, window=window_of(filtered, "timestamp"), conditions=filtered)
    conditions = equal(
        user_id=asked.user_id,
        name=asked.name,
        session_id=asked.session_id,
        version=asked.version,
        release=asked.release,
    )
    conditions += any_of(environment=asked.environment)
    if asked.tags:
        conditions.append(Condition("tags", Operator.ALL_OF, asked.tags))
    window = to_window(asked.from_timestamp, asked.to_timestamp)
    return TraceQuery(project_id=project_id, window=window, conditions=tuple(conditions))


def _to_order(order_by: str | None) -> Sequence[tuple[str, str]]:
    if not order_by:
        return NEWEST_FIRST
    column, _, direction = order_by.rpartition(".")
    if column not in _ORDERS or direction.lower() not in {"asc", "desc"}:
        raise invalid_field("orderBy", f"{order_by!r} is not <column>.asc or .desc with one of {', '.join(_ORDERS)}")
    keys = ((_ORDERS[column], direction.upper()), ("id", direction.upper()))
    return keys if column != "id" else keys[:1]
