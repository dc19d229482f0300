"""Regression runs in the record store: what was wanted, how far each has come, and its report."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, func, insert, select, update

from ratchet.domain.answer import AskFailure
from ratchet.domain.regression_run import Asker, Criteria, Pace, RegressionRun, RegressionState, RunJudge
from ratchet.store.records.client import RecordStore
from ratchet.store.records.tables import regression_runs

_OPEN = (RegressionState.QUEUED, RegressionState.RUNNING)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFilter:
    """Which runs of a project; `None` asks nothing."""

    project_id: str
    dataset: str | None = None
    target: str | None = None
    state: RegressionState | None = None


def write_regression_run(store: RecordStore, run: RegressionRun) -> None:
    """Store a new run."""
    with store.write() as connection:
        connection.execute(insert(regression_runs).values(asdict(run)))


def read_regression_run(store: RecordStore, project_id: str, run_id: str) -> RegressionRun | None:
    """One run, or None."""
    query = select(regression_runs).where(*_of(project_id, run_id))
    with store.read() as connection:
        row = connection.execute(query).mappings().one_or_none()
    return _to_run(row) if row else None


def find_regression_runs(store: RecordStore, asked: RunFilter, *, offset: int, limit: int) -> list[RegressionRun]:
    """A page of runs, the newest first."""
    query = select(regression_runs).where(*_tests(asked))
    page = query.order_by(regression_runs.c.created_at.desc(), regression_runs.c.id).offset(offset).limit(limit)
    with store.read() as connection:
        return [_to_run(row) for row in connection.execute(page).mappings()]


def count_regression_runs(store: RecordStore, asked: RunFilter) -> int:
    """How many runs there are."""
    query = select(func.count()).select_from(regression_runs).where(*_tests(asked))
    with store.read() as connection:
        return connection.execute(query).scalar_one()


def read_latest_runs(store: RecordStore, project_id: str, dataset_ids: Collection[str]) -> dict[str, RegressionRun]:
    """The newest run of each of these datasets that has any, by the dataset's id."""
    of_datasets = (regression_runs.c.project_id == project_id, regression_runs.c.dataset_id.in_(dataset_ids))
    newest = (
        select(regression_runs.c.dataset_id, func.max(regression_runs.c.created_at).label("at"))
        .where(*of_datasets)
        .group_by(regression_runs.c.dataset_id)
        .subquery()
    )
    is_newest = (regression_runs.c.dataset_id == newest.c.dataset_id) & (regression_runs.c.created_at == newest.c.at)
    query = select(regression_runs).join(newest, is_newest).where(*of_datasets)
    with store.read() as connection:
        return {row["dataset_id"]: _to_run(row) for row in connection.execute(query).mappings()}


def read_runs_to_do(store: RecordStore, states: Collection[RegressionState]) -> list[tuple[str, str]]:
    """The runs of all projects that are in one of these states, the oldest first."""
    query = select(regression_runs.c.project_id, regression_runs.c.id).where(regression_runs.c.state.in_(states))
    with store.read() as connection:
        return [(row.project_id, row.id) for row in connection.execute(query.order_by(regression_runs.c.created_at))]


def begin_run(store: RecordStore, project_id: str, run_id: str) -> RegressionRun | None:
    """Say that a run is being done, from now on or again; None when it is over, or gone."""
    is_again = regression_runs.c.state == RegressionState.RUNNING
    said = {
        "state": RegressionState.RUNNING,
        "started_at": func.coalesce(regression_runs.c.started_at, datetime.now(UTC)),
        "resumptions": regression_runs.c.resumptions + is_again.cast(regression_runs.c.resumptions.type),
    }
    is_open = (*_of(project_id, run_id), regression_runs.c.state.in_(_OPEN))
    with store.write() as connection:
        connection.execute(update(regression_runs).where(*is_open).values(said))
    run = read_regression_run(store, project_id, run_id)
    return None if run is None or run.state.is_over else run


def requeue_run(store: RecordStore, project_id: str, run_id: str) -> None:
    """Let a run that waited for a client be brought to its end."""
    here = (*_of(project_id, run_id), regression_runs.c.state == RegressionState.RUNNING)
    with store.write() as connection:
        connection.execute(update(regression_runs).where(*here).values(state=RegressionState.QUEUED))


def end_run(
    store: RecordStore,
    project_id: str,
    run_id: str,
    state: RegressionState,
    *,
    error: str = "",
    report: Mapping[str, Any] | None = None,
) -> bool:
    """Say how a run ended; says whether it had not ended before."""
    said = {"state": state, "error": error, "report": report, "finished_at": datetime.now(UTC), "is_cancelling": False}
    is_open = (*_of(project_id, run_id), regression_runs.c.state.in_(_OPEN))
    with store.write() as connection:
        return connection.execute(update(regression_runs).where(*is_open).values(said)).rowcount > 0


def write_report(store: RecordStore, project_id: str, run_id: str, report: Mapping[str, Any]) -> None:
    """Keep another report of a run, in place of the one it has."""
    with store.write() as connection:
        connection.execute(update(regression_runs).where(*_of(project_id, run_id)).values(report=report))


def ask_to_cancel(store: RecordStore, project_id: str, run_id: str) -> None:
    """Say that a run shall end; one that nobody has begun, or that a client asks for, has ended at once."""
    of_run = _of(project_id, run_id)
    idle = (regression_runs.c.state == RegressionState.QUEUED) | (regression_runs.c.asker == Asker.CLIENT)
    ended = {"state": RegressionState.CANCELLED, "finished_at": datetime.now(UTC)}
    with store.write() as connection:
        connection.execute(
            update(regression_runs).where(*of_run, regression_runs.c.state.in_(_OPEN), idle).values(ended)
        )
        running = regression_runs.c.state == RegressionState.RUNNING
        connection.execute(update(regression_runs).where(*of_run, running).values(is_cancelling=True))


def _of(project_id: str, run_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return regression_runs.c.project_id == project_id, regression_runs.c.id == run_id


def _tests(asked: RunFilter) -> list[ColumnElement[bool]]:
    equal = {"project_id": asked.project_id, "dataset": asked.dataset, "target": asked.target, "state": asked.state}
    return [regression_runs.c[name] == value for name, value in equal.items() if value is not None]


def _to_run(row: RowMapping) -> RegressionRun:
    fields: dict[str, Any] = dict(row)
    pace: dict[str, Any] = dict(row["pace"])
    pace["retry_on"] = tuple(AskFailure(reason) for reason in pace["retry_on"])
    fields |= {
        "asker": Asker(row["asker"]),
        "pace": Pace(**pace),
        "judges": tuple(RunJudge(**judge) for judge in row["judges"]),
        "criteria": Criteria(**row["criteria"]),
        "state": RegressionState(row["state"]),
    }
    return RegressionRun(**fields)
