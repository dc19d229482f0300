"""Datasets themselves: made and changed, found by name, renamed, archived, deleted with their items."""

from datetime import UTC, datetime
from urllib.parse import unquote

from ratchet.datasets.schemas import DatasetIn
from ratchet.domain.dataset import Dataset
from ratchet.errors import NotFound
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_dataset


def find_dataset(records: RecordStore, project_id: str, name: str) -> Dataset:
    """The dataset with this name, archived or not; raises `NotFound` when there is none.

    Some clients encode a name twice, so it is looked up as it came, and then decoded once more.
    """
    for spelling in dict.fromkeys((name, unquote(name))):
        if (dataset := read_dataset(records, project_id, spelling)) is not None:
            return dataset
    raise NotFound(f"Dataset {name!r} not found within authorized project")


def put_dataset(events: EventStore, records: RecordStore, project_id: str, sent: DatasetIn) -> Dataset:
    """Make a dataset, or change the one of this name (and take it out of the archive).

    Raises `Invalid` for a schema that is none, or that items which are there do not meet.
    """
    raise NotImplementedError


def rename_dataset(records: RecordStore, project_id: str, name: str, new_name: str) -> Dataset:
    """Give a dataset another name; raises `NotFound`, or `Conflict` when the name is taken."""
    raise NotImplementedError


def archive_dataset(records: RecordStore, project_id: str, name: str, *, at: datetime | None = None) -> Dataset:
    """Take a dataset out of the lists and take no items any more; what there is stays readable."""
    raise NotImplementedError


def restore_dataset(records: RecordStore, project_id: str, name: str) -> Dataset:
    """Bring a dataset back from the archive."""
    raise NotImplementedError


def delete_dataset(events: EventStore, records: RecordStore, project_id: str, name: str) -> Dataset:
    """Delete a dataset with every version of its items, and give what it was; there is no way back."""
    raise NotImplementedError


def _now() -> datetime:
    return datetime.now(UTC)
