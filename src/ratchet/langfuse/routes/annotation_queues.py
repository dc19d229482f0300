"""/api/public/annotation-queues: what people are to look at and judge."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from ratchet.annotations.queue_items import add_item, change_item, read_item, remove_item
from ratchet.annotations.queues import create_queue, read_queue
from ratchet.annotations.schemas import QueueIn, QueueItemChangeIn, QueueItemIn
from ratchet.auth.guard import Caller
from ratchet.domain.annotation_queue import QueueStatus
from ratchet.http.shapes import LangfuseRoute
from ratchet.http.state import Records
from ratchet.langfuse.annotation_view import to_queue, to_queue_item
from ratchet.langfuse.parameters import PageParameters
from ratchet.langfuse.routes.json_body import body_of
from ratchet.store.records.annotation_queues import count_queues, list_queues
from ratchet.store.records.queue_items import count_queue_items, list_queue_items

router = APIRouter(prefix="/api/public/annotation-queues", route_class=LangfuseRoute, tags=["langfuse"])


class ItemParameters(PageParameters):
    """Which items of a queue to list."""

    status: QueueStatus | None = None


@router.post("")
def create(caller: Caller, records: Records, sent: Annotated[QueueIn, Depends(body_of(QueueIn))]) -> dict[str, Any]:
    """Make a queue for at least one score config."""
    return to_queue(create_queue(records, caller.project_id, sent))


@router.get("")
def list_page(caller: Caller, records: Records, asked: Annotated[PageParameters, Query()]) -> dict[str, Any]:
    """A page of queues, the newest first."""
    queues = list_queues(records, caller.project_id, limit=asked.limit, offset=asked.offset)
    return {
        "data": [to_queue(queue) for queue in queues],
        "meta": asked.meta(count_queues(records, caller.project_id)),
    }


@router.get("/{queue_id}")
def read_one(queue_id: str, caller: Caller, records: Records) -> dict[str, Any]:
    """One queue."""
    return to_queue(read_queue(records, caller.project_id, queue_id))


@router.post("/{queue_id}/items")
def put_in(
    queue_id: str, caller: Caller, records: Records, sent: Annotated[QueueItemIn, Depends(body_of(QueueItemIn))]
) -> dict[str, Any]:
    """Put a trace, an observation or a session into a queue; it may come later."""
    return to_queue_item(add_item(records, caller.project_id, queue_id, sent))


@router.get("/{queue_id}/items")
def list_items(
    queue_id: str, caller: Caller, records: Records, asked: Annotated[ItemParameters, Query()]
) -> dict[str, Any]:
    """A page of a queue's items, the newest first."""
    project, queue = caller.project_id, read_queue(records, caller.project_id, queue_id)
    items = list_queue_items(records, project, queue.id, status=asked.status, limit=asked.limit, offset=asked.offset)
    total = count_queue_items(records, project, queue.id, status=asked.status)
    return {"data": [to_queue_item(item) for item in items], "meta": asked.meta(total)}


@router.get("/{queue_id}/items/{item_id}")
def read_one_item(queue_id: str, item_id: str, caller: Caller, records: Records) -> dict[str, Any]:
    """One item of a queue."""
    return to_queue_item(read_item(records, caller.project_id, queue_id, item_id))


@router.patch("/{queue_id}/items/{item_id}")
def change(
    queue_id: str,
    item_id: str,
    caller: Caller,
    records: Records,
    sent: Annotated[QueueItemChangeIn, Depends(body_of(QueueItemChangeIn))],
) -> dict[str, Any]:
    """Say whether an item has been looked at."""
    return to_queue_item(change_item(records, caller.project_id, queue_id, item_id, sent.status))


@router.delete("/{queue_id}/items/{item_id}")
def take_out(queue_id: str, item_id: str, caller: Caller, records: Records) -> dict[str, Any]:
    """Take an item out of its queue."""
    remove_item(records, caller.project_id, queue_id, item_id)
    return {"success": True, "message": f"Item {item_id} has been taken out of the queue."}
