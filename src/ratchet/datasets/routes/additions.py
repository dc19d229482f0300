"""POST /admin/datasets/{name}/traces: items out of traces."""

from fastapi import APIRouter

from ratchet.datasets.adding import Added, add_found_traces, add_named_traces
from ratchet.datasets.routes.dependencies import Named
from ratchet.datasets.routes.schemas import RefusedTraceOut, TracesAddedOut, TracesIn
from ratchet.errors import Unprocessable
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, Records
from ratchet.http.trace_search import to_query

router = APIRouter(prefix="/admin/datasets", route_class=BoundedRoute, tags=["datasets"])


@router.post("/{name:path}/traces")
def add_traces(events: Events, records: Records, dataset: Named, sent: TracesIn) -> TracesAddedOut:
    """Add traces by their ids, or those that a search finds: what went in, what came out, and their scores.

    A trace that is added again changes its item and makes no second one.
    """
    match sent.trace_ids, sent.search:
        case list(), None:
            return _show(add_named_traces(events, records, dataset, sent.trace_ids, score_name=sent.score))
        case None, search if search is not None:
            query = to_query(dataset.project_id, search)
            return _show(add_found_traces(events, records, dataset, query, limit=sent.limit, score_name=sent.score))
        case _:
            message = "Say which traces by trace_ids or by search, one of both"
            raise Unprocessable(
                f"trace_ids: {message}", details={"fields": [{"field": "trace_ids", "message": message}]}
            )


def _show(added: Added) -> TracesAddedOut:
    return TracesAddedOut(
        added=len(added.items),
        item_ids=list(added.items.values()),
        rejected=[RefusedTraceOut(trace_id=trace_id, reason=reason) for trace_id, reason in added.refused.items()],
    )
