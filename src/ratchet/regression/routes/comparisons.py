"""Comparisons of tests that are over, and what their scores say of a dataset and its items."""

from typing import Annotated

from fastapi import APIRouter, Query

from ratchet.auth.guard import Caller
from ratchet.datasets.routes.dependencies import get_dataset
from ratchet.http.bounded import BoundedRoute
from ratchet.http.state import Events, EventWriters, Records, ServerSecret, ServerSettings
from ratchet.judges.bench import open_bench
from ratchet.regression.comparing import compare, read_flakiness, read_history
from ratchet.regression.comparison_schemas import (
    CompareIn,
    FlakinessIn,
    FlakinessOut,
    HistoryIn,
    HistoryOut,
    ReportOut,
)

router = APIRouter(prefix="/admin/regression", route_class=BoundedRoute, tags=["regression"])


@router.post("/compare")
def compare_tests(
    *,
    caller: Caller,
    events: Events,
    records: Records,
    writers: EventWriters,
    secret: ServerSecret,
    settings: ServerSettings,
    sent: CompareIn,
) -> ReportOut:
    """Hold a test against another test or any baseline; `409` says why two do not measure the same."""
    bench = open_bench(events, records, writers, secret)
    return ReportOut.of(compare(bench, caller.project_id, sent, within_s=settings.regression_wait_s))


@router.get("/flakiness/{dataset_name:path}")
def show_flakiness(
    *,
    caller: Caller,
    events: Events,
    records: Records,
    dataset_name: str,
    asked: Annotated[FlakinessIn, Query()],
) -> FlakinessOut:
    """What a dataset's scores vary by without anybody's doing, over its latest tests, and which items do."""
    dataset = get_dataset(dataset_name, caller, records)
    flakiness = read_flakiness(events, records, dataset, runs=asked.runs, score_name=asked.score_name)
    return FlakinessOut(dataset_name=dataset.name, flakiness=flakiness)


@router.get("/history/{dataset_name:path}")
def show_history(
    *, caller: Caller, events: Events, records: Records, dataset_name: str, asked: Annotated[HistoryIn, Query()]
) -> HistoryOut:
    """What an item was answered in the latest tests of its dataset, and how that scored."""
    dataset = get_dataset(dataset_name, caller, records)
    answers = read_history(events, records, dataset, asked.item_id, limit=asked.limit)
    return HistoryOut(item_id=asked.item_id, answers=answers)
