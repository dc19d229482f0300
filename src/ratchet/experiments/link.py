"""Links: an application says that a trace of its own, or a span of it, is the run of an item."""

from time import time_ns
from typing import Any

from ratchet.domain.dataset import Item, ItemStatus
from ratchet.domain.run import RunItem, stable_run_id
from ratchet.domain.span import SpanKey
from ratchet.domain.value import encode_value
from ratchet.errors import NotFound
from ratchet.experiments.schemas import LinkIn
from ratchet.http.fields import invalid_field
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import read_latest_items
from ratchet.store.events.spans import find_span_rows, read_start_times
from ratchet.store.events.traces import read_traces


def to_run_item(events: EventStore, project_id: str, link: LinkIn) -> RunItem:
    """The item's run that a link makes, to be stored.

    Raises `NotFound` for an item that is not there (as of the link's version of the dataset) or an observation that
    alone should say which trace it is of, `Invalid` for a link to nothing.
    """
    item = _read_item(events, project_id, link)
    trace_id = link.trace_id or _find_trace(events, project_id, link.observation_id)
    now = time_ns()
    linked_at = now if link.created_at is None else link.created_at
    started_at = read_start(events, project_id, trace_id, link.observation_id or "")
    known = [linked_at] if started_at is None else [linked_at, started_at]
    return RunItem(
        project_id=project_id,
        run_id=stable_run_id(project_id, item.dataset_id, link.run_name),
        trace_id=trace_id,
        span_id=link.observation_id or "",
        item_id=item.id,
        first_at=min(known),
        last_at=max(known),
        dataset_id=item.dataset_id,
        run_name=link.run_name,
        run_description=link.run_description or "",
        run_metadata=_to_text(link.metadata),
        item_version=link.dataset_version,
        linked_at=linked_at,
        started_at=started_at,
        updated_at=now,
    )


def _read_item(events: EventStore, project_id: str, link: LinkIn) -> Item:
    stored = read_latest_items(events, project_id, [link.dataset_item_id]).get(link.dataset_item_id)
    if stored is not None:
        item, version = stored.item, link.dataset_version
        is_active = item.status is ItemStatus.ACTIVE and not stored.is_deleted
        if is_active if version is None else item.created_at <= version:
            return item
    raise NotFound(f"Dataset item {link.dataset_item_id} not found or not active")


def _find_trace(events: EventStore, project_id: str, span_id: str | None) -> str:
    if span_id is None:
        raise invalid_field("traceId", "An item is linked to a trace: send its id")
    rows = find_span_rows(events, project_id, [span_id])
    if not rows:
        raise NotFound(f"Observation {span_id} not found: send the traceId that it is of, for it may come later")
    return max(rows, key=lambda row: row.revision).trace_id


def read_start(events: EventStore, project_id: str, trace_id: str, span_id: str) -> int | None:
    """When the linked span, or trace, began; None while it has not come."""
    if span_id:
        key = SpanKey(project_id, trace_id, span_id)
        return read_start_times(events, [key]).get(key)
    trace = read_traces(events, project_id, [trace_id]).get(trace_id)
    return None if trace is None else trace.timestamp


def _to_text(metadata: Any) -> str:
    return "" if metadata is None or metadata == {} else encode_value(metadata)
