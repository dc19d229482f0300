"""Defining collectors: making them, changing them, switching them on and off."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ratchet.datasets.collectors.schemas import CollectorChange, CollectorNew, CollectorRule, to_criteria
from ratchet.datasets.headers import put_dataset
from ratchet.datasets.schemas import DatasetIn
from ratchet.domain.collector import Collector
from ratchet.domain.dataset import Dataset
from ratchet.domain.trace import TraceQuery
from ratchet.domain.window import Window
from ratchet.errors import Conflict, Invalid, NotFound
from ratchet.http.fields import invalid_field
from ratchet.store.events import EventStore
from ratchet.store.events.arrivals import read_clock
from ratchet.store.events.traces import find_traces
from ratchet.store.records import RecordStore
from ratchet.store.records.collectors import change_collector as write_change
from ratchet.store.records.collectors import read_collector, write_collector
from ratchet.store.records.datasets import read_dataset

_NOWHEN = Window(0, 1)
# What stands where a name would in a path.
_OUR_WORDS = frozenset({"types", "preview"})


def find_collector(records: RecordStore, project_id: str, name: str) -> Collector:
    """A collector by its name; raises `NotFound` when there is none."""
    collector = None if "\0" in name else read_collector(records, project_id, name)
    if collector is None:
        raise NotFound(f"There is no collector {name!r} in this project. GET /admin/collectors lists those there are.")
    return collector


def create_collector(events: EventStore, records: RecordStore, project_id: str, sent: CollectorNew) -> Collector:
    """Make a collector, and the dataset that it fills unless that is there.

    Raises `Conflict` when there is one of this name, or the dataset is archived.
    """
    if sent.name in _OUR_WORDS:
        raise invalid_field("name", f"{sent.name!r} is a word of this API. Take another name.")
    if read_collector(records, project_id, sent.name) is not None:
        raise Conflict(f"There is a collector {sent.name!r} already. Change it with PATCH, or take another name.")
    collector = to_collector(events, project_id, sent.name, sent)
    dataset = _ensure_dataset(events, records, project_id, sent.dataset)
    collector = replace(collector, dataset_id=dataset.id, is_enabled=sent.enabled)
    write_collector(records, collector, now_us=read_clock(events))
    return collector


def change_collector(
    events: EventStore, records: RecordStore, project_id: str, name: str, sent: CollectorChange
) -> Collector:
    """Change a collector; what is left out stays, and what it collected before is as it was."""
    with records.lock(f"collector {project_id} {name}"):
        collector = find_collector(records, project_id, name)
        said = sent.model_dump(exclude={"dataset", "enabled"}, exclude_unset=True)
        changes: dict[str, Any] = {name: getattr(sent, name) for name in said}
        rule = to_rule(collector).model_copy(update=changes)
        changed = to_collector(events, project_id, name, CollectorRule.model_validate(rule.model_dump()))
        dataset_id = collector.dataset_id
        if sent.dataset is not None:
            dataset_id = _ensure_dataset(events, records, project_id, sent.dataset).id
        changed = replace(
            changed,
            dataset_id=dataset_id,
            created_at=collector.created_at,
            version=collector.version + 1,
            is_enabled=collector.is_enabled if sent.enabled is None else sent.enabled,
        )
        write_change(records, changed, now_us=read_clock(events))
        return changed


def to_collector(events: EventStore, project_id: str, name: str, rule: CollectorRule) -> Collector:
    """The collector that a rule means, without a dataset; raises `Invalid` naming the field that means nothing."""
    now = datetime.now(UTC)
    collector = Collector(
        project_id=project_id,
        name=name,
        dataset_id="",
        created_at=now,
        updated_at=now,
        description=rule.description,
        filters=tuple(one.to_condition() for one in rule.filters),
        criteria=to_criteria(rule),
        at_most_a_day=rule.at_most_a_day,
        sampling=rule.sampling,
        deduplicates=rule.deduplicate,
        redacts=rule.redact,
        expects_answer=rule.expect_answer,
    )
    _check_filters(events, collector)
    return collector


def to_rule(collector: Collector) -> CollectorRule:
    """The rule of a collector, as it would be sent."""
    return CollectorRule.of(collector)


def _check_filters(events: EventStore, collector: Collector) -> None:
    """Ask the store about a time in which nothing happened: it knows what it can filter by."""
    query = TraceQuery(project_id=collector.project_id, window=_NOWHEN, conditions=collector.filters)
    try:
        find_traces(events, query, limit=1)
    except Invalid as error:
        raise invalid_field("filters", error.message) from error


def _ensure_dataset(events: EventStore, records: RecordStore, project_id: str, name: str) -> Dataset:
    dataset = read_dataset(records, project_id, name)
    if dataset is None:
        return put_dataset(events, records, project_id, DatasetIn(name=name))
    if dataset.archived_at is not None:
        raise Conflict(f"Dataset {name!r} is archived and takes no items. Restore it first, or name another.")
    return dataset
