"""The path of a run, `/datasets/{name}/runs/{run}`, of which either name may hold slashes."""

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

from ratchet.datasets.headers import find_dataset
from ratchet.domain.dataset import Dataset
from ratchet.domain.run import Run
from ratchet.errors import NotFound
from ratchet.experiments.runs import find_run
from ratchet.store.events import EventStore
from ratchet.store.records import RecordStore

_BETWEEN = "/runs/"


def find_run_at(events: EventStore, records: RecordStore, project_id: str, path: str) -> tuple[Dataset, Run]:
    """The run that a path as it came, `{name}/runs/{run}`, is of, and its dataset; raises `NotFound`."""
    for dataset_name, run_name in split_path(path):
        with suppress(NotFound):
            dataset = find_dataset(records, project_id, dataset_name)
            return dataset, find_run(events, project_id, dataset.id, run_name)
    raise NotFound(f"Dataset run {unquote(path)!r} not found within authorized project")


def split_path(path: str) -> Iterator[tuple[str, str]]:
    """Every way to read a path as the names of a dataset and of a run.

    Most SDKs encode the slashes in names, and then there is one; Python's second sends them as they are.
    """
    parts = path.split(_BETWEEN)
    for at in range(len(parts) - 1, 0, -1):
        yield unquote(_BETWEEN.join(parts[:at])), unquote(_BETWEEN.join(parts[at:]))
