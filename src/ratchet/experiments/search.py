"""Runs and what ran in them over a stretch of time, whoever told of them, page after page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from ratchet.domain.run import Run, RunItem, RunItemPosition, RunPosition, RunQuery
from ratchet.store.events import EventStore
from ratchet.store.events.run_items import find_newest_run_items
from ratchet.store.events.runs import find_active_runs, read_runs

Position = TypeVar("Position")


@dataclass(frozen=True, slots=True)
class RunPage:
    """Some runs, and the position behind which there are more; None at the end."""

    runs: Sequence[Run]
    next: RunPosition | None


@dataclass(frozen=True, slots=True)
class RunItemPage:
    """Some items' runs, and the position behind which there are more; None at the end."""

    items: Sequence[RunItem]
    next: RunItemPosition | None


def search_runs(events: EventStore, query: RunQuery, *, limit: int, after: RunPosition | None = None) -> RunPage:
    """Runs with anything in a window, those with the latest activity first, counted and timed within it."""
    found = find_active_runs(events, query, limit=limit + 1, after=after)
    page = found[:limit]
    runs = read_runs(events, query.project_id, [place.run_id for place in page], query.window)
    return RunPage([runs[place.run_id] for place in page if place.run_id in runs], _next(page, found))


def search_run_items(
    events: EventStore, query: RunQuery, *, limit: int, after: RunItemPosition | None = None
) -> RunItemPage:
    """What ran in a window, the newest first."""
    found = find_newest_run_items(events, query, limit=limit + 1, after=after)
    places = [RunItemPosition(item.at, item.run_id, item.trace_id, item.span_id, item.item_id) for item in found]
    return RunItemPage(found[:limit], _next(places[:limit], places))


def _next(page: Sequence[Position], found: Sequence[Position]) -> Position | None:
    return page[-1] if len(found) > len(page) else None
