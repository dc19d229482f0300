"""Baselines: saved, listed, shown, deleted."""

from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.datasets.headers import find_dataset
from ratchet.datasets.routes.dependencies import get_dataset
from ratchet.domain.baseline import Baseline
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, Records
from ratchet.regression.baselines import find_baseline, remove_baseline, save_baseline
from ratchet.regression.comparison_schemas import BaselineIn, BaselineOut, BaselinesIn, BaselinesOut
from ratchet.store.records import RecordStore
from ratchet.store.records.baselines import read_baselines
from ratchet.store.records.datasets import read_dataset_by_id

router = APIRouter(prefix="/admin/regression", route_class=BoundedRoute, tags=["regression"])


@router.post("/baseline", status_code=201)
def save(caller: Caller, events: Events, records: Records, sent: BaselineIn) -> BaselineOut:
    """Freeze a dataset's current scores, or those of a test, under a tag; `409` for a tag that is taken."""
    dataset = find_dataset(records, caller.project_id, sent.dataset_name)
    baseline = save_baseline(events, records, dataset, sent.tag, run_id=sent.run_id)
    return BaselineOut.of(baseline, dataset.name)


@router.get("/baseline/{baseline_id}")
def show(caller: Caller, records: Records, baseline_id: str) -> BaselineOut:
    """One baseline."""
    return _show(records, find_baseline(records, caller.project_id, baseline_id))


@router.delete("/baseline/{baseline_id}", status_code=204)
def delete(caller: Caller, events: Events, records: Records, baseline_id: str) -> None:
    """Delete a baseline, for good; reports of tests that were held against it stay as they are."""
    remove_baseline(events, records, find_baseline(records, caller.project_id, baseline_id))


@router.get("/baselines/{dataset_name:path}")
def list_baselines(
    caller: Caller, records: Records, dataset_name: str, asked: Annotated[BaselinesIn, Query()]
) -> BaselinesOut:
    """A dataset's baselines, the newest first."""
    dataset = get_dataset(dataset_name, caller, records)
    found = read_baselines(records, caller.project_id, dataset.id, limit=asked.limit, offset=asked.offset)
    return BaselinesOut(baselines=[BaselineOut.of(baseline, dataset.name) for baseline in found])


def _show(records: RecordStore, baseline: Baseline) -> BaselineOut:
    dataset = read_dataset_by_id(records, baseline.project_id, baseline.dataset_id)
    return BaselineOut.of(baseline, dataset.name if dataset else "")
