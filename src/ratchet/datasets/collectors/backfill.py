"""Sending a collector over what is stored already; however often a run is begun, nothing is collected twice."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from time import time_ns
from uuid import uuid4

from ratchet.datasets.collectors.collecting import collect, find_open_dataset
from ratchet.datasets.collectors.equipment import Equipment
from ratchet.datasets.collectors.schemas import CollectorRunIn
from ratchet.domain.collector import CollectionTally, Collector, CollectorRun
from ratchet.domain.judge import RunState
from ratchet.domain.trace import TracePosition, TraceQuery
from ratchet.domain.window import Window
from ratchet.errors import NotFound, Unprocessable
from ratchet.jobs.finishing import Interrupted
from ratchet.store.events import EventStore
from ratchet.store.events.trace_search import walk_traces
from ratchet.store.records import RecordStore
from ratchet.store.records.collector_runs import (
    read_collector_run,
    write_collector_run,
    write_collector_run_progress,
)
from ratchet.store.records.collectors import read_collector

TRACES_AT_ONCE = 200


def queue_run(records: RecordStore, collector: Collector, sent: CollectorRunIn) -> CollectorRun:
    """Say that a collector shall be sent over what is stored; the work is done by and by."""
    window = to_window(sent.from_time, sent.to_time)
    run = CollectorRun(
        project_id=collector.project_id,
        id=uuid4().hex,
        collector=collector.name,
        created_at=datetime.now(UTC),
        start=window.start,
        end=window.end,
        limit=sent.limit,
    )
    write_collector_run(records, run)
    return run


def find_run(records: RecordStore, project_id: str, collector: str, run_id: str) -> CollectorRun:
    """A run of a collector; raises `NotFound` when there is none."""
    run = None if "\0" in run_id else read_collector_run(records, project_id, run_id)
    if run is None or run.collector != collector:
        raise NotFound(
            f"The collector {collector!r} has no run {run_id!r}. GET /admin/collectors/{collector}/runs lists them."
        )
    return run


def do_run(equipment: Equipment, run: CollectorRun) -> CollectionTally:
    """Collect all that a run is about, the newest first, from the start: what an earlier attempt collected is kept.

    Raises `Interrupted` when the server ends meanwhile.
    """
    total = CollectionTally()
    collector = read_collector(equipment.records, run.project_id, run.collector)
    if collector is None or find_open_dataset(equipment, collector) is None:
        error = "The collector was deleted." if collector is None else "Its dataset was deleted or archived."
        write_collector_run_progress(equipment.records, run, RunState.FAILED, total, error)
        return total
    places = walk_places(equipment.events, collector, Window(run.start, run.end))
    while trace_ids := [place.trace_id for place in islice(places, TRACES_AT_ONCE)]:
        if equipment.stopping.is_set():
            raise Interrupted
        total += collect(equipment, run.project_id, [collector], trace_ids, run)
        write_collector_run_progress(equipment.records, run, RunState.RUNNING, total)
        if total.over_limit:
            break
    write_collector_run_progress(equipment.records, run, RunState.COMPLETED, total)
    return total


def walk_places(events: EventStore, collector: Collector, window: Window) -> Iterator[TracePosition]:
    """Where the traces of a stretch of time stand that meet the filters of a collector, the newest first."""
    query = TraceQuery(project_id=collector.project_id, window=window, conditions=collector.filters)
    return walk_traces(events, query, batch=TRACES_AT_ONCE)


def to_window(start: int, end: int | None) -> Window:
    """The stretch of time that was asked for, up to now unless it says until when."""
    until = time_ns() if end is None else end
    if start >= until:
        message = "This is not before to_time"
        raise Unprocessable(f"from_time: {message}", details={"fields": [{"field": "from_time", "message": message}]})
    return Window(start, until)
