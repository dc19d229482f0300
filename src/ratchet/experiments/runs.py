"""Runs of a dataset: found by name, listed, deleted."""

from urllib.parse import unquote

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.dataset import Dataset
from ratchet.domain.run import Run, RunItem, RunQuery, stable_run_id
from ratchet.errors import NotFound
from ratchet.store.events import EventStore
from ratchet.store.events.run_items import count_run_items, delete_run_items, find_run_items
from ratchet.store.events.runs import count_runs, find_new_runs, read_runs
from ratchet.store.events.score_reads import read_scores_of_runs
from ratchet.store.events.scores import delete_score

ITEMS_MAX = 100_000


def list_runs(events: EventStore, dataset: Dataset, *, offset: int, limit: int) -> tuple[list[Run], int]:
    """A page of a dataset's runs, the newest first, and how many there are."""
    query = RunQuery(project_id=dataset.project_id, conditions=(_equal("dataset_id", dataset.id),))
    places = find_new_runs(events, query, limit=limit, offset=offset)
    runs = read_runs(events, dataset.project_id, [place.run_id for place in places])
    return [runs[place.run_id] for place in places if place.run_id in runs], count_runs(events, query)


def find_run(events: EventStore, project_id: str, dataset_id: str, name: str) -> Run:
    """The run of a dataset with this name; raises `NotFound` when there is none.

    Some clients encode a name twice, so it is looked up as it came, and then decoded once more.
    """
    for spelling in dict.fromkeys((name, unquote(name))):
        run_id = stable_run_id(project_id, dataset_id, spelling)
        run = read_runs(events, project_id, [run_id]).get(run_id)
        if run := run or _find_by_name(events, project_id, dataset_id, spelling):
            return run
    raise NotFound(f"Dataset run {name!r} not found within authorized project")


def list_run_items(events: EventStore, run: Run, *, offset: int = 0, limit: int = ITEMS_MAX) -> list[RunItem]:
    """A page of what ran in a run, the newest first."""
    return find_run_items(events, _items_of(run), offset=offset, limit=limit)


def count_items(events: EventStore, run: Run) -> int:
    """How many items ran in a run, each as often as it ran."""
    return count_run_items(events, _items_of(run))


def delete_run(events: EventStore, run: Run) -> None:
    """Delete a run with its scores; the traces in which its items ran stay, with theirs."""
    delete_run_items(events, run.project_id, [run.id])
    for score in read_scores_of_runs(events, run.project_id, [run.id]).get(run.id, ()):
        delete_score(events, run.project_id, score.score_id)


def _find_by_name(events: EventStore, project_id: str, dataset_id: str, name: str) -> Run | None:
    """The newest run with a name whose id an application chose itself."""
    conditions = (_equal("dataset_id", dataset_id), _equal("run_name", name))
    places = find_new_runs(events, RunQuery(project_id=project_id, conditions=conditions), limit=1)
    runs = read_runs(events, project_id, [place.run_id for place in places])
    return next(iter(runs.values()), None)


def _items_of(run: Run) -> RunQuery:
    return RunQuery(project_id=run.project_id, conditions=(_equal("run_id", run.id),))


def _equal(field: str, value: str) -> Condition:
    return Condition(field, Operator.EQUAL, value)
