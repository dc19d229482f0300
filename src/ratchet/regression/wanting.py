"""Wanting a run: everything that could be wrong with it is said before anything is asked."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from ratchet.datasets.headers import find_dataset
from ratchet.domain.dataset import Dataset
from ratchet.domain.regression_run import Asker, RegressionRun, RegressionState
from ratchet.errors import NotFound, Unprocessable
from ratchet.judges.kinds.kind import Surroundings
from ratchet.regression.choosing import choose_judges, choose_score
from ratchet.regression.doing import variables_of
from ratchet.regression.items import ITEMS_MAX, read_item_ids, read_items
from ratchet.regression.schemas import ClientRunIn, RunIn, TestIn
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import read_dataset_version
from ratchet.store.records import RecordStore
from ratchet.store.records.baselines import read_baseline_of_tag
from ratchet.store.records.regression_runs import write_regression_run
from ratchet.targets.defining import check_variables, find_target_to_ask

# Enough to see what items of a dataset are like.
_LOOKED_AT = 100


def want_test(events: EventStore, surroundings: Surroundings, sent: TestIn) -> RegressionRun:
    """A run in which this server asks the target; it is done by and by.

    Raises `NotFound` for a dataset, target, judge or baseline that there is not, `Unprocessable` for a dataset without
    items or a variable without a value.
    """
    run = _to_run(events, surroundings, sent)
    target = find_target_to_ask(surroundings.records, run.project_id, sent.target)
    run = replace(run, target=target.name, twin_id=sent.twin_id, variables=sent.variables, pace=sent.to_pace())
    check_variables(target, variables_of(run))
    write_regression_run(surroundings.records, run)
    return run


def want_client_run(events: EventStore, surroundings: Surroundings, sent: ClientRunIn) -> RegressionRun:
    """A run in which a client asks the target and posts the answers; it goes on from now."""
    run = _to_run(events, surroundings, sent)
    run = replace(
        run,
        asker=Asker.CLIENT,
        target=sent.target or "",
        state=RegressionState.RUNNING,
        started_at=run.created_at,
    )
    write_regression_run(surroundings.records, run)
    return run


def _to_run(events: EventStore, surroundings: Surroundings, sent: RunIn) -> RegressionRun:
    project_id = surroundings.project_id
    dataset = _find_dataset(surroundings.records, project_id, sent.dataset_name)
    _check_baseline(surroundings.records, dataset, sent.baseline_tag)
    run = RegressionRun(
        project_id=project_id,
        id=uuid4().hex,
        dataset_id=dataset.id,
        dataset=dataset.name,
        dataset_version=_read_version(events, dataset, sent.dataset_version),
        created_at=datetime.now(UTC),
        sample_size=sent.sample_size,
        seed=sent.seed,
        repeats=sent.repeats,
        baseline_tag=sent.baseline_tag,
        criteria=sent.to_criteria(),
    )
    return _with_judges(events, surroundings, sent, run)


def _with_judges(events: EventStore, surroundings: Surroundings, sent: RunIn, run: RegressionRun) -> RegressionRun:
    ids = read_item_ids(events, run)
    _check_size(run, len(ids))
    items = list(read_items(events, run, ids[:_LOOKED_AT]).values())
    judges = tuple(choose_judges(surroundings, sent.judges, items))
    score_name = choose_score(sent.score_name, judges)
    return replace(run, total=len(ids) * run.repeats, judges=judges, score_name=score_name)


def _find_dataset(records: RecordStore, project_id: str, name: str) -> Dataset:
    try:
        return find_dataset(records, project_id, name)
    except NotFound as error:
        raise NotFound(
            f"dataset_name: there is no dataset {name!r} in this project. GET /admin/regression/datasets lists them."
        ) from error


def _check_baseline(records: RecordStore, dataset: Dataset, tag: str | None) -> None:
    if tag is not None and read_baseline_of_tag(records, dataset.project_id, dataset.id, tag) is None:
        raise NotFound(
            f"baseline_tag: the dataset {dataset.name!r} has no baseline {tag!r}. "
            f"GET /admin/regression/baselines/{dataset.name} lists them."
        )


def _read_version(events: EventStore, dataset: Dataset, wanted: int | None) -> int:
    latest = read_dataset_version(events, dataset.project_id, dataset.id)
    return latest if wanted is None else min(latest, wanted)


def _check_size(run: RegressionRun, count: int) -> None:
    if not count:
        raise _unprocessable("dataset_name", f"The dataset {run.dataset!r} has no items to send. Add some first")
    if count > ITEMS_MAX or count * run.repeats > ITEMS_MAX:
        raise _unprocessable("sample_size", f"A run has at most {ITEMS_MAX:,} answers. Take a sample of the items")


def _unprocessable(field: str, message: str) -> Any:
    return Unprocessable(f"{field}: {message}", details={"fields": [{"field": field, "message": message}]})
