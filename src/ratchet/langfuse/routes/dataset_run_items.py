"""POST and GET /api/public/dataset-run-items: which trace ran which item, as SDKs told it before version 5."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError

from ratchet.auth.guard import Caller
from ratchet.experiments.link import to_run_item
from ratchet.experiments.runs import count_items, find_run, list_run_items
from ratchet.experiments.schemas import LinkIn
from ratchet.http.body import read_body
from ratchet.http.fields import to_invalid
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Events, EventWriters, ServerSettings
from ratchet.langfuse.body import parse_json
from ratchet.langfuse.parameters import PageParameters
from ratchet.langfuse.run_view import to_dataset_run_item
from ratchet.store.events import EventStore
from ratchet.store.events.writers import Writers

router = APIRouter(prefix="/api/public", route_class=LangfuseRoute, tags=["langfuse"])


class RunItemParameters(PageParameters):
    """Of which run to list the items."""

    dataset_id: str
    run_name: str


@router.post("/dataset-run-items")
async def link(
    request: Request, caller: Caller, events: Events, writers: EventWriters, settings: ServerSettings
) -> dict[str, Any]:
    """Say that a trace, or an observation of it, is the run of an item; the run is made by its first one."""
    body = await read_body(request, settings.body_size_bytes_max)
    return await run_in_threadpool(_link, events, writers, caller.project_id, body)


def _link(events: EventStore, writers: Writers, project_id: str, body: bytes) -> dict[str, Any]:
    try:
        sent = LinkIn.model_validate(parse_json(body))
    except ValidationError as error:
        raise to_invalid(error) from error
    item = to_run_item(events, project_id, sent)
    writers.run_items.submit([item], len(body)).result()
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
