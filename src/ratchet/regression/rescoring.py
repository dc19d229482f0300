"""Scoring a baseline's answers again, by the judges of today, so that a run of today can be held against them."""

import asyncio
import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from time import monotonic

from ratchet.domain.answer import Answer
from ratchet.domain.baseline import Baseline
from ratchet.domain.dataset import Item
from ratchet.domain.regression_run import RegressionRun
from ratchet.errors import Busy, NotFound
from ratchet.judges.batch import Interrupted
from ratchet.judges.bench import Bench
from ratchet.regression.against import choose_baseline, side_of_baseline
from ratchet.regression.items import read_items
from ratchet.regression.panel import Panel, open_panel
from ratchet.regression.side import Side
from ratchet.store.events import EventStore
from ratchet.store.events.baseline_scores import Scoring, read_baseline_answers, write_baseline_answers
from ratchet.store.events.dataset_scores import read_last_edit

_AT_ONCE = 100


def rescore_for(bench: Bench, run: RegressionRun) -> Side | None:
    """What a run is held against, scored again if it asks for that; `None` where it does not, or there is no baseline.

    However long it takes. Raises `Interrupted` when the server ends: what was done is kept.
    """
    if not run.criteria.rescores:
        return None
    try:
        baseline = choose_baseline(bench.records, run.project_id, run.dataset_id, run.baseline_tag)
    except NotFound:
        return None  # the report will say so
    return None if baseline is None else rescore(bench, baseline, run, within_s=math.inf)


def rescore(bench: Bench, baseline: Baseline, run: RegressionRun, *, within_s: float) -> Side:
    """A baseline's answers as the judges of a run see them, against the items as the run has them.

    What has been scored so before is not scored again. Items that ask something else now are left out. Raises `Busy`
    when the time is up, `Interrupted` when the server ends: what was done is kept, and asking again goes on.
    """
    scoring = Scoring(run.project_id, baseline.id, _to_key(bench.events, run))
    done = read_baseline_answers(bench.events, scoring)
    places = {(answer.item_id, answer.repeat) for answer in done}
    frozen = read_baseline_answers(bench.events, scoring._replace(key=""))
    items = _read_unchanged(bench.events, baseline, run, [answer.item_id for answer in frozen])
    left = [one for one in frozen if one.item_id in items and (one.item_id, one.repeat) not in places]
    if left:
        keep = partial(write_baseline_answers, bench.events, scoring)
        check = partial(_check_time, bench, monotonic() + within_s)
        asyncio.run(_judge_all(open_panel(bench, run), items, left, keep, check))
    version = read_last_edit(bench.events, run.project_id, run.dataset_id, run.dataset_version)
    return replace(side_of_baseline(bench.events, baseline, scoring.key), dataset_version=version)


def _to_key(events: EventStore, run: RegressionRun) -> str:
    """What the scores rest on: the judges, and the items that they compare with."""
    judges = sorted(f"{judge.name} {judge.version} {judge.epoch}" for judge in run.judges)
    version = read_last_edit(events, run.project_id, run.dataset_id, run.dataset_version)
    return hashlib.sha256("\0".join([*judges, str(version)]).encode()).hexdigest()[:16]


def _read_unchanged(
    events: EventStore, baseline: Baseline, run: RegressionRun, item_ids: Sequence[str]
) -> dict[str, Item]:
    """The items as the run has them, of those that ask what they asked the baseline."""
    now = read_items(events, run, item_ids)
    then = read_items(events, replace(run, dataset_version=baseline.dataset_version), item_ids)
    return {item_id: item for item_id, item in now.items() if item_id in then and item.input == then[item_id].input}


def _check_time(bench: Bench, deadline: float, done: int) -> None:
    if bench.stopping.is_set():
        raise Interrupted
    if monotonic() > deadline:
        raise Busy(f"{done:,} more answers of the baseline are scored by now. Ask again to go on.")


async def _judge_all(
    panel: Panel,
    items: Mapping[str, Item],
    answers: Sequence[Answer],
    keep: Callable[[Sequence[Answer]], None],
    check: Callable[[int], None],
) -> None:
    """Judge and keep some at a time; `check` raises when that has to end, and is told how many there are by then."""
    turns = asyncio.Semaphore(panel.at_once)

    async def judge(answer: Answer) -> Answer:
        """What the panel thinks of an answer; of one that failed there is nothing to think."""
        async with turns:
            return await panel.judge(items[answer.item_id], answer) if answer.is_ok else answer

    for start in range(0, len(answers), _AT_ONCE):
        check(start)
        judged = await asyncio.gather(*map(judge, answers[start : start + _AT_ONCE]))
        await asyncio.to_thread(keep, judged)
