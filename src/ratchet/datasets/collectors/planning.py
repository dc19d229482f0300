"""What a collector would do with traces: which items it would add, change and withdraw."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ratchet.datasets.collectors.collected import (
    Found,
    is_collected_by,
    is_withdrawn,
    renew,
    says_the_same,
    to_collected_item,
    withdraw,
)
from ratchet.datasets.schemas import ItemIn
from ratchet.domain.collector import CollectionTally, Collector
from ratchet.domain.dataset import Dataset, ItemStatus
from ratchet.store.events import EventStore
from ratchet.store.events.collected_items import read_items_of_traces
from ratchet.store.events.dataset_items import StoredItem, read_latest_items
from ratchet.store.events.traces import read_traces


@dataclass(slots=True)
class Plan:
    """Items to write, by their ids, and what that comes to; `added` are those that were not in the dataset."""

    tally: CollectionTally = field(default_factory=CollectionTally)
    added: dict[str, ItemIn] = field(default_factory=dict[str, ItemIn])
    changed: dict[str, ItemIn] = field(default_factory=dict[str, ItemIn])

    def count(self, **numbers: int) -> None:
        """Add to what it comes to."""
        self.tally += CollectionTally(**numbers)


def plan_withdrawals(events: EventStore, collector: Collector, dataset: Dataset, unmet: Iterable[str]) -> Plan:
    """Archive what a collector made of traces that it no longer takes; items outlive traces that were deleted."""
    found = read_items_of_traces(events, dataset.project_id, dataset.id, unmet)
    theirs = [
        stored.item
        for some in found.values()
        for stored in some
        if _is_active(stored) and is_collected_by(collector, stored.item)
    ]
    there = read_traces(events, dataset.project_id, {item.source_trace_id for item in theirs})
    withdrawn = (withdraw(collector, item) for item in theirs if item.source_trace_id in there)
    changed = {item.id or "": item for item in withdrawn if item is not None}
    return Plan(CollectionTally(withdrawn=len(changed)), changed=changed)


def plan_additions(
    events: EventStore, collector: Collector, dataset: Dataset, found: Sequence[Found], *, run_id: str, left: int | None
) -> Plan:
    """Make items of traces that a collector takes, at most `left` new ones."""
    usable = [one for one in found if one.trace.input]
    wanted = [(one, to_collected_item(collector, dataset, one, run_id=run_id)) for one in usable]
    of_traces = read_items_of_traces(events, dataset.project_id, dataset.id, (one.trace.id for one in usable))
    known = read_latest_items(events, dataset.project_id, (item.id for _, item in wanted if item.id))
    plan = Plan(CollectionTally(refused=len(found) - len(usable)))
    for one, item in wanted:
        theirs = of_traces.get(one.trace.id, [])
        own = next((stored for stored in theirs if is_collected_by(collector, stored.item)), None)
        if own is not None:
            _renew(plan, collector, own, one, item)
        else:
            _add(plan, item, known, any(map(_is_active, theirs)), left)
    return plan


def _renew(plan: Plan, collector: Collector, own: StoredItem, found: Found, anew: ItemIn) -> None:
    """Bring back what was withdrawn, or say anew why an item is there; what a person took out stays out."""
    if not _is_active(own) and not _may_come_back(own):
        plan.count(left_out=1)
        return
    if not (_is_active(own) and says_the_same(own.item, anew)):
        plan.changed[own.item.id] = renew(collector, own.item, found, anew)
    plan.count(**({"kept": 1} if _is_active(own) else {"collected": 1}))


def _add(plan: Plan, item: ItemIn, known: Mapping[str, StoredItem], is_there: bool, left: int | None) -> None:
    """Add an item unless one says the same, a person took it out, or there are enough."""
    item_id = item.id or ""
    before = known.get(item_id)
    if is_there or item_id in plan.added or (before is not None and _is_active(before)):
        plan.count(duplicates=1)
    elif before is not None and not _may_come_back(before):
        plan.count(left_out=1)
    elif left is not None and len(plan.added) >= left:
        plan.count(over_limit=1)
    else:
        plan.added[item_id] = item.model_copy(update={"status": ItemStatus.ACTIVE})
        plan.count(collected=1)


def _is_active(stored: StoredItem) -> bool:
    return not stored.is_deleted and stored.item.status is ItemStatus.ACTIVE


def _may_come_back(stored: StoredItem) -> bool:
    return not stored.is_deleted and is_withdrawn(stored.item)
