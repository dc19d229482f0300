"""GET /metrics/traces/search."""

from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.domain.trace import TracePosition
from ratchet.errors import Invalid, Unprocessable
from ratchet.http.paging import from_cursor, to_cursor
from ratchet.http.state import Events
from ratchet.http.trace_search import TraceSearch, to_query
from ratchet.store.events.score_reads import read_scores_of_traces
from ratchet.store.events.trace_search import search_traces
from ratchet.traces.schemas import TraceSearchOut, to_trace_out

router = APIRouter(tags=["traces"])


@router.get("/metrics/traces/search")
def search(caller: Caller, events: Events, search: Annotated[TraceSearch, Query()]) -> TraceSearchOut:
    """The newest traces that answer every question, and a cursor for those after them."""
    query = to_query(caller.project_id, search)
    page = search_traces(events, query, limit=search.limit, after=_to_position(search.cursor))
    scores = read_scores_of_traces(events, caller.project_id, [trace.id for trace in page.traces])
    return TraceSearchOut(
        traces=[to_trace_out(trace, scores.get(trace.id, [])) for trace in page.traces],
        count=len(page.traces),
        next_cursor=None if page.next is None else to_cursor(list(page.next)),
    )


def _to_position(cursor: str | None) -> TracePosition | None:
    if cursor is None:
        return None
    try:
        return TracePosition(*from_cursor(cursor, int, str))
    except Invalid as error:  # this family of routes answers 422 to every bad value
        raise Unprocessable(
            error.message, details={"fields": [{"field": "cursor", "message": error.message}]}
        ) from error
