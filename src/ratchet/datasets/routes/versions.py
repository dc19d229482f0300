"""GET /admin/datasets/{name}/item-versions: what an item was before it was edited."""

from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.datasets.routes.dependencies import Named
from ratchet.datasets.routes.schemas import ItemVersionOut, ItemVersionsOut, VersionsIn
from ratchet.errors import NotFound
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events
from ratchet.store.events.dataset_items import read_item_versions

router = APIRouter(prefix="/admin/datasets", route_class=BoundedRoute, tags=["datasets"])


@router.get("/{name:path}/item-versions")
def list_versions(events: Events, dataset: Named, asked: Annotated[VersionsIn, Query()]) -> ItemVersionsOut:
    """The versions of an item, newest first, whether it is active, archived or taken out."""
    found = read_item_versions(events, dataset.project_id, dataset.id, asked.id, limit=asked.limit + 1)
    if not found:
        raise NotFound(f"There is no item {asked.id!r} in dataset {dataset.name!r}.")
    versions = [ItemVersionOut.of_stored(stored) for stored in found[: asked.limit]]
    return ItemVersionsOut(versions=versions, more=len(found) > asked.limit)
