"""POST and GET /api/public/dataset-run-items: which trace ran which item, as SDKs told it before version 5."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from ratchet.auth.guard import Caller
from ratchet.experiments.link import to_run_item
from ratchet.experiments.runs import count_items, find_run, list_run_items
from ratchet.experiments.schemas import LinkIn
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events, EventWriters
from ratchet.langfuse.parameters import PageParameters
from ratchet.langfuse.routes.json_body import body_of
from ratchet.langfuse.run_view import to_dataset_run_item

# What a link takes in memory beside its metadata.
_LINK_SIZE_BYTES = 1024

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])


class RunItemParameters(PageParameters):
    """Of which run to list the items."""

    dataset_id: str
    run_name: str


@router.post("/dataset-run-items")
def link(
    caller: Caller, events: Events, writers: EventWriters, sent: Annotated[LinkIn, Depends(body_of(LinkIn))]
) -> dict[str, Any]:
    """Say that a trace, or an observation of it, is the run of an item; the run is made by its first one."""
    item = to_run_item(events, caller.project_id, sent)
    writers.run_items.submit([item], _LINK_SIZE_BYTES + len(item.run_metadata)).result()
    return to_dataset_run_item(item, item.run_name)


@router.get("/dataset-run-items")
def list_page(caller: Caller, events: Events, asked: Annotated[RunItemParameters, Query()]) -> dict[str, Any]:
    """A page of what ran in a run, the newest first."""
    run = find_run(events, caller.project_id, asked.dataset_id, asked.run_name)
    items = list_run_items(events, run, offset=asked.offset, limit=asked.limit)
    return {
        "data": [to_dataset_run_item(item, run.name) for item in items],
        "meta": asked.meta(count_items(events, run)),
    }
