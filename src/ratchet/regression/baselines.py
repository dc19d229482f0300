"""Baselines: saved from a run or from the items' own scores, and never changed after."""

from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import fmean
from time import time_ns
from uuid import uuid4

from ratchet.domain.answer import Answer
from ratchet.domain.baseline import Baseline
from ratchet.domain.dataset import Dataset
from ratchet.domain.regression_run import RegressionRun, RegressionState
from ratchet.errors import Conflict, NotFound
from ratchet.regression.against import find_latest_run, side_of_items, side_of_run
from ratchet.regression.pairing import to_pairs
from ratchet.regression.side import Side, epochs_of
from ratchet.store.events import EventStore
from ratchet.store.events.baseline_scores import Scoring, delete_baseline_answers, write_baseline_answers
from ratchet.store.records import RecordStore
from ratchet.store.records.baselines import (
    delete_baseline,
    read_baseline,
    read_baseline_of_tag,
    write_baseline,
)
from ratchet.store.records.regression_runs import read_regression_run


def save_baseline(
    events: EventStore, records: RecordStore, dataset: Dataset, tag: str, *, run_id: str | None = None
) -> Baseline:
    """Freeze the scores of a run (else of the latest completed one, else the items' own) under a tag.

    Raises `Conflict` for a tag that is taken, or where there is nothing to save; `NotFound` for an unknown run.
    """
    run = _find_run(records, dataset, run_id)
    side = _read_side(events, records, dataset, run)
    if not side.names:
        raise Conflict(f"There is no score to save in {side.reference}. Run a test of {dataset.name!r} first.")
    baseline = _to_baseline(dataset, tag, side, run)
    with records.lock(f"baselines of {dataset.id}"):
        _check_free(records, dataset, tag)
        scoring = Scoring(dataset.project_id, baseline.id)
        write_baseline_answers(events, scoring, side.answers)
        write_baseline(records, baseline)
    return baseline


def find_baseline(records: RecordStore, project_id: str, baseline_id: str) -> Baseline:
    """A baseline by its id; raises `NotFound` when there is none."""
    found = read_baseline(records, project_id, baseline_id)
    if found is None:
        raise NotFound(f"There is no baseline {baseline_id!r} in this project.")
    return found


def remove_baseline(events: EventStore, records: RecordStore, baseline: Baseline) -> None:
    """Delete a baseline with its answers, for good; reports of runs that were held against it stay as they are."""
    delete_baseline(records, baseline.project_id, baseline.id)
    delete_baseline_answers(events, baseline.project_id, baseline.id)


def _find_run(records: RecordStore, dataset: Dataset, run_id: str | None) -> RegressionRun | None:
    if run_id is None:
        return find_latest_run(records, dataset.project_id, dataset.name)
    run = read_regression_run(records, dataset.project_id, run_id)
    if run is None or run.dataset_id != dataset.id:
        raise NotFound(f"There is no run {run_id!r} of dataset {dataset.name!r}.")
    if run.state is not RegressionState.COMPLETED:
        raise Conflict(f"Run {run_id!r} is {run.state}. Only a completed run can be a baseline.")
    return run


def _read_side(events: EventStore, records: RecordStore, dataset: Dataset, run: RegressionRun | None) -> Side:
    if run is not None:
        return side_of_run(events, dataset.project_id, run)
    return side_of_items(events, records, dataset.project_id, dataset.id, as_of=time_ns())


def _check_free(records: RecordStore, dataset: Dataset, tag: str) -> None:
    if read_baseline_of_tag(records, dataset.project_id, dataset.id, tag) is not None:
        raise Conflict(
            f"Dataset {dataset.name!r} has a baseline {tag!r}, and baselines never change. Choose another tag."
        )


def _to_baseline(dataset: Dataset, tag: str, side: Side, run: RegressionRun | None) -> Baseline:
    return Baseline(
        project_id=dataset.project_id,
        id=uuid4().hex,
        dataset_id=dataset.id,
        tag=tag,
        created_at=datetime.now(UTC),
        dataset_version=side.dataset_version,
        origin=side.reference.origin,
        run_id=run.id if run else "",
        target=run.target if run else "",
        epochs=epochs_of(side.answers),
        means={name: _mean(name, side.answers) for name in sorted(side.names)},
        items=len({answer.item_id for answer in side.answers}),
        repeats=max(answer.repeat for answer in side.answers) + 1,
    )


def _mean(name: str, answers: Sequence[Answer]) -> float:
    """As a comparison would have it: repeats averaged first, answers that failed as low as can be."""
    return fmean(pair.before for pair in to_pairs(name, answers, answers, counts_missing=True))
