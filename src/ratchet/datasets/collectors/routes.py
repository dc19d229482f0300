"""The routes under /admin/collectors: rules, trying out, runs over what is stored, what was collected."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.datasets.collectors.backfill import find_run, queue_run
from ratchet.datasets.collectors.builtin import ensure_builtins
from ratchet.datasets.collectors.collected import is_withdrawn, metadata_of
from ratchet.datasets.collectors.definitions import change_collector, create_collector, find_collector
from ratchet.datasets.collectors.equipment import equip
from ratchet.datasets.collectors.preview import preview
from ratchet.datasets.collectors.schemas import (
    CollectorChange,
    CollectorGoneOut,
    CollectorHistoryEntryOut,
    CollectorHistoryOut,
    CollectorNew,
    CollectorOut,
    CollectorPreviewIn,
    CollectorPreviewOut,
    CollectorRunIn,
    CollectorRunOut,
    CollectorRunsOut,
    CollectorsOut,
    CriterionTypesOut,
    show_types,
)
from ratchet.datasets.routes.schemas import PageIn
from ratchet.domain.collector import Collector
from ratchet.domain.window import DAY_NS
from ratchet.errors import NotFound
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, Records
from ratchet.store.events import EventStore
from ratchet.store.events.collected_items import count_collected, find_collected
from ratchet.store.records import RecordStore
from ratchet.store.records.collector_runs import count_collector_runs, read_collector_runs
from ratchet.store.records.collectors import delete_collector, read_collectors
from ratchet.store.records.datasets import read_dataset_by_id

router = APIRouter(prefix="/admin/collectors", route_class=BoundedRoute, tags=["collectors"])


@router.get("")
def list_collectors(caller: Caller, events: Events, records: Records) -> CollectorsOut:
    """The collectors of the project by their names."""
    ensure_builtins(events, records, caller.project_id)
    found = read_collectors(records, caller.project_id)
    return CollectorsOut(collectors=[_show(events, records, collector) for collector in found])


@router.post("", status_code=201)
def create(caller: Caller, events: Events, records: Records, sent: CollectorNew) -> CollectorOut:
    """Make a collector, which looks at scores that arrive from now on; `409` when there is one of this name."""
    return _show(events, records, create_collector(events, records, caller.project_id, sent))


@router.get("/types")
def list_types(_caller: Caller) -> CriterionTypesOut:
    """What a collector can ask of scores, with the JSON schemas of the criteria."""
    return show_types()


@router.post("/preview")
def try_out(caller: Caller, events: Events, records: Records, sent: CollectorPreviewIn) -> CollectorPreviewOut:
    """What a collector, stored or not, would collect of the newest traces; nothing is stored."""
    return preview(equip(events, records), caller.project_id, sent)


@router.get("/{name}")
def show(caller: Caller, events: Events, records: Records, name: str) -> CollectorOut:
    """One collector."""
    return _show(events, records, find_collector(records, caller.project_id, name))


@router.patch("/{name}")
def change(caller: Caller, events: Events, records: Records, name: str, sent: CollectorChange) -> CollectorOut:
    """Change a collector; what is left out stays, and so does what it collected."""
    return _show(events, records, change_collector(events, records, caller.project_id, name, sent))


@router.delete("/{name}")
def delete(caller: Caller, records: Records, name: str) -> CollectorGoneOut:
    """Delete a collector; what it collected stays."""
    collector = find_collector(records, caller.project_id, name)
    if not delete_collector(records, caller.project_id, collector.name):
        raise NotFound(f"There is no collector {name!r} in this project any more.")
    return CollectorGoneOut(name=name)


@router.post("/{name}/run", status_code=202)
def run(caller: Caller, records: Records, name: str, sent: CollectorRunIn) -> CollectorRunOut:
    """Send a collector over the traces of a stretch of time, beside what arrives."""
    return CollectorRunOut.of(queue_run(records, find_collector(records, caller.project_id, name), sent))


@router.get("/{name}/runs")
def list_runs(caller: Caller, records: Records, name: str, asked: Annotated[PageIn, Query()]) -> CollectorRunsOut:
    """A collector's runs over what is stored, newest first."""
    find_collector(records, caller.project_id, name)
    found = read_collector_runs(records, caller.project_id, name, offset=asked.offset, limit=asked.limit)
    total = count_collector_runs(records, caller.project_id, name)
    return CollectorRunsOut(runs=[CollectorRunOut.of(one) for one in found], total=total)


@router.get("/{name}/runs/{run_id}")
def show_run(caller: Caller, records: Records, name: str, run_id: str) -> CollectorRunOut:
    """How far one run has come."""
    return CollectorRunOut.of(find_run(records, caller.project_id, name, run_id))


@router.get("/{name}/history")
def show_history(
    caller: Caller, events: Events, records: Records, name: str, asked: Annotated[PageIn, Query()]
) -> CollectorHistoryOut:
    """What a collector has made, the newest first, with why, and what became of it since."""
    collector = find_collector(records, caller.project_id, name)
    where = (events, caller.project_id, collector.dataset_id, collector.name)
    found = find_collected(*where, offset=asked.offset, limit=asked.limit + 1)
    entries = [
        CollectorHistoryEntryOut.of(
            one.item, dict(metadata_of(one.item)), is_deleted=one.is_deleted, is_withdrawn=is_withdrawn(one.item)
        )
        for one in found[: asked.limit]
    ]
    return CollectorHistoryOut(entries=entries, more=len(found) > asked.limit)


def _show(events: EventStore, records: RecordStore, collector: Collector) -> CollectorOut:
    dataset = read_dataset_by_id(records, collector.project_id, collector.dataset_id)
    today = int(datetime.now(UTC).timestamp()) * 10**9 // DAY_NS * DAY_NS
    collected = count_collected(
        events, collector.project_id, collector.dataset_id, collector.name, since=today, run_id=""
    )
    problem = None
    if dataset is None:
        problem = "Its dataset was deleted: give it another."
    elif dataset.archived_at is not None:
        problem = f"The dataset {dataset.name} is archived and takes no items: restore it, or name another."
    name = None if dataset is None else dataset.name
    return CollectorOut.of(collector, dataset=name, collected_today=collected, problem=problem)
