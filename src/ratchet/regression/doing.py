"""Doing a run from wherever it is to its end."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ratchet.domain.regression_run import Asker, RegressionRun, RegressionState
from ratchet.domain.target import TargetKind
from ratchet.errors import Busy, RatchetError, Unavailable
from ratchet.judges.batch import Interrupted
from ratchet.judges.bench import Bench
from ratchet.regression.panel import open_panel
from ratchet.regression.rescoring import rescore_for
from ratchet.regression.running import Cancelled, Course, Settled, Vain
from ratchet.regression.settling import Settling
from ratchet.regression.verdict import judge_run
from ratchet.store.records.regression_runs import begin_run, end_run, read_regression_run
from ratchet.targets.defining import find_target
from ratchet.targets.opening import open_respondent

log = logging.getLogger(__name__)


def do_run(bench: Bench, project_id: str, run_id: str) -> None:
    """Ask and judge what is missing of a run, and say how it ended; one that is over stays as it is.

    Raises `Interrupted` when the server ends, `Busy` or `Unavailable` while a store is away: it can be done again.
    """
    run = begin_run(bench.records, project_id, run_id)
    if run is None:
        return
    end = partial(end_run, bench.records, project_id, run_id)
    try:
        asyncio.run(_go(bench, run))
    except Exception as error:  # noqa: BLE001 - whatever a run runs into is said of the run
        _end_badly(_find_cause(error), end)
        return
    report, problem = _report(bench, run)
    end(RegressionState.COMPLETED, report=report, error=problem)


def variables_of(run: RegressionRun) -> dict[str, Any]:
    """What a run fills into its target's template, beside what items say."""
    return {**run.variables, **({} if run.twin_id is None else {"twin_id": run.twin_id})}


async def _go(bench: Bench, run: RegressionRun) -> None:
    try:
        if run.asker is Asker.CLIENT:
            await _set_out(bench, run).go(None)
            return
        target = find_target(bench.records, run.project_id, run.target)
        course = _set_out(bench, run, reads_traces=target.kind is TargetKind.RELEASE)
        opened = open_respondent(
            bench.events, target, bench.secret, variables=variables_of(run), timeout_s=run.pace.timeout_s
        )
        async with opened as respondent:
            await course.go(respondent)
    except* Settled:
        log.info("Run %s ended before its last item", run.id)


def _set_out(bench: Bench, run: RegressionRun, *, reads_traces: bool = False) -> Course:
    return Course(
        bench,
        run,
        open_panel(bench, run, reads_traces=reads_traces),
        is_cancelled=partial(_is_cancelled, bench, run),
        is_settled=Settling(bench.events, bench.records, run).is_settled,
    )


def _report(bench: Bench, run: RegressionRun) -> tuple[Mapping[str, Any] | None, str]:
    """The report on a run that has all its answers, or why there is none: they are kept either way."""
    try:
        baseline = rescore_for(bench, run)
        report = judge_run(bench.events, bench.records, run.project_id, run, baseline=baseline).to_dict()
        json.dumps(report, allow_nan=False)
    except Exception as error:
        cause = _find_cause(error)
        if isinstance(cause, Interrupted | Busy | Unavailable):
            raise cause from error
        log.exception("Run %s has no report", run.id)
        return None, f"This is a defect of Ratchet; the server's log says more. There is no verdict: {cause!r}"
    return report, ""


def _is_cancelled(bench: Bench, run: RegressionRun) -> bool:
    known = read_regression_run(bench.records, run.project_id, run.id)
    return known is None or known.is_cancelling or known.state.is_over


def _find_cause(error: Exception) -> Exception:
    """The first error within a group: the others came of it."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error


def _end_badly(error: Exception, end: Callable[..., bool]) -> None:
    match error:
        case Interrupted() | Busy() | Unavailable():
            raise error
        case Cancelled():
            end(RegressionState.CANCELLED)
        case Vain():
            end(RegressionState.FAILED, error=f"The target cannot be reached, so no more items were sent: {error}")
        case RatchetError():
            end(RegressionState.FAILED, error=error.message)
        case _:
            log.error("A regression run failed", exc_info=error)
            end(RegressionState.FAILED, error=f"This is a defect of Ratchet; the server's log says more. {error!r}")
