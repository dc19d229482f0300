"""The collectors that every project has from its first start, and the datasets that they fill."""

from dataclasses import dataclass
from datetime import UTC, datetime
from time import time_ns

from ratchet.datasets.headers import put_dataset
from ratchet.datasets.schemas import DatasetIn
from ratchet.domain.collector import Collector, Criterion, CriterionType
from ratchet.domain.dataset import Dataset
from ratchet.errors import Conflict
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.collectors import read_known_collectors, write_collector
from ratchet.store.records.datasets import read_dataset
from ratchet.store.records.projects import read_project

AT_MOST_A_DAY = 500
_RECENTLY_US = 3_600_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Builtin:
    """A collector as we define it, named as the dataset that it fills."""

    name: str
    description: str
    criteria: tuple[Criterion, ...]
    expects_answer: bool


BUILTINS = (
    Builtin(
        name="high_quality_responses",
        description="Answers whose quality is at least 0.8: for baselines, examples and fine-tuning.",
        criteria=(Criterion(type=CriterionType.QUALITY, at_least=0.8),),
        expects_answer=True,
    ),
    Builtin(
        name="needs_improvement",
        description="Answers whose quality is below 0.5, or that their users rejected: to be looked at and corrected.",
        criteria=(Criterion(type=CriterionType.QUALITY, below=0.5), Criterion(type=CriterionType.THUMBS_DOWN)),
        expects_answer=False,
    ),
)


def ensure_builtins(events: EventStore, records: RecordStore, project_id: str) -> None:
    """Give a project the collectors of ours that it has not yet; one that was deleted stays away."""
    known = read_known_collectors(records, project_id)
    for builtin in BUILTINS:
        if builtin.name not in known:
            _define(events, records, project_id, builtin)


def _define(events: EventStore, records: RecordStore, project_id: str, builtin: Builtin) -> None:
    now = datetime.now(UTC)
    collector = Collector(
        project_id=project_id,
        name=builtin.name,
        dataset_id=_ensure_dataset(events, records, project_id, builtin).id,
        created_at=now,
        updated_at=now,
        description=builtin.description,
        criteria=builtin.criteria,
        at_most_a_day=AT_MOST_A_DAY,
        expects_answer=builtin.expects_answer,
    )
    try:
        write_collector(records, collector, now_us=_find_beginning(records, project_id))
    except Conflict:
        return  # another replica started at the same moment


def _ensure_dataset(events: EventStore, records: RecordStore, project_id: str, builtin: Builtin) -> Dataset:
    known = read_dataset(records, project_id, builtin.name)
    if known is not None:
        return known
    return put_dataset(events, records, project_id, DatasetIn(name=builtin.name, description=builtin.description))


def _find_beginning(records: RecordStore, project_id: str) -> int:
    """When a project began, in microseconds, for its first scores may come before its collectors; but not long ago."""
    project = read_project(records, project_id)
    recently_us = time_ns() // 1000 - _RECENTLY_US
    return recently_us if project is None else max(recently_us, int(project.created_at.timestamp() * 1e6))
