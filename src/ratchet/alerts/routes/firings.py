"""The routes for the history of alerts, and for what people do with one."""

from datetime import UTC, datetime
from time import time_ns
from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.alerts.firings import acknowledge, comment_on, find_firing, keep_traces
from ratchet.alerts.history_schemas import (
    AcknowledgeIn,
    CommentIn,
    FiringOut,
    HistoryIn,
    HistoryOut,
    ItemsAddedOut,
    ItemsIn,
)
from ratchet.alerts.routes.dependencies import ObservedProject
from ratchet.auth.guard import Caller
from ratchet.datasets.headers import find_dataset
from ratchet.domain.window import HOUR_NS, Window
from ratchet.http.bounded import BoundedRoute
from ratchet.store.events.alert_firings import find_firings

router = APIRouter(prefix="/admin/alerts", route_class=BoundedRoute, tags=["alerts"])


@router.get("/history")
def list_history(observed: ObservedProject, asked: Annotated[HistoryIn, Query()]) -> HistoryOut:
    """What fired, or still did, within the last hours, newest first."""
    now = time_ns()
    found, total = find_firings(
        observed.events,
        observed.project_id,
        Window(max(0, now - asked.hours * HOUR_NS), now + HOUR_NS),
        severity=asked.severity,
        rule_id=asked.rule_id,
        limit=asked.limit,
    )
    return HistoryOut(alerts=[FiringOut.of(firing) for firing in found], total=total)


@router.get("/firings/{firing_id}")
def show(observed: ObservedProject, firing_id: str) -> FiringOut:
    """One alert, with what it rests on."""
    return FiringOut.of(find_firing(observed, firing_id))


@router.post("/firings/{firing_id}/acknowledge")
def acknowledge_firing(observed: ObservedProject, caller: Caller, firing_id: str, sent: AcknowledgeIn) -> FiringOut:
    """Say that somebody has seen it; it is not told of again until it is resolved."""
    by = sent.by or caller.public_key
    return FiringOut.of(acknowledge(observed, firing_id, datetime.now(UTC), by=by, comment=sent.comment))


@router.post("/firings/{firing_id}/comments")
def comment(observed: ObservedProject, caller: Caller, firing_id: str, sent: CommentIn) -> FiringOut:
    """Say something of an alert."""
    by = sent.by or caller.public_key
    return FiringOut.of(comment_on(observed, firing_id, sent.text, datetime.now(UTC), by=by))


@router.post("/firings/{firing_id}/items")
def keep_items(observed: ObservedProject, firing_id: str, sent: ItemsIn) -> ItemsAddedOut:
    """Make items of a dataset out of an alert's worst traces."""
    firing = find_firing(observed, firing_id)
    dataset = find_dataset(observed.records, observed.project_id, sent.dataset)
    added = keep_traces(observed, firing, dataset, limit=sent.limit)
    return ItemsAddedOut(dataset=dataset.name, item_ids=list(added.items.values()), rejected=added.refused)
