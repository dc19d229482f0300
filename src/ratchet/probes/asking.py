"""Asking a probe's questions, all at once, and having the answers judged and checked."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from time import perf_counter, time_ns

from ratchet.domain.answer import Answer, AnswerStatus, AskFailure, Opinion
from ratchet.domain.dataset import Item
from ratchet.domain.judge import FailureReason, Judge
from ratchet.domain.probe import HANGS_FOR_MAX
from ratchet.domain.target import Target
from ratchet.errors import Busy, RatchetError, Unavailable
from ratchet.jobs.finishing import Interrupted
from ratchet.judges.bench import Bench
from ratchet.probes.checking import check_outcome, is_answered
from ratchet.probes.questions import read_questions
from ratchet.probes.run import Outcome, ProbeRun
from ratchet.regression.panel import Panel
from ratchet.store.records.judges import read_judge
from ratchet.targets.defining import check_variables, find_target
from ratchet.targets.reply import Reply, Respondent, failed
from ratchet.targets.requesting import open_endpoint

_LOOK_EVERY_S = 0.2
_JUDGED_WITHIN_S = HANGS_FOR_MAX.total_seconds() / 2


def ask_questions(bench: Bench, run: ProbeRun) -> list[Outcome]:
    """What came of each question. Never raises for what the target does.

    Raises `Interrupted` when the server ends, and `Busy` or `Unavailable` when its own stores do not answer.
    """
    try:
        return _find_and_ask(bench, run)
    except ExceptionGroup as group:  # whatever is raised while it is watched
        error = group.exceptions[0]
    except RatchetError as one:
        error = one
    if isinstance(error, RatchetError) and not isinstance(error, Busy | Unavailable):
        return [_impossible(run, error.message)]
    raise error


def _find_and_ask(bench: Bench, run: ProbeRun) -> list[Outcome]:
    target = find_target(bench.records, run.probe.project_id, run.probe.target)
    check_variables(target, run.probe.variables)
    items = read_questions(bench.events, bench.records, run.probe)
    return asyncio.run(_ask_all(bench, run, target, items))


async def _ask_all(bench: Bench, run: ProbeRun, target: Target, items: Sequence[Item]) -> list[Outcome]:
    probe = run.probe
    judges = [read_judge(bench.records, probe.project_id, name) for name in probe.judges]
    panel = Panel(bench, [judge for judge in judges if judge is not None])
    async with (
        _watched(bench.stopping),
        open_endpoint(
            target, bench.secret, variables=probe.variables, timeout_s=probe.timeout_s, continuing=run.trace_of
        ) as respondent,
    ):
        return await asyncio.gather(*(_ask(respondent, panel, run, item) for item in items))


@asynccontextmanager
async def _watched(stopping: threading.Event) -> AsyncGenerator[None]:
    """While the block runs, look whether it still should."""

    async def watch() -> None:
        while not stopping.is_set():
            await asyncio.sleep(_LOOK_EVERY_S)
        raise Interrupted

    async with asyncio.TaskGroup() as group:
        watching = group.create_task(watch())
        yield
        watching.cancel()


async def _ask(respondent: Respondent, panel: Panel, run: ProbeRun, item: Item) -> Outcome:
    asked_at, began = time_ns(), perf_counter()
    reply = await respondent.ask(item, 0)
    took_ms = (perf_counter() - began) * 1000
    outcome = Outcome(item=item, asked_at=asked_at, latency_ms=took_ms, reply=reply)
    return _check(run, await _judge(panel, run, outcome))


async def _judge(panel: Panel, run: ProbeRun, outcome: Outcome) -> Outcome:
    if outcome.reply.failure is not None or not run.probe.judges:
        return outcome
    answer = Answer(
        item_id=outcome.item.id,
        repeat=0,
        status=AnswerStatus.OK,
        output=outcome.reply.output,
        latency_ms=outcome.latency_ms,
        trace_id=run.trace_of(outcome.item).trace_id,
    )
    try:
        async with asyncio.timeout(_JUDGED_WITHIN_S):
            judged = await panel.judge(outcome.item, answer)
    except TimeoutError:
        return replace(outcome, opinions=[_too_late(judge) for judge in panel.judges])
    return replace(outcome, opinions=judged.opinions)


def _too_late(judge: Judge) -> Opinion:
    detail = f"The judges took longer than {_JUDGED_WITHIN_S:g} s."
    return Opinion(score_name=judge.gives, judge=judge.name, failure=FailureReason.TIMEOUT, detail=detail)


def _check(run: ProbeRun, outcome: Outcome) -> Outcome:
    checks = check_outcome(run.probe.checks, outcome)
    is_ok = is_answered(run.probe.checks, outcome) and all(checked.is_ok for checked in checks)
    return replace(outcome, checks=checks, is_ok=is_ok)


def _impossible(run: ProbeRun, detail: str) -> Outcome:
    """Nothing could be asked at all: the target, or what to ask, is gone."""
    query = run.probe.queries[0] if run.probe.queries else ""
    item = Item(project_id=run.probe.project_id, dataset_id="", id="0", created_at=0, version=0, input=query)
    reply: Reply = failed(AskFailure.UNFIT_ITEM, detail)
    return _check(run, Outcome(item=item, asked_at=time_ns(), latency_ms=0.0, reply=reply))
