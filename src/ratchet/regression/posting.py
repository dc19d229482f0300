"""Runs in which a client asks: it fetches the items, posts the answers, and says when it is done."""

import asyncio
from collections.abc import Mapping, Sequence
from itertools import islice
from time import time_ns

from ratchet.domain.answer import Answer, AnswerStatus, AskFailure, Opinion
from ratchet.domain.dataset import Item
from ratchet.domain.regression_run import Asker, RegressionRun, RegressionState
from ratchet.errors import Conflict, NotFound
from ratchet.http.fields import invalid_field
from ratchet.judges.asking import for_each
from ratchet.judges.bench import Bench
from ratchet.regression.asking import to_cluster
from ratchet.regression.items import Task, find_places, read_item_ids, read_items, walk_tasks
from ratchet.regression.keeping import keep_answer
from ratchet.regression.panel import Panel, open_panel
from ratchet.regression.schemas import PostedAnswer, PostedOut
from ratchet.store.events import EventStore
from ratchet.store.events.answers import AnswerPlace, read_answers_of_items, read_places
from ratchet.store.records import RecordStore
from ratchet.store.records.regression_runs import read_regression_run, requeue_run

# Somebody waits; what is not judged by then is judged once the client is done.
JUDGED_WITHIN_S = 20.0


def find_run(records: RecordStore, project_id: str, run_id: str) -> RegressionRun:
    """A run; raises `NotFound` when there is none."""
    run = None if "\0" in run_id else read_regression_run(records, project_id, run_id)
    if run is None:
        raise NotFound(f"There is no test {run_id!r} in this project. GET /admin/regression/test lists them.")
    return run


def find_open_run(records: RecordStore, project_id: str, run_id: str) -> RegressionRun:
    """A run that takes answers of a client; raises `Conflict` for one that does not."""
    run = find_run(records, project_id, run_id)
    if run.asker is not Asker.CLIENT:
        raise Conflict(f"The server asks the target of test {run_id!r} itself.")
    if run.state is not RegressionState.RUNNING:
        raise Conflict(f"Test {run_id!r} is {run.state}, and takes no answers any more.")
    return run


def read_open_tasks(
    events: EventStore, run: RegressionRun, *, offset: int, limit: int
) -> tuple[list[Task], int | None]:
    """What of a page of a run has no answer yet, and where the next page begins."""
    places = find_places(read_item_ids(events, run), run)
    done = read_places(events, run.project_id, run.id)
    page = list(islice(places, offset, offset + limit))
    tasks = list(walk_tasks(events, run, (place for place in page if place not in done)))
    end = offset + limit
    return tasks, end if end < len(places) else None


def take_answers(bench: Bench, run: RegressionRun, posted: Sequence[PostedAnswer]) -> PostedOut:
    """Store what is new of these answers, and judge as much of it as there is time for.

    Raises `Invalid` for an answer to what nobody asked.
    """
    items = _find_items(bench.events, run, posted)
    known = {
        AnswerPlace(one.item_id, one.repeat)
        for one in read_answers_of_items(bench.events, run.project_id, run.id, items)
    }
    new = {
        place: (Task(items[one.item_id], one.repeat), _to_answer(one, items[one.item_id]))
        for one in posted
        if (place := AnswerPlace(one.item_id, one.repeat)) not in known
    }
    judged = asyncio.run(_keep_and_judge(bench, run, list(new.values())))
    return PostedOut(stored=len(new), known=len(posted) - len(new), judged=judged)


def finish_run(records: RecordStore, run: RegressionRun) -> RegressionRun:
    """Say that no more answers come: the rest is judged, and the verdict given, by and by."""
    requeue_run(records, run.project_id, run.id)
    return find_run(records, run.project_id, run.id)


def _find_items(events: EventStore, run: RegressionRun, posted: Sequence[PostedAnswer]) -> Mapping[str, Item]:
    asked = set(read_item_ids(events, run))
    for place, one in enumerate(posted):
        if one.item_id not in asked:
            raise invalid_field(f"answers.{place}.item_id", f"This test has no item {one.item_id!r}")
        if one.repeat >= run.repeats:
            raise invalid_field(f"answers.{place}.repeat", f"Items are asked {run.repeats} times, counted from 0")
    return read_items(events, run, (one.item_id for one in posted))


async def _keep_and_judge(bench: Bench, run: RegressionRun, new: Sequence[tuple[Task, Answer]]) -> int:
    kept: list[tuple[Task, Answer]] = []
    judged = 0

    async def keep(one: tuple[Task, Answer]) -> None:
        task, answer = one
        kept.append((task, await keep_answer(bench.writers.answers, run, answer)))

    async def judge(one: tuple[Task, Answer]) -> None:
        nonlocal judged
        task, answer = one
        if not answer.is_judged:
            await keep_answer(bench.writers.answers, run, await panel.judge(task.item, answer))
        judged += 1

    await for_each(new, keep, at_once=len(new) or 1)
    panel: Panel = open_panel(bench, run)
    try:
        async with asyncio.timeout(JUDGED_WITHIN_S):
            await for_each(kept, judge, at_once=panel.at_once)
    except TimeoutError:
        pass
    return judged


def _to_answer(posted: PostedAnswer, item: Item) -> Answer:
    is_failed = posted.error is not None
    opinions = (Opinion(score_name=name, value=value) for name, value in posted.scores.items())
    return Answer(
        item_id=posted.item_id,
        repeat=posted.repeat,
        status=AnswerStatus.FAILED if is_failed else AnswerStatus.OK,
        output=None if is_failed else ("" if posted.output is None else posted.output),
        opinions=() if is_failed else tuple(opinions),
        error=AskFailure.CLIENT if is_failed else None,
        error_detail=posted.error or "",
        latency_ms=posted.latency_ms,
        trace_id=posted.trace_id,
        cluster=to_cluster(item),
        asked_at=time_ns(),
        is_judged=is_failed,
    )
