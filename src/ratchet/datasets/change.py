"""What people do with a dataset as a whole, beyond what Langfuse's clients can."""

from dataclasses import dataclass

from ratchet.datasets.deletion import delete_dataset
from ratchet.datasets.headers import (
    archive_dataset,
    put_dataset,
    rename_dataset,
    restore_dataset,
)
from ratchet.datasets.schemas import DatasetIn
from ratchet.domain.condition import Condition, Operator
from ratchet.domain.dataset import Dataset
from ratchet.domain.run import RunQuery
from ratchet.errors import Conflict
from ratchet.store.blobs import BlobStore
from ratchet.store.events import EventStore
from ratchet.store.events.runs import count_runs
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_dataset


@dataclass(frozen=True, slots=True)
class Removal:
    """What became of a dataset that was to be deleted, and how many runs there are of it."""

    dataset: Dataset
    is_deleted: bool
    run_count: int


def create_dataset(events: EventStore, records: RecordStore, project_id: str, sent: DatasetIn) -> Dataset:
    """Make a dataset; raises `Conflict` when the name is taken, by an archived one too."""
    _check_free(records, project_id, sent.name)
    return put_dataset(events, records, project_id, sent)


def change_dataset(
    events: EventStore,
    records: RecordStore,
    dataset: Dataset,
    said: DatasetIn,
    *,
    name: str | None = None,
    is_archived: bool | None = None,
) -> Dataset:
    """Change what is said of a dataset, its name, and whether it is archived; `None` leaves each as it is.

    Nothing is changed where the new name is taken, or items do not meet a new schema.
    """
    project_id = dataset.project_id
    if name is not None and name != dataset.name:
        _check_free(records, project_id, name)
    archived = dataset.archived_at is not None if is_archived is None else is_archived
    if said.model_fields_set - {"name"}:
        dataset = put_dataset(events, records, project_id, said)
    if name is not None and name != dataset.name:
        dataset = rename_dataset(records, project_id, dataset.name, name)
    if archived is (dataset.archived_at is not None):
        return dataset
    return (archive_dataset if archived else restore_dataset)(records, project_id, dataset.name)


def remove_dataset(
    events: EventStore, records: RecordStore, blobs: BlobStore, dataset: Dataset, *, is_forced: bool
) -> Removal:
    """Delete a dataset with its items, or only archive it where runs would be left that nobody can read any more."""
    query = RunQuery(project_id=dataset.project_id).also(Condition("dataset_id", Operator.EQUAL, dataset.id))
    runs = count_runs(events, query)
    if runs and not is_forced:
        return Removal(archive_dataset(records, dataset.project_id, dataset.name), False, runs)
    return Removal(delete_dataset(events, records, blobs, dataset.project_id, dataset.name), True, runs)


def _check_free(records: RecordStore, project_id: str, name: str) -> None:
    taken = read_dataset(records, project_id, name)
    if taken is not None:
        state = "an archived" if taken.archived_at else "a"
        raise Conflict(f"There is {state} dataset {name!r} already. Choose another name, or delete that one first.")
