"""Sending a judge over what is stored already; however often a run is begun, nothing is judged twice."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from time import time_ns
from typing import NamedTuple
from uuid import uuid4

from ratchet.domain.condition import Condition, Operator
from ratchet.domain.dataset import Dataset, Item
from ratchet.domain.judge import Judge, JudgeRun, RunState, Tally
from ratchet.domain.run import RunQuery, stable_run_id
from ratchet.domain.trace import TraceQuery
from ratchet.domain.window import Window
from ratchet.errors import NotFound, RatchetError, Unprocessable
from ratchet.judges.batch import judge_material
from ratchet.judges.bench import Bench
from ratchet.judges.definitions import find_judge
from ratchet.judges.material import read_material
from ratchet.judges.schemas import RunIn
from ratchet.store.events import EventStore
from ratchet.store.events.dataset_items import read_latest_items, walk_items
from ratchet.store.events.run_items import find_run_items
from ratchet.store.events.runs import find_new_runs
from ratchet.store.events.trace_search import walk_traces
from ratchet.store.records import RecordStore
from ratchet.store.records.datasets import read_dataset
from ratchet.store.records.judge_runs import read_judge_run, write_judge_run, write_run_progress

TRACES_AT_ONCE = 200


class Page(NamedTuple):
    """Traces to judge, and the items that some of them answer, by trace."""

    trace_ids: list[str]
    items: dict[str, Item]


def queue_run(events: EventStore, records: RecordStore, judge: Judge, sent: RunIn) -> JudgeRun:
    """Say that a judge shall be sent over what is stored; the work is done by and by.

    Raises `Unprocessable` when it is not said over what, `NotFound` for a dataset or run that there is not.
    """
    start, end = _check_target(sent)
    run = JudgeRun(
        project_id=judge.project_id,
        id=uuid4().hex,
        judge=judge.name,
        judge_version=judge.version,
        created_at=datetime.now(UTC),
        start=start,
        end=end,
        dataset=sent.dataset,
        run_name=sent.run_name,
        is_again=sent.again,
    )
    if run.dataset is not None:
        _find_run_id(events, _find_dataset(records, run), run.run_name)
    write_judge_run(records, run)
    return run


def find_run(records: RecordStore, project_id: str, judge: str, run_id: str) -> JudgeRun:
    """A run of a judge; raises `NotFound` when there is none."""
    run = None if "\0" in run_id else read_judge_run(records, project_id, run_id)
    if run is None or run.judge != judge:
        raise NotFound(f"The judge {judge!r} has no run {run_id!r}. GET /admin/judges/{judge}/runs lists them.")
    return run


def do_run(bench: Bench, run: JudgeRun) -> Tally:
    """Judge all that a run is about, from the start: what an earlier attempt has judged is skipped.

    Raises `Interrupted` when the server ends meanwhile.
    """
    total = Tally()
    since = int(run.created_at.timestamp() * 1e9) if run.is_again else 0
    try:
        judge = find_judge(bench.records, run.project_id, run.judge, run.judge_version)
        for page in _pages(bench, run):
            material = read_material(bench.events, run.project_id, page.trace_ids, items=page.items)
            total += judge_material(bench, [judge], material, retries=True, since=since)
            write_run_progress(bench.records, run, RunState.RUNNING, total)
    except (NotFound, Unprocessable) as error:
        write_run_progress(bench.records, run, RunState.FAILED, total, error.message)
        return total
    write_run_progress(bench.records, run, RunState.COMPLETED, total)
    return total


def _check_target(sent: RunIn) -> tuple[int, int]:
    if (sent.dataset is None) == (sent.from_time is None):
        raise _unprocessable("from_time", "Say over what: from_time for a stretch of time, or dataset, one of both")
    if sent.run_name is not None and sent.dataset is None:
        raise _unprocessable("dataset", "Name the dataset that run_name is a run of")
    end = time_ns() if sent.to_time is None else sent.to_time
    start = sent.from_time or 0
    if start >= end:
        raise _unprocessable("from_time", "This is not before to_time")
    return start, end


def _pages(bench: Bench, run: JudgeRun) -> Iterator[Page]:
    if run.dataset is None:
        return _pages_of_window(bench.events, run)
    dataset = _find_dataset(bench.records, run)
    run_id = _find_run_id(bench.events, dataset, run.run_name)
    return _pages_of_items(bench.events, dataset) if run_id is None else _pages_of_run(bench.events, dataset, run_id)


def _pages_of_window(events: EventStore, run: JudgeRun) -> Iterator[Page]:
    query = TraceQuery(project_id=run.project_id, window=Window(run.start, run.end))
    places = walk_traces(events, query, batch=TRACES_AT_ONCE)
    while some := [place.trace_id for place in islice(places, TRACES_AT_ONCE)]:
        yield Page(some, {})


def _pages_of_items(events: EventStore, dataset: Dataset) -> Iterator[Page]:
    """The traces that items were made from; there is nothing to give a score to for the others."""
    items = (item for item in walk_items(events, dataset.project_id, dataset.id) if item.source_trace_id)
    while some := {item.source_trace_id: item for item in islice(items, TRACES_AT_ONCE)}:
        yield Page(list(some), some)


def _pages_of_run(events: EventStore, dataset: Dataset, run_id: str) -> Iterator[Page]:
    query = RunQuery(project_id=dataset.project_id, conditions=(Condition("run_id", Operator.EQUAL, run_id),))
    offset = 0
    while some := find_run_items(events, query, limit=TRACES_AT_ONCE, offset=offset):
        known = read_latest_items(events, dataset.project_id, (one.item_id for one in some))
        items = {one.trace_id: known[one.item_id].item for one in some if one.item_id in known}
        yield Page([one.trace_id for one in some], items)
        offset += len(some)


def _find_dataset(records: RecordStore, run: JudgeRun) -> Dataset:
    name = run.dataset or ""
    dataset = None if "\0" in name else read_dataset(records, run.project_id, name)
    if dataset is None:
        raise NotFound(f"dataset: there is no dataset {name!r} in this project.")
    return dataset


def _find_run_id(events: EventStore, dataset: Dataset, name: str | None) -> str | None:
    """The run of this name, else the latest; None when the dataset has never been run."""
    of_dataset = (Condition("dataset_id", Operator.EQUAL, dataset.id),)
    query = RunQuery(project_id=dataset.project_id, conditions=of_dataset)
    if name is None:
        return next((place.run_id for place in find_new_runs(events, query, limit=1)), None)
    wanted = stable_run_id(dataset.project_id, dataset.id, name)
    named = query.also(Condition("run_name", Operator.EQUAL, name))
    places = find_new_runs(events, named, limit=100)
    found = [place.run_id for place in places]
    if not found:
        raise NotFound(f"run_name: the dataset {dataset.name!r} has no run {name!r}.")
    return wanted if wanted in found else found[0]


def _unprocessable(field: str, message: str) -> RatchetError:
    return Unprocessable(f"{field}: {message}", details={"fields": [{"field": field, "message": message}]})
