"""Tests: a dataset sent through a target, judged, and held against a baseline."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.concurrency import run_in_threadpool

from ratchet.auth.guard import Caller
from ratchet.domain.answer import Answer
from ratchet.domain.regression_run import RegressionRun
from ratchet.http.bounded import BoundedRoute
from ratchet.http.paging import from_cursor, to_cursor
from ratchet.http.state import Events, Records, ServerSecret, ServerSettings
from ratchet.judges.kinds.kind import Surroundings
from ratchet.regression.detectable import detectable_drop
from ratchet.regression.items import read_items
from ratchet.regression.posting import find_run
from ratchet.regression.schemas import (
    AnswerOut,
    AnswersOut,
    DatasetsIn,
    LatestOut,
    PageIn,
    RegressionDatasetOut,
    RegressionDatasetsOut,
    TestIn,
    TestOut,
    TestsIn,
    TestsOut,
)
from ratchet.regression.waiting import wait_until_over
from ratchet.regression.wanting import want_test
from ratchet.store.events import EventStore
from ratchet.store.events.answers import AnswerPlace, count_answers, find_answers
from ratchet.store.events.dataset_figures import DatasetFigures, read_dataset_figures
from ratchet.store.events.dataset_scores import read_item_scores
from ratchet.store.events.presence import find_known_traces
from ratchet.store.records.datasets import count_datasets, read_datasets
from ratchet.store.records.regression_runs import (
    RunFilter,
    ask_to_cancel,
    count_regression_runs,
    find_regression_runs,
    read_latest_runs,
)

router = APIRouter(prefix="/admin/regression", route_class=BoundedRoute, tags=["regression"])


@router.post("/test", responses={202: {"description": "It is not done yet: GET /admin/regression/test/{test_id}"}})
async def test(
    *,
    caller: Caller,
    events: Events,
    records: Records,
    secret: ServerSecret,
    settings: ServerSettings,
    sent: TestIn,
    response: Response,
) -> TestOut:
    """Send a dataset through a target, and give the verdict; `202` at once with `background`, or after ten minutes."""
    surroundings = Surroundings(caller.project_id, records, secret)
    run = await run_in_threadpool(want_test, events, surroundings, sent)
    if not sent.background:
        run = await wait_until_over(records, run, within_s=settings.regression_wait_s)
    response.status_code = 200 if run.state.is_over else 202
    return await run_in_threadpool(_show, events, run)


@router.get("/test")
def list_tests(caller: Caller, events: Events, records: Records, asked: Annotated[TestsIn, Query()]) -> TestsOut:
    """The project's tests, the newest first, with the summaries of their reports."""
    wanted = RunFilter(
        project_id=caller.project_id, dataset=asked.dataset_name, target=asked.target, state=asked.status
    )
    found = find_regression_runs(records, wanted, offset=asked.offset, limit=asked.limit)
    counts = count_answers(events, caller.project_id, (run.id for run in found))
    return TestsOut(
        tests=[TestOut.of(run, counts.get(run.id), has_report=False) for run in found],
        total=count_regression_runs(records, wanted),
    )


@router.get("/datasets")
def list_datasets(
    caller: Caller, events: Events, records: Records, asked: Annotated[DatasetsIn, Query()]
) -> RegressionDatasetsOut:
    """What can be tested with: the project's datasets with their counts of items, newest first."""
    found = read_datasets(records, caller.project_id, archived=False, offset=asked.offset, limit=asked.limit)
    figures = read_dataset_figures(events, caller.project_id)
    latest = read_latest_runs(records, caller.project_id, [dataset.id for dataset in found])
    own = read_item_scores(events, caller.project_id)
    return RegressionDatasetsOut(
        datasets=[
            RegressionDatasetOut(
                name=dataset.name,
                item_count=figures.get(dataset.id, DatasetFigures()).items,
                latest_test=_to_latest(latest.get(dataset.id)),
                detectable=detectable_drop(latest.get(dataset.id), own.get(dataset.id)),
            )
            for dataset in found
        ],
        total=count_datasets(records, caller.project_id, archived=False),
    )


@router.get("/test/{test_id}")
def show(caller: Caller, events: Events, records: Records, test_id: str) -> TestOut:
    """How far a test has come, and what came of it."""
    return _show(events, find_run(records, caller.project_id, test_id))


@router.post("/test/{test_id}/cancel")
def cancel(caller: Caller, events: Events, records: Records, test_id: str) -> TestOut:
    """Let a test end where it is: within seconds, with the answers that it has; one that is over stays as it is."""
    run = find_run(records, caller.project_id, test_id)
    ask_to_cancel(records, run.project_id, run.id)
    return _show(events, find_run(records, caller.project_id, test_id))


@router.get("/test/{test_id}/items")
def list_answers(
    caller: Caller, events: Events, records: Records, test_id: str, asked: Annotated[PageIn, Query()]
) -> AnswersOut:
    """The answers of a test with what judges thought of them, by item and repeat."""
    run = find_run(records, caller.project_id, test_id)
    after = None if asked.cursor is None else AnswerPlace(*from_cursor(asked.cursor, str, int))
    found = find_answers(events, run.project_id, run.id, limit=asked.limit + 1, after=after)
    page, is_last = found[: asked.limit], len(found) <= asked.limit
    return AnswersOut(
        items=_show_answers(events, run, page),
        next_cursor=None if is_last else to_cursor([page[-1].item_id, page[-1].repeat]),
    )


def _show(events: EventStore, run: RegressionRun) -> TestOut:
    return TestOut.of(run, count_answers(events, run.project_id, [run.id]).get(run.id))


def _show_answers(events: EventStore, run: RegressionRun, answers: list[Answer]) -> list[AnswerOut]:
    items = read_items(events, run, (answer.item_id for answer in answers))
    traces = find_known_traces(events, run.project_id, (answer.trace_id for answer in answers if answer.trace_id))
    return [AnswerOut.of(answer, items.get(answer.item_id), has_trace=answer.trace_id in traces) for answer in answers]


def _to_latest(run: RegressionRun | None) -> LatestOut | None:
    if run is None:
        return None
    verdict = None if run.report is None else run.report.get("verdict")
    return LatestOut(test_id=run.id, status=run.state, verdict=verdict, created_at=run.created_at)
